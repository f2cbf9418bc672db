// `millrace --help` beside `node -e 0`, in turn, whole processes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, report } from './measure.ts';

const millrace = fileURLToPath(new URL('../apps/cli/bin/millrace.mjs', import.meta.url));

function once(args: readonly string[]): number {
  const from = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status ?? 'a signal'}`);
  return performance.now() - from;
}

const help: number[] = [];
const bare: number[] = [];
once([millrace, '--help']);
for (let index = 0; index < 15; index += 1) {
  bare.push(once(['-e', '0']));
  help.push(once([millrace, '--help']));
}
const [floor, ours] = [bare, help].map((list) => median(list.sort((a, b) => a - b)));
const over = (ours ?? 0) - (floor ?? 0);
report([{ figure: `\`millrace --help\` ${(ours ?? 0).toFixed(0)} ms, \`node -e 0\` ${(floor ?? 0).toFixed(0)} ms: ${over.toFixed(0)} ms more (medians of 15)`, holds: over <= 25 }]);
