// Values that would run commands or add arguments where texts are joined: nothing of the kind happens in any style.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run as runMachine, type Json } from '@millrace/asl';
import { render, styleNames, type StringMap, type StyleName } from '@millrace/params';
import { at, list } from '../../clients/commands.ts';
import { run } from '../children.ts';
import { report, type Result } from '../report.ts';
import { startEndpoint } from './endpoint.ts';
import { sameMap } from './maps.ts';
import { ask, environment } from './processes.ts';

const values = ['$(touch x)', '`touch x`', "'; --A=evil", '"; touch x; "', "'; touch x; '", '-h', '--', '=', '--A=evil', ',--A=evil', '\n--A=evil', '${jndi}', '{{ 7*7 }}', "{{ ''.__class__ }}", '{% $uuid() %}', '${file("/etc/passwd")}', '!Ref x', "' + __import__('os').system('touch x') + '", '}", "--A": "evil', 'file:///etc/passwd', '&& touch x', '| touch x', '\n  touch x\n', '#', '%{ if true }'];
const maps: readonly StringMap[] = [...values.map((value) => ({ '--B': value, '--Z': 'last' })), ...values.map((value) => ({ '--first': 'x', [`--k${value.replace(/[^\x20-\x7e]/g, '')}`]: value }))];
const readers: readonly StyleName[] = ['cloudformation', 'terraform', 'airflow', 'console', 'trigger', 'step-functions-jsonpath'];
const dir = mkdtempSync(join(tmpdir(), 'millrace-injection-'));
const endpoint = await startEndpoint();

/** What reached the other side for each map, in one style. */
async function through(style: StyleName, texts: readonly string[]): Promise<readonly unknown[]> {
  if (readers.includes(style)) return list(await ask('readers.py', [], { [style]: texts }, dir), style);
  if (style === 'boto3') {
    const answers = list({ answers: await ask('clients.py', ['boto3'], texts, dir, endpoint.url) }, 'answers');
    return Promise.all(answers.map((answer) => endpoint.argumentsOf(at(answer, 'run'))));
  }
  if (style === 'cdk') {
    const ran = spawnSync(process.execPath, [fileURLToPath(new URL('cdk-read.mjs', import.meta.url))], { cwd: dir, input: JSON.stringify(texts), encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(ran.stderr.slice(-1000));
    // The script prints a list of lists of entries.
    return (JSON.parse(ran.stdout) as [string, string][][]).map((entries) => Object.fromEntries(entries));
  }
  if (style === 'step-functions-jsonata') {
    // What was rendered is JSON.
    const ends = await Promise.all(texts.map((text) => runMachine({ QueryLanguage: 'JSONata', StartAt: 'Run', States: { Run: JSON.parse(text) as Json } }, {})));
    return ends.map((end) => at(end.calls[0]?.arguments, 'Arguments'));
  }
  // A line of a shell: both run it with the command itself, whose words go to the AWS CLI's driver.
  const words: string[][] = [];
  for (const [index, text] of texts.entries()) {
    const { stdout, stderr } = await run(index % 2 === 0 ? 'sh' : 'bash', ['-c', `aws() { printf '%s\\0' "$@"; }\n${text}`], { cwd: dir, env: environment(endpoint.url) });
    if (stderr !== '') throw new Error(`${text}: ${stderr}`);
    words.push(stdout.split('\0').slice(0, -1));
  }
  const answers = list({ answers: await ask('clients.py', ['aws'], words, dir, endpoint.url) }, 'answers');
  return Promise.all(answers.map((answer) => (style === 'workflow' ? endpoint.propertiesOf(at(answer, 'run')) : endpoint.argumentsOf(at(answer, 'run')))));
}

const results: Result[] = [];
const given = new Set<string>();
try {
  const counts: string[] = [];
  const wrong: string[] = [];
  for (const style of styleNames) {
    const passed = maps.flatMap((map, index) => {
      const rendering = render(style, map, { name: style === 'workflow' ? 'flow' : 'job', file: `${style}-${index}.json` });
      if ('refused' in rendering) return [];
      for (const { path, text } of rendering.files) {
        given.add(path);
        writeFileSync(join(dir, path), text);
      }
      return [{ map, text: rendering.text }];
    });
    const seen = await through(style, passed.map(({ text }) => text));
    passed.forEach(({ map }, index) => {
      if (!sameMap(seen[index], map)) wrong.push(`${style}: ${JSON.stringify(map)} arrived as ${JSON.stringify(seen[index])}`);
    });
    counts.push(`${style} ${passed.length}${passed.length < maps.length ? ` (${maps.length - passed.length} refused)` : ''}`);
  }
  const made = readdirSync(dir).filter((file) => !given.has(file));
  results.push({ figure: `${maps.length} maps with ${values.length} hostile values, as values and in names; the same map arrived: ${counts.join(', ')}${wrong.length === 0 ? '' : `; WRONG: ${wrong.slice(0, 3).join('; ')}`}; files made beside ours: ${made.length === 0 ? 'none' : made.join(', ')}`, holds: wrong.length === 0 && made.length === 0 });
} finally {
  await endpoint.close();
  rmSync(dir, { recursive: true, force: true });
}
report(results);
