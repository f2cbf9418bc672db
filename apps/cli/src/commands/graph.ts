import type { Pipeline } from '@millrace/core';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { compileFor } from '../project/compile.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found, ownPipeline } from '../project/deployed.ts';
import { requirePipeline } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { isTarget } from '../project/targets.ts';
import type { PictureOptions } from '../render/picture/index.ts';
import type { CommandRun, Options } from '../table.ts';

interface Drawn extends PictureOptions {
  readonly pipeline: Pipeline;
}

/** What is drawn: the pipeline of the file, with a target's helpers when one is named; or a run, with the pipeline as it was deployed. */
async function drawn(io: Io, options: Options): Promise<Drawn> {
  const named = options['run'];
  if (typeof named === 'string') {
    const place = await deployed(io, options);
    const chosen = await chosenRun(io, place.runner, [named], 'read');
    const run = await found(place.runner.describe(chosen));
    return { pipeline: await ownPipeline(place, chosen), run };
  }
  const { pipeline, loaded, folder } = await requirePipeline(io, options);
  const target = options['target'];
  if (!isTarget(target)) return { pipeline };
  const { site } = await placeWithoutServer(io, options, folder);
  return { pipeline, helpers: (await compileFor(target, pipeline, loaded.origins, folder, site)).helpers };
}

/** `millrace graph`: the pipeline or one of its runs as an SVG picture, the pipeline as Mermaid text too. */
export const run: CommandRun = async (io, _args, options) => {
  const format = options['format'] ?? (options['run'] === undefined && options['target'] === undefined ? 'mermaid' : 'svg');
  if (format === 'mermaid' && options['run'] !== undefined) throw new CliError('A run is drawn as SVG only: Mermaid text holds no states.', 'Use --format svg, or leave --run out.', exit.usage);
  const { pipeline, ...what } = await drawn(io, options);
  const text = format === 'svg' ? await (await import('../render/picture/index.ts')).picture(pipeline, what) : (await import('../render/mermaid.ts')).mermaid(pipeline);
  const out = options['out'];
  if (typeof out === 'string') {
    const path = resolve(io.cwd, out);
    if (!existsSync(dirname(path))) throw new CliError(`${out} cannot be written: there is no folder ${dirname(path)}.`, 'Make the folder first, or name another file with --out.', exit.usage);
    writeFileSync(path, text);
    io.err(`wrote ${out}\n`);
  }
  if (io.json) printJson(io, { format, text });
  else if (typeof out !== 'string') io.out(text);
  return exit.ok;
};
