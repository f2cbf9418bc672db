// One month of real flight records through one pipeline, on two orchestrators, on the embedded AWS: `npm run demo`.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [records = ''] = process.argv.slice(2);
const millrace = join(here, '..', '..', 'apps', 'cli', 'bin', 'millrace.mjs');
const state = join(here, '.millrace', 'local');
const results = join(here, '.millrace', 'results');
const month = '2013-01';
const raw = ['flights.csv', 'airlines.csv', 'planes.csv', 'weather.csv'];

class DemoFailed extends Error {}
class Interrupted extends Error {}

// Ctrl-C reaches the command that runs now as well; the demo waits for it, then tidies up.
let interrupted = false;
process.on('SIGINT', () => (interrupted = true));

function title(text: string): void {
  const [on, off] = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' ? ['\u001b[1m', '\u001b[22m'] : ['', ''];
  process.stdout.write(`\n${on}── ${text}${off}\n`);
}

interface Answer {
  readonly code: number | null;
  readonly text: string;
}

function start(args: readonly string[], shown: boolean): Promise<Answer> {
  const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' ? { FORCE_COLOR: '1' } : {};
  const child = spawn(process.execPath, [millrace, ...args], { cwd: here, stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'], env: shown ? process.env : { ...process.env, ...colour } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, text })));
}

function requireFine(args: readonly string[], { code }: Answer): void {
  if (interrupted || code === 130) throw new Interrupted();
  if (code !== 0) throw new DemoFailed(`\`millrace ${args.join(' ')}\` ended with exit code ${code ?? 'none'}: what it says is above.`);
}

/** Runs the command line as a user would; what it prints is shown. */
async function run(...args: string[]): Promise<void> {
  process.stdout.write(`$ millrace ${args.join(' ')}\n`);
  requireFine(args, await start(args, true));
}

/** The same when what it prints is needed. */
async function ask(...args: string[]): Promise<string> {
  process.stdout.write(`$ millrace ${args.join(' ')}\n`);
  const answer = await start(args, false);
  process.stdout.write(answer.text);
  requireFine(args, answer);
  return answer.text;
}

/** The port is a free one, so that nothing of this machine is in the way. */
async function endpoint(): Promise<string> {
  const text = await ask('local', 'up', '--port', '0');
  const [, url] = /AWS_ENDPOINT_URL=(\S+)/.exec(text) ?? [];
  if (url === undefined) throw new DemoFailed('`millrace local up` does not say where it listens.');
  return url;
}

/** How many records of the month the pipeline is given, counted here from the raw files: none of them may be lost. */
function recordsOf(month: string): { readonly flights: number; readonly late: number } {
  const [year = '', number = ''] = month.split('-');
  const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  const prefix = `${Number(year)},${Number(number)},`;
  return {
    flights: lines(join(records, 'flights.csv')).filter((line) => line.startsWith(prefix)).length,
    late: lines(join(here, 'data', 'late-records.csv')).length,
  };
}

async function upload(url: string): Promise<void> {
  const put = async (path: string, body?: Buffer): Promise<void> => {
    const answer = await fetch(`${url}/${path}`, { method: 'PUT', ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
    if (!answer.ok && answer.status !== 409) throw new DemoFailed(`s3://${path} could not be written: ${await answer.text()}`);
  };
  for (const bucket of ['flights-raw', 'flights-curated']) await put(bucket);
  for (const name of raw) await put(`flights-raw/2013/${name}`, readFileSync(join(records, name)));
  await put('flights-raw/2013/late-records.csv', readFileSync(join(here, 'data', 'late-records.csv')));
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile()).sort();
}

function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of files(folder)) hash.update(name).update('\0').update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

/** Keeps what the run wrote and empties the bucket, so that the next orchestrator has to make all of it again. */
function collect(target: string): string {
  const curated = join(state, 's3', 'flights-curated');
  const kept = join(results, target);
  rmSync(kept, { recursive: true, force: true });
  cpSync(curated, kept, { recursive: true });
  for (const name of readdirSync(curated)) rmSync(join(curated, name), { recursive: true });
  return kept;
}

interface Delays {
  readonly total: { readonly flights: number; readonly cancelled: number; readonly mean_arrival_delay: number };
  readonly by_carrier: readonly { readonly key: string; readonly flights: number; readonly mean_arrival_delay: number | null }[];
}

/** Paths as one types them in the root of the repository, where the demo is started. */
const shown = (path: string): string => relative(join(here, '..', '..'), path);

function table(folder: string): void {
  // Written by the aggregate job.
  const delays = JSON.parse(readFileSync(join(folder, 'delays', 'delays.json'), 'utf8')) as Delays;
  const rejected = readFileSync(join(folder, 'rejected', 'rejected.csv'), 'utf8').trim().split('\n').slice(1);
  const days = readdirSync(join(folder, 'flights')).length;
  process.stdout.write(`  accepted ${delays.total.flights.toLocaleString('en')}, of them cancelled ${delays.total.cancelled}; rejected ${rejected.length}\n  partitions ${days}, mean arrival delay ${delays.total.mean_arrival_delay.toFixed(2)} min\n\n`);
  for (const line of rejected) process.stdout.write(`  rejected  ${line.split(',')[0] ?? ''}\n`);
  process.stdout.write('\n  most delayed carriers            flights   mean delay, min\n');
  const worst = [...delays.by_carrier].sort((a, b) => (b.mean_arrival_delay ?? 0) - (a.mean_arrival_delay ?? 0)).slice(0, 5);
  for (const { key, flights, mean_arrival_delay: delay } of worst) process.stdout.write(`  ${key.padEnd(30)} ${flights.toLocaleString('en').padStart(9)} ${(delay?.toFixed(2) ?? '–').padStart(17)}\n`);
  const given = recordsOf(month);
  const [accepted, all] = [delays.total.flights, given.flights + given.late];
  const lost = all - accepted - rejected.length;
  process.stdout.write(`\n  given ${all.toLocaleString('en')} (${given.flights.toLocaleString('en')} of the month and ${given.late} late ones) = accepted ${accepted.toLocaleString('en')} + rejected ${rejected.length}: ${lost === 0 ? 'none lost' : `${lost} LOST`}\n`);
  if (lost !== 0) throw new DemoFailed(`Of ${all} records, ${accepted} were accepted and ${rejected.length} rejected: ${lost} are missing.`);
  if (accepted !== 27_004 || rejected.length !== 12) throw new DemoFailed(`Expected 27,004 accepted and 12 rejected records.`);
}

async function main(): Promise<void> {
  // None of these needs another's result: they run side by side, and are shown in their order.
  const first = [
    { heading: 'Which orchestrator?', args: ['advise', '--answers', 'answers.json', '--from', 'pipeline.ts'] },
    { heading: 'Is the pipeline sound?', args: ['check'] },
    { heading: null, args: ['build', '--target', 'glue'] },
    { heading: null, args: ['build', '--target', 'sfn'] },
  ].map((one) => ({ ...one, answer: start(one.args, false) }));
  const reset = start(['local', 'reset', '--yes'], false);
  for (const { heading, args, answer } of first) {
    if (heading !== null) title(heading);
    process.stdout.write(`$ millrace ${args.join(' ')}\n`);
    process.stdout.write((await answer).text);
    requireFine(args, await answer);
  }
  title('The embedded AWS, with a month of flights and a file of bad records');
  process.stdout.write('$ millrace local reset --yes\n');
  process.stdout.write((await reset).text);
  requireFine(['local', 'reset', '--yes'], await reset);
  await upload(await endpoint());
  const kept = new Map<string, string>();
  for (const target of ['glue', 'sfn']) {
    title(target === 'glue' ? 'As a Glue workflow' : 'As a Step Functions state machine: the same pipeline, moved');
    await run('deploy', '--local', '--target', target, '--yes');
    await run('run', '--local', '-p', `month=${month}`);
    kept.set(target, collect(target));
  }
  await run('local', 'down');
  title('Results');
  const [glue = '', sfn = ''] = [...kept.values()];
  table(glue);
  const same = digest(glue) === digest(sfn);
  process.stdout.write(`\n  ${files(glue).length} files from each orchestrator, ${same ? 'byte for byte equal' : 'NOT equal'} (sha256 ${digest(glue).slice(0, 16)}…)\n\n  report   ${shown(join(glue, 'report', 'index.html'))}\n  data     ${shown(glue)}\n           ${shown(sfn)}\n  buckets  ${shown(join(state, 's3'))}\n`);
  if (!same) throw new DemoFailed('The two orchestrators gave different data.');
}

try {
  if (!existsSync(join(records, 'flights.csv'))) throw new DemoFailed('The flight records are missing: run `npm run demo` in the root of the repository.');
  await main();
} catch (error) {
  // Whatever went wrong: nothing of the demo stays behind.
  spawnSync(process.execPath, [millrace, 'local', 'down'], { cwd: here, stdio: 'ignore' });
  if (error instanceof Interrupted) {
    process.stderr.write('\nInterrupted. The embedded AWS has been stopped; `npm run demo` starts afresh.\n');
    process.exitCode = 130;
  } else if (error instanceof DemoFailed) {
    process.stderr.write(`\n${error.message} The embedded AWS has been stopped.\n`);
    process.exitCode = 1;
  } else throw error;
}
