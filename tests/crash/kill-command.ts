import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { drawFrom } from '@millrace/testkit';
import { folder, launch, bin, type Ended, type Folder } from '../cli/millrace.ts';
import { differences, observeAccount, site } from './account.ts';
import { inAccount, type Door } from './door.ts';

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

/** The second version lacks a step of the first, so that nobody goes back from it; the third has one more. */
const work = (version: number) => Object.fromEntries([...steps, ...(version === 3 ? [['extra', 'archive'] as const] : [])].filter(([name]) => version !== 2 || name !== 'audit').map(([name, ...after]) => [name, {
  kind: 'glueJob', type: 'pythonshell', script: `./jobs/${version === 2 && name === 'enrich' ? 'better' : 'plain'}.py`, after: after.filter((step) => version !== 2 || step !== 'audit'),
}]));

/** JSON is YAML too. */
const pipeline = (version: number, whole: boolean): string => JSON.stringify({
  name: 'orders', steps: work(version),
  ...(whole ? { timezone: 'Europe/Madrid', starts: [{ schedule: `0 ${version} * * ? *` }, { s3: 's3://crash-incoming/orders/' }], prerequisites: [{ kind: 'bucket', name: 'crash-incoming' }] } : {}),
});

type Scenario = readonly [name: string, before: readonly Step[], killed: Step];
type Step = readonly [version: number, command: Words];
type Words = 'deploy' | 'destroy' | 'rollback';
const scenarios: readonly Scenario[] = [['first deploy', [], [1, 'deploy']], ['update', [[1, 'deploy']], [2, 'deploy']], ['destroy', [[1, 'deploy']], [1, 'destroy']]];
const onStates: readonly Scenario[] = [...scenarios, ['rollback', [[1, 'deploy'], [3, 'deploy']], [3, 'rollback']]];

/**
 * Kills the built command (SIGKILL) at AWS calls drawn by a seed, half of them before the service sees the call and half when it has answered;
 * then runs it again and compares the account with that of an undisturbed command.
 *
 * @param only one of 'first deploy', 'update', 'destroy' and, on sfn, 'rollback'; default: each in turn
 */
export async function killCommands(target: Where, count: number, seed: number, only?: string): Promise<CommandKills> {
  const chosen = (target === 'glue' ? scenarios : onStates).filter(([name]) => only === undefined || name === only);
  const draw = drawFrom(seed);
  const whole = await clientsInstalled();
  const files = folder({ 'jobs/plain.py': 'print("plain")\n', 'jobs/better.py': 'print("better")\n' });
  const faults: string[] = [];
  const calls: Record<string, number> = {};
  try {
    const goals = new Map<string, Awaited<ReturnType<typeof observeAccount>>>();
    for (const [name, before, killed] of chosen) {
      await inAccount(async (account, door) => {
        const place: Place = { files, door, whole, target };
        for (const step of before) await good(place, step);
        door.calls = 0;
        await good(place, killed);
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
        const place: Place = { files, door, whole, target };
        for (const step of before) await good(place, step);
        door.arm(at, when);
        const ended = await command(place, killed);
        if (ended.code !== null) fault(`it ended by itself with ${ended.code}: ${ended.err}`);
        door.arm(null, 'before');
        const next = await command(place, killed);
        if (next.code !== 0) return fault(`the next one ended with ${next.code}: ${next.err}`);
        for (const difference of differences(goals.get(name) ?? {}, await observeAccount(account))) fault(difference);
        const third = await command(place, killed);
        if (third.code !== 0 || !DONE.test(third.out)) fault(`the one after it said: ${third.out}${third.err}`);
      });
    }
  } finally {
    files.remove();
  }
  return { kills: count, calls, whole, faults };
}

/** What a command says that finds nothing to do. */
const DONE = /is deployed as it should be|is not deployed here|start with version \d+ already/;

async function good(place: Place, step: Step): Promise<void> {
  const ended = await command(place, step);
  if (ended.code !== 0) throw new Error(`${step[1]} of version ${step[0]} failed: ${ended.out}${ended.err}`);
}

export type Where = 'glue' | 'sfn';
/** Where commands are given. */
export interface Place {
  readonly files: Folder;
  readonly door: Door;
  readonly whole: boolean;
  readonly target: Where;
}

const MORE: Readonly<Record<Words, readonly string[]>> = { deploy: ['--yes'], destroy: ['--yes'], rollback: ['--yes', '--to', '1'] };

function command(place: Place, [version, name]: Step): Promise<Ended> {
  return given(place, version, [name, '--local', ...MORE[name], ...(name === 'deploy' ? ['--target', place.target] : [])]);
}

/** The built command, given to a folder with this version of the pipeline. */
export function given({ files, door, whole }: Place, version: number, words: readonly string[]): Promise<Ended> {
  files.write('pipeline.yaml', pipeline(version, whole));
  const { account, region, prefix, scripts, runs, roles } = site;
  const brought = `arn:aws:iam::${account}:role/brought`;
  const allowed = whole ? { ...roles, events: null, helper: null } : { job: brought, crawler: brought, stateMachine: brought, helper: brought, events: brought };
  files.write('millrace.config.mjs', `export default ${JSON.stringify({ environments: { local: { local: true, account, region, prefix, buckets: { scripts, runs }, roles: allowed, endpoint: door.url } } })};\n`);
  const env = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: region, AWS_EC2_METADATA_DISABLED: 'true', NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '' };
  const started = launch(process.execPath, [bin, ...words], files.path, env);
  door.victim = started.child;
  return started.ended;
}

export async function clientsInstalled(): Promise<boolean> {
  const name = '@aws-sdk/client-iam';
  try {
    createRequire(fileURLToPath(new URL('../../packages/workload/package.json', import.meta.url))).resolve(name);
    return true;
  } catch {
    return await import(name).then(() => true, () => false);
  }
}
