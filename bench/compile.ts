// Check and compile at three sizes, beside AWS CDK's synth of as many Glue tasks. Limits are reported, not refused.
import { parsePipeline, type Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { execFileSync } from 'node:child_process';
import { median, report, times, type Result } from './measure.ts';
import { installPeer, peers } from './peers.ts';
import { layered, site, sources } from './pipelines.ts';

const sizes = [100, 1000, 5000] as const;

async function check(count: number): Promise<number> {
  const json = layered(count);
  return median(await times(5, () => {
    if (parsePipeline(json).pipeline === null) throw new Error('the bench pipeline has errors');
  }));
}

async function compile(target: Target, count: number): Promise<number> {
  const { pipeline } = parsePipeline(layered(count));
  if (pipeline === null) throw new Error('the bench pipeline has errors');
  return median(await times(5, () => {
    const { resources, problems } = target.compile(pipeline, site, sources, { limits: 'report' });
    if (resources.length < count) throw new Error(`compiled to nothing: ${problems[0]?.message ?? ''}`);
  }));
}

function cdk(count: number): number {
  installPeer('aws-cdk-lib');
  const runs = [1, 2, 3].map(() => {
    // The peer script prints one JSON object.
    const { ms } = JSON.parse(execFileSync(process.execPath, ['cdk-synth.mjs', String(count)], { cwd: peers, encoding: 'utf8' })) as { ms: number };
    return ms;
  });
  return median(runs.sort((a, b) => a - b));
}

const line = (name: string, ms: readonly number[]): string => `${name}: ${sizes.map((size, index) => `${size} steps ${(ms[index] ?? 0).toFixed(1)} ms`).join(', ')} (per step, largest to smallest size: ×${((ms[2] ?? 0) / 5000 / ((ms[0] ?? 1) / 100)).toFixed(2)})`;
const series = async (measure: (count: number) => Promise<number>): Promise<number[]> => {
  const found: number[] = [];
  for (const size of sizes) found.push(await measure(size));
  return found;
};

const rows: Result[] = [];
for (const [name, ms] of [
  ['check', await series(check)],
  ['compile to Glue', await series((count) => compile(glueTarget, count))],
  ['compile to Step Functions', await series((count) => compile(sfnTarget, count))],
] as const) rows.push({ figure: line(name, ms), holds: (ms[1] ?? Infinity) < 100 && (ms[2] ?? Infinity) / 5000 < (3 * (ms[0] ?? 0)) / 100 });
const peer = cdk(1000);
rows.push({ figure: `AWS CDK 2.276.0 app.synth() of 1,000 Glue tasks: ${peer.toFixed(0)} ms (median of 3, without start-up)`, holds: true });
report(rows);
