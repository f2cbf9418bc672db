import { createRequire } from 'node:module';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import { createHost, defaultServices, memoryBlobs, memoryPersistence, realClock, serve } from '@millrace/local';
import { drawFrom } from '@millrace/testkit';
import { folder, launch, bin, type Ended, type Folder } from '../cli/millrace.ts';
import { differences, observeAccount, site, type Account } from './account.ts';

export interface CommandKills {
  readonly kills: number;
  /** Calls of each command when nobody kills it. */
  readonly calls: Readonly<Record<string, number>>;
  /** False where the clients of IAM and Scheduler are not installed: then roles are brought, and nothing but people starts runs. */
  readonly whole: boolean;
  readonly faults: readonly string[];
}

/** Steps of the pipeline that is deployed: name, what it waits for. */
const steps: readonly (readonly [string, ...string[]])[] = [
  ['orders'], ['customers'], ['products'], ['prices'], ['clean-orders', 'orders'], ['clean-customers', 'customers'], ['clean-products', 'products'], ['clean-prices', 'prices'],
  ['join', 'clean-orders', 'clean-customers'], ['margins', 'clean-products', 'clean-prices'], ['enrich', 'join'], ['audit', 'join'], ['stock', 'clean-products'], ['forecast', 'margins', 'stock'],
  ['report', 'enrich', 'audit'], ['publish', 'report'], ['share', 'forecast'], ['archive', 'publish'], ['notify', 'publish', 'share'], ['clean-up', 'archive'],
];

const work = (version: number) => Object.fromEntries(steps.filter(([name]) => version === 1 || name !== 'audit').map(([name, ...after]) => [name, {
  kind: 'glueJob', type: 'pythonshell', script: `./jobs/${version === 2 && name === 'enrich' ? 'better' : 'plain'}.py`, after: after.filter((step) => version === 1 || step !== 'audit'),
}]));

/** JSON is YAML too. */
const pipeline = (version: number, whole: boolean): string => JSON.stringify({
  name: 'orders', steps: work(version),
  ...(whole ? { timezone: 'Europe/Madrid', starts: [{ schedule: `0 ${version} * * ? *` }, { s3: 's3://crash-incoming/orders/' }], prerequisites: [{ kind: 'bucket', name: 'crash-incoming' }] } : {}),
});

type Scenario = readonly [name: string, before: readonly Step[], killed: Step];
type Step = readonly [version: number, command: 'deploy' | 'destroy'];
const scenarios: readonly Scenario[] = [['first deploy', [], [1, 'deploy']], ['update', [[1, 'deploy']], [2, 'deploy']], ['destroy', [[1, 'deploy']], [1, 'destroy']]];

/**
 * Kills the built command (SIGKILL) at AWS calls drawn by a seed, half of them before the service sees the call and half when it has answered;
 * then runs it again and compares the account with that of an undisturbed command.
 *
 * @param only one of 'first deploy', 'update' and 'destroy'; default: each in turn
 */
export async function killCommands(count: number, seed: number, only?: string): Promise<CommandKills> {
  const chosen = scenarios.filter(([name]) => only === undefined || name === only);
  const draw = drawFrom(seed);
  const whole = await clientsInstalled();
  const files = folder({ 'jobs/plain.py': 'print("plain")\n', 'jobs/better.py': 'print("better")\n' });
  const faults: string[] = [];
  const calls: Record<string, number> = {};
  try {
    const goals = new Map<string, Awaited<ReturnType<typeof observeAccount>>>();
    for (const [name, before, killed] of chosen) {
      await inAccount(async (account, door) => {
        for (const step of before) await good(files, door, step, whole);
        door.calls = 0;
        await good(files, door, killed, whole);
        calls[name] = door.calls;
        goals.set(name, await observeAccount(account));
      });
    }
    for (let kill = 0; kill < count; kill += 1) {
      const [name, before, killed] = chosen[kill % chosen.length] ?? ['', [], [1, 'deploy']];
      const at = 1 + Math.floor(draw.real() * (calls[name] ?? 1));
      const when = draw.real() < 0.5 ? 'before' : 'after';
      const fault = (text: string): void => void faults.push(`${name}, killed ${when} call ${at}: ${text}`);
      await inAccount(async (account, door) => {
        for (const step of before) await good(files, door, step, whole);
        door.arm(at, when);
        const ended = await command(files, door, killed, whole);
        if (ended.code !== null) fault(`it ended by itself with ${ended.code}: ${ended.err}`);
        door.arm(null, 'before');
        const next = await command(files, door, killed, whole);
        if (next.code !== 0) return fault(`the next one ended with ${next.code}: ${next.err}`);
        for (const difference of differences(goals.get(name) ?? {}, await observeAccount(account))) fault(difference);
        const third = await command(files, door, killed, whole);
        if (third.code !== 0 || !/is deployed as it should be|is not deployed here/.test(third.out)) fault(`the one after it said: ${third.out}${third.err}`);
      });
    }
  } finally {
    files.remove();
  }
  return { kills: count, calls, whole, faults };
}

