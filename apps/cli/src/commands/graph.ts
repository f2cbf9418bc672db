import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError, exit, printJson } from '../io.ts';
import { requirePipeline } from '../project/pipeline.ts';
import type { CommandRun } from '../table.ts';

/** `millrace graph`: the pipeline as Mermaid text or an SVG picture. */
export const run: CommandRun = async (io, _args, options) => {
  const { pipeline } = await requirePipeline(io, options);
  const format = options['format'] === 'svg' ? 'svg' : 'mermaid';
  const text = format === 'svg' ? await (await import('../render/svg.ts')).svg(pipeline) : (await import('../render/mermaid.ts')).mermaid(pipeline);
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
