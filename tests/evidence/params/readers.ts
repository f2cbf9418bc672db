// Random maps in the styles that no client of AWS takes: read back by the named reader, which is not ours.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type Json } from '@millrace/asl';
import type { StyleName } from '@millrace/params';
import { at, list } from '../../clients/commands.ts';
import { report, type Result } from '../report.ts';
import { sameMap, written } from './maps.ts';
import { ask } from './processes.ts';

const count = 2000;
const readers = {
  cloudformation: 'PyYAML 6.0.3',
  terraform: 'python-hcl2 8.1.4, which leaves escapes in strings: these are decoded by a table of HCL\'s escapes',
  airflow: "Python's ast and Jinja2 3.1.6, sandboxed as Airflow does",
  console: "Python's split and json (rows for people: no other reader exists)",
  trigger: "Python's json",
  'step-functions-jsonpath': "Python's json: no engine ran it, as JSONPath Parameters without names that end with '.$' are taken as they are",
} as const satisfies Partial<Record<StyleName, string>>;
const of = (style: StyleName): ReturnType<typeof written> => written(style, count);
const results: Result[] = [];

function tell(style: StyleName, reader: string, seen: readonly unknown[]): void {
  const { list: maps, refused } = of(style);
  const wrong = maps.flatMap(({ map }, index) => (sameMap(seen[index], map) ? [] : [`${JSON.stringify(map)} read as ${JSON.stringify(seen[index])}`]));
  results.push({ figure: `${style}, read by ${reader}: ${maps.length - wrong.length} of ${maps.length} the same; ${refused}${wrong[0] === undefined ? '' : `; first wrong: ${wrong[0].slice(0, 400)}`}`, holds: wrong.length === 0 && maps.length === count });
}

const peers = fileURLToPath(new URL('../../../bench/peers', import.meta.url));
if (!existsSync(join(peers, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peers, stdio: ['ignore', 2, 2] });
const cdk = spawnSync(process.execPath, [fileURLToPath(new URL('cdk-read.mjs', import.meta.url))], { input: JSON.stringify(of('cdk').list.map(({ rendering }) => rendering.text)), encoding: 'utf8', maxBuffer: 2 ** 28 });
if (cdk.status !== 0) throw new Error(cdk.stderr.slice(-2000));
// The script prints a list of lists of entries.
tell('cdk', 'aws-cdk-lib 2.276.0, its synthesised template', (JSON.parse(cdk.stdout) as [string, string][][]).map((entries) => Object.fromEntries(entries)));

// Object.keys loses the type of its keys.
const names = Object.keys(readers) as (keyof typeof readers)[];
const read = await ask('readers.py', [], Object.fromEntries(names.map((style) => [style, of(style).list.map(({ rendering }) => rendering.text)])), tmpdir());
for (const style of names) tell(style, readers[style], list(read, style));

const called: unknown[] = [];
for (const { rendering } of of('step-functions-jsonata').list) {
  // What was rendered is JSON.
  const end = await run({ QueryLanguage: 'JSONata', StartAt: 'Run', States: { Run: JSON.parse(rendering.text) as Json } }, {});
  called.push(at(end.calls[0]?.arguments, 'Arguments'));
}
tell('step-functions-jsonata', "the project's own engine of state machines (@millrace/asl)", called);
report(results);
