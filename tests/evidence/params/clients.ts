// Random maps by the real AWS CLI and the real boto3 to the embedded AWS: what arrives is what was meant.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, list } from '../../clients/commands.ts';
import { run } from '../children.ts';
import { report, type Result } from '../report.ts';
import { startEndpoint } from './endpoint.ts';
import { classCounts, randomMaps, sameMap, written, type Written } from './maps.ts';
import { ask, environment, splitBy } from './processes.ts';

const count = 2000;
const styles = ['cli-shorthand', 'cli-json', 'cli-file'] as const;
const dir = mkdtempSync(join(tmpdir(), 'millrace-maps-'));
const endpoint = await startEndpoint();
type Read = (id: unknown) => Promise<unknown>;

async function arrived(answers: unknown, maps: readonly Written[], read: Read): Promise<readonly string[]> {
  const wrong: string[] = [];
  const runs = list({ answers }, 'answers');
  for (const [index, { map }] of maps.entries()) {
    const seen = await read(at(runs[index], 'run'));
    if (!sameMap(seen, map)) wrong.push(`${JSON.stringify(map)} arrived as ${JSON.stringify(seen)} ${String(at(runs[index], 'error'))}`);
  }
  return wrong;
}

function words(maps: readonly Written[]): readonly (readonly string[])[] {
  for (const { path, text } of maps.flatMap(({ rendering }) => rendering.files)) writeFileSync(join(dir, path), text);
  const lines = maps.map(({ rendering }) => rendering.text);
  const [sh, bash] = [splitBy('sh', lines, dir), splitBy('bash', lines, dir)];
  if (sh.length !== lines.length || JSON.stringify(sh) !== JSON.stringify(bash)) throw new Error('sh and bash split the lines into different words');
  return sh;
}

function tell(what: string, wanted: number, total: number, wrong: readonly string[], more: string): Result {
  return { figure: `${what}: ${total - wrong.length} of ${total} maps arrived as they were${more === '' ? '' : `; ${more}`}${wrong[0] === undefined ? '' : `; first wrong: ${wrong[0].slice(0, 400)}`}`, holds: wrong.length === 0 && total === wanted };
}

async function byDriver(what: string, { list: maps, refused }: ReturnType<typeof written>, read: Read): Promise<Result> {
  const answers = await ask('clients.py', ['aws'], words(maps), dir, endpoint.url);
  return tell(`${what}, words of sh and of bash (the same), AWS CLI's driver`, count, maps.length, await arrived(answers, maps, read), refused);
}

async function byBinary(): Promise<Result> {
  const few = styles.flatMap((style, part) => written(style, part === 0 ? 34 : 33, (index) => ({ name: 'job', file: `binary-${part}-${index}.json` })).list);
  for (const { path, text } of few.flatMap(({ rendering }) => rendering.files)) writeFileSync(join(dir, path), text);
  const answers: unknown[] = [];
  for (const { rendering } of few) {
    const { stdout, stderr } = await run(answers.length % 2 === 0 ? 'sh' : 'bash', ['-c', rendering.text], { cwd: dir, env: environment(endpoint.url) });
    answers.push({ run: /"JobRunId": "([^"]+)"/.exec(stdout)?.[1], error: stderr });
  }
  return tell('`aws` itself, started by sh and bash in turn, 34 shorthand, 33 JSON, 33 file', 100, few.length, await arrived(answers, few, endpoint.argumentsOf), '');
}

async function byBoto3(): Promise<Result> {
  const { list: maps, refused } = written('boto3', count);
  const answers = await ask('clients.py', ['boto3'], maps.map(({ rendering }) => rendering.text), dir, endpoint.url);
  return tell('boto3, the rendered programs executed', count, maps.length, await arrived(answers, maps, endpoint.argumentsOf), refused);
}

async function inTurn(parts: readonly (() => Promise<Result>)[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const part of parts) results.push(await part());
  return results;
}

try {
  const context = (index: number): { readonly name: string; readonly file: string } => ({ name: 'job', file: `arguments-${index}.json` });
  const flow = (): { readonly name: string; readonly file: string } => ({ name: 'flow', file: '' });
  // The server waits most of the time: one core sends by the driver while the other sends by the rest.
  const [driven, others] = await Promise.all([
    inTurn([...styles.map((style) => () => byDriver(style, written(style, count, context), endpoint.argumentsOf)), () => byDriver('workflow run properties', written('workflow', count, flow), endpoint.propertiesOf)]),
    inTurn([byBinary, byBoto3]),
  ]);
  report([{ figure: `${count} maps with ${classCounts(randomMaps(count))}`, holds: true }, ...driven.slice(0, styles.length), ...others, ...driven.slice(styles.length)]);
} finally {
  await endpoint.close();
  rmSync(dir, { recursive: true, force: true });
}
