import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load, type Pipeline } from '@millrace/core';
import { everything, randomPipeline } from '@millrace/testkit';
import { root } from '../../../tools/python.ts';

/** The pipelines of `examples/`, by the name of their folder. */
export async function examples(): Promise<readonly (readonly [name: string, pipeline: Pipeline])[]> {
  const folders = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return await Promise.all(folders.map(async (name) => {
    const folder = join(root, 'examples', name);
    const file = readdirSync(folder).find((one) => /^pipeline\.(ts|yaml)$/.test(one)) ?? 'pipeline.yaml';
    const { pipeline, problems } = await load(join(folder, file));
    if (pipeline === null) throw new Error(problems.map(({ message }) => message).join('\n'));
    return [name, pipeline] as const;
  }));
}

/** Random pipelines that something starts: by turns a schedule in a zone, objects in S3, both, nothing; with every way of overlap. */
export function drawn(seed: number): Pipeline {
  const { pipeline } = randomPipeline(seed, everything);
  const starts: Pipeline['starts'] = [...(seed % 2 === 0 ? [{ schedule: '0 2 * * ? *', params: {} }] : []), ...(seed % 4 < 2 ? [{ s3: 's3://acme-raw/in/' }] : [])];
  return { ...pipeline, starts, overlap: (['allow', 'skip', 'queue'] as const)[seed % 3] ?? 'allow' };
}