async function good(files: Folder, door: Door, step: Step, whole: boolean): Promise<void> {
  const ended = await command(files, door, step, whole);
  if (ended.code !== 0) throw new Error(`${step[1]} of version ${step[0]} failed: ${ended.out}${ended.err}`);
}

function command(files: Folder, door: Door, [version, name]: Step, whole: boolean): Promise<Ended> {
  files.write('pipeline.yaml', pipeline(version, whole));
  const { account, region, prefix, scripts, runs, roles } = site;
  const brought = `arn:aws:iam::${account}:role/brought`;
  const given = whole ? { ...roles, events: null, helper: null } : { job: brought, crawler: brought, stateMachine: brought, helper: brought, events: brought };
  files.write('millrace.config.mjs', `export default ${JSON.stringify({ environments: { local: { local: true, account, region, prefix, buckets: { scripts, runs }, roles: given, endpoint: door.url } } })};\n`);
  const target = name === 'deploy' ? ['--target', 'glue'] : [];
  const env = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: region, AWS_EC2_METADATA_DISABLED: 'true', NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '' };
  const started = launch(process.execPath, [bin, name, '--local', '--yes', ...target], files.path, env);
  door.victim = started.child;
  return started.ended;
}

/** What stands between the command and the embedded AWS: counts calls, and kills the command at one of them. */
class Door {
  calls = 0;
  url = '';
  victim: ChildProcess | null = null;
  readonly #server: Server;
  #kill: { readonly at: number; readonly when: 'before' | 'after' } | null = null;

  constructor(port: number) {
    this.#server = createServer((incoming, outgoing) => {
      const mine = (this.calls += 1);
      const kill = this.#kill?.at === mine ? this.#kill.when : null;
      if (kill === 'before') this.victim?.kill('SIGKILL');
      else forward(port, incoming, (answer) => {
        if (kill === 'after') this.victim?.kill('SIGKILL');
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
    });
  }

  arm(at: number | null, when: 'before' | 'after'): void {
    this.calls = 0;
    this.#kill = at === null ? null : { at, when };
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an address with a port.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function forward(port: number, incoming: IncomingMessage, then: (answer: IncomingMessage) => void): void {
  const onward = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers }, then);
  onward.on('error', () => undefined);
  incoming.pipe(onward);
}

async function inAccount(use: (account: Account, door: Door) => Promise<void>): Promise<void> {
  const blobs = memoryBlobs();
  for (const bucket of [site.scripts, site.runs]) blobs.createBucket(bucket);
  const host = createHost({
    services: defaultServices, blobs, persistence: memoryPersistence(), clock: realClock(),
    executor: { start: () => undefined, stop: () => undefined, recover: () => undefined }, region: site.region, account: site.account, random: Math.random,
  });
  const served = await serve({ host, port: 0 });
  const door = new Door(served.port);
  try {
    await door.open();
    await use({ host, blobs, clock: { now: () => host.now(), sleep: async () => undefined } }, door);
  } finally {
    door.close();
    await served.close();
    await host.close();
  }
}

async function clientsInstalled(): Promise<boolean> {
  const name = '@aws-sdk/client-iam';
  try {
    createRequire(fileURLToPath(new URL('../../packages/workload/package.json', import.meta.url))).resolve(name);
    return true;
  } catch {
    return await import(name).then(() => true, () => false);
  }
}
