// Random maps by the real AWS CLI and the real boto3 to the embedded AWS: what arrives is what was meant.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, list } from '../../clients/commands.ts';
import { report, type Result } from '../report.ts';
import { startEndpoint } from './endpoint.ts';
import { classCounts, randomMaps, sameMap, written, type Written } from './maps.ts';
import { ask, environment, run, splitBy } from './processes.ts';

const count = 2000;
const styles = ['cli-shorthand', 'cli-json', 'cli-file'] as const;
const dir = mkdtempSync(join(tmpdir(), 'millrace-maps-'));
const endpoint = await startEndpoint();
const results: Result[] = [{ figure: `${count} maps with ${classCounts(randomMaps(count))}`, holds: true }];

async function arrived(answers: unknown, maps: readonly Written[], read: (id: unknown) => Promise<unknown>): Promise<readonly string[]> {
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

function tell(what: string, total: number, wrong: readonly string[], more: string): void {
  results.push({ figure: `${what}: ${total - wrong.length} of ${total} maps arrived as they were; ${more}${wrong[0] === undefined ? '' : `; first wrong: ${wrong[0].slice(0, 400)}`}`, holds: wrong.length === 0 && total > 0 });
}

try {
  for (const style of styles) {
    const { list: maps, refused } = written(style, count, (index) => ({ name: 'job', file: `arguments-${index}.json` }));
    const answers = await ask('clients.py', ['aws'], words(maps), dir, endpoint.url);
    tell(`${style}, words of sh and of bash (the same), AWS CLI's driver`, maps.length, await arrived(answers, maps, endpoint.argumentsOf), refused);
  }
  const few = styles.flatMap((style, part) => written(style, part === 0 ? 34 : 33, (index) => ({ name: 'job', file: `binary-${part}-${index}.json` })).list);
  words(few);
  const binary: unknown[] = [];
  for (const { rendering } of few) {
    const { stdout, stderr } = await run(binary.length % 2 === 0 ? 'sh' : 'bash', ['-c', rendering.text], { cwd: dir, env: environment(endpoint.url) });
    const id = /"JobRunId": "([^"]+)"/.exec(stdout)?.[1];
    binary.push({ run: id, error: stderr });
  }
  tell('`aws` itself, started by sh and bash in turn, 34 shorthand, 33 JSON, 33 file', few.length, await arrived(binary, few, endpoint.argumentsOf), '');
  const python = written('boto3', count);
  const sent = await ask('clients.py', ['boto3'], python.list.map(({ rendering }) => rendering.text), dir, endpoint.url);
  tell('boto3, the rendered programs executed', python.list.length, await arrived(sent, python.list, endpoint.argumentsOf), python.refused);
  const flow = written('workflow', count, () => ({ name: 'flow', file: '' }));
  const started = await ask('clients.py', ['aws'], words(flow.list), dir, endpoint.url);
  tell("workflow run properties, words of sh and of bash, AWS CLI's driver", flow.list.length, await arrived(started, flow.list, endpoint.propertiesOf), flow.refused);
} finally {
  await endpoint.close();
  rmSync(dir, { recursive: true, force: true });
}
report(results);
