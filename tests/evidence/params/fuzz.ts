// Every parser under damaged texts, in processes of their own so that a hang ends too: `fuzz.ts [SECONDS]`, five at a time.
import { fileURLToPath } from 'node:url';
import { styleNames } from '@millrace/params';
import { at } from '../../clients/commands.ts';
import { report, type Result } from '../report.ts';
import { run } from './processes.ts';

export const parsers: readonly string[] = ['contract', 'shorthand', 'resolved-options', 'explain', ...styleNames];

/** One result a parser. */
export async function fuzz(seconds: number, together: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...parsers];
  const work = async (): Promise<void> => {
    for (let parser = waiting.shift(); parser !== undefined; parser = waiting.shift()) results.push(await one(parser, seconds));
  };
  await Promise.all(Array.from({ length: together }, work));
  return results;
}

async function one(parser: string, seconds: number): Promise<Result> {
  // The system's own `timeout` ends a parser that hangs: one text may take no minute.
  const ran = await run('timeout', [String(seconds + 60), process.execPath, '--conditions=@millrace/source', fileURLToPath(new URL('fuzz-one.ts', import.meta.url)), parser, String(seconds)], { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } });
  if (ran.status !== 0) return { figure: `${parser}: ${ran.status === 124 ? 'hangs' : `crashes: ${ran.stderr.slice(0, 600)}`}`, holds: false };
  const found: unknown = JSON.parse(ran.stdout);
  return { figure: `${parser}: ${String(at(found, 'texts'))} texts in ${seconds} s, slowest ${String(at(found, 'slowest'))} ms`, holds: true };
}

if (import.meta.main) {
  const results = await fuzz(Number(process.argv[2] ?? 60), 5);
  for (const { figure } of results) process.stderr.write(`${figure}\n`);
  report([{ figure: results.map(({ figure }) => figure).join('; '), holds: results.every(({ holds }) => holds === true) }, { figure: 'the texts at hand take too little time to tell growth from noise: larger ones are needed', holds: null }]);
}
