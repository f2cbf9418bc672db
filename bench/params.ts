// Reading and writing arguments at three sizes, beside Python's argparse and the AWS CLI's shorthand parser on the same texts, in the same run.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getResolvedOptions, parseShorthand, renderShorthand } from '../packages/params/src/index.ts';
import { python } from '../tools/python.ts';
import { median, report, times } from './measure.ts';

const sizes = [10, 100, 1000] as const;
const mapOf = (size: number): Record<string, string> => Object.fromEntries(Array.from({ length: size }, (_, index) => [`--key_${index}`, `value ${index}, "quoted"`]));
const texts = sizes.map((size) => {
  const written = renderShorthand(mapOf(size));
  if ('refused' in written) throw new Error(written.refused);
  return written.text;
});
const argvs = sizes.map((size) => ['job', ...Object.entries(mapOf(size)).map(([key, value]) => `${key}=${value}`)]);
const optionsOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `key_${index}`);
const series = async (work: (index: number) => unknown): Promise<readonly number[]> => {
  const found: number[] = [];
  for (const index of sizes.keys()) found.push(median(await times(15, () => work(index))));
  return found;
};
// The script prints two lists of milliseconds, one number a size.
const peer = JSON.parse(execFileSync(python, [fileURLToPath(new URL('params_peers.py', import.meta.url))], { input: JSON.stringify({ texts, argvs, options: sizes.map(optionsOf) }), encoding: 'utf8' })) as { readonly shorthand: readonly number[]; readonly argparse: readonly number[] };
const shown = (ms: readonly number[]): string => sizes.map((size, index) => `${size}: ${(ms[index] ?? 0).toFixed(2)} ms`).join(', ');
const faster = (ours: readonly number[], theirs: readonly number[]): boolean => ours.every((ms, index) => ms <= (theirs[index] ?? 0));
const parsed = await series((index) => parseShorthand(texts[index] ?? ''));
const resolved = await series((index) => getResolvedOptions(argvs[index] ?? [], optionsOf(sizes[index] ?? 0), { glueVersion: '6.0' }));
const rendered = await series((index) => renderShorthand(mapOf(sizes[index] ?? 0)));
report([
  { figure: `parse shorthand, arguments: ${shown(parsed)}; the AWS CLI's ShorthandParser: ${shown(peer.shorthand)}`, holds: faster(parsed, peer.shorthand) },
  { figure: `getResolvedOptions, arguments: ${shown(resolved)}; Python's argparse: ${shown(peer.argparse)}`, holds: faster(resolved, peer.argparse) },
  { figure: `render shorthand, arguments: ${shown(rendered)}; the AWS CLI has no writer to compare with`, holds: true },
]);
