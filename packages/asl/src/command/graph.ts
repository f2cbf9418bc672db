import { mermaidOf } from '../picture/mermaid.ts';
import { svgOf } from '../picture/svg.ts';
import { readDefinition } from './definition.ts';
import { onlyFile, readOptions } from './options.ts';
import { played, playOptions } from './run.ts';
import { exits, Refusal, writeFile, type Exit, type World } from './world.ts';

/** `asl graph FILE` */
export async function graphCommand(world: World, args: readonly string[]): Promise<Exit> {
  const options = readOptions(args, { ...playOptions, format: { type: 'string' }, out: { type: 'string' }, title: { type: 'string' } });
  const file = onlyFile(options, 'the definition to draw: asl graph FILE');
  const out = options.text('out');
  const format = options.text('format') ?? (out !== undefined && /\.(?:mmd|mermaid|md)$/u.test(out) ? 'mermaid' : 'svg');
  if (format !== 'svg' && format !== 'mermaid') throw new Refusal(`--format is svg or mermaid, not '${format}'.`);
  // What says how an execution goes asks for the picture of one.
  const runs = Object.keys(playOptions).some((name) => options.text(name) !== undefined || options.flag(name));
  const { definition, end } = runs ? await played(world, file, options) : { definition: await readDefinition(world, file), end: null };
  const execution = end === null ? {} : { execution: end };
  const title = options.text('title');
  const text = format === 'mermaid' ? mermaidOf(definition, execution) : await svgOf(definition, { ...execution, ...(title === undefined ? {} : { title }) });
  if (out === undefined) world.out(text);
  else await writeFile(world, out, text);
  return exits.ok;
}
