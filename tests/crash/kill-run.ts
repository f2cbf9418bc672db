import type { Json } from '@millrace/core';
import { drawFrom } from '@millrace/testkit';
import { folder } from '../cli/millrace.ts';
import type { Account } from './account.ts';
import { inAccount } from './door.ts';
import { clientsInstalled, given, type Place } from './kill-command.ts';

export interface RunKills {
  readonly kills: number;
  /** Calls of the command when nobody kills it. */
  readonly calls: number;
  /** Kills after which the run was there, once. */
  readonly started: number;
  readonly faults: readonly string[];
}

/**
 * Kills `millrace run` (SIGKILL) at AWS calls drawn by a seed. Then `millrace status` must tell what there is, and a second `millrace run` starts a run
 * of its own: each execution has its own run, and no step of one has two job runs.
 */
export async function killRuns(count: number, seed: number): Promise<RunKills> {
  const draw = drawFrom(seed);
  const whole = await clientsInstalled();
  const files = folder({ 'jobs/plain.py': 'print("plain")\n' });
  const faults: string[] = [];
  let [calls, started] = [0, 0];
  try {
    const deployed = (use: (account: Account, place: Place) => Promise<void>): Promise<void> => inAccount(async (account, door) => {
      const place: Place = { files, door, whole, target: 'sfn' };
      const made = await given(place, 1, ['deploy', '--local', '--yes', '--target', 'sfn']);
      if (made.code !== 0) throw new Error(`the deploy failed: ${made.out}${made.err}`);
      await use(account, place);
    });
    await deployed(async (_account, place) => {
      place.door.calls = 0;
      const ended = await given(place, 1, RUN);
      if (ended.code !== 0) throw new Error(`the run did not start: ${ended.out}${ended.err}`);
      calls = place.door.calls;
    });
    for (let kill = 0; kill < count; kill += 1) {
      const at = 1 + Math.floor(draw.real() * calls);
      const when = draw.real() < 0.5 ? 'before' : 'after';
      const fault = (text: string): void => void faults.push(`run, killed ${when} call ${at}: ${text}`);
      await deployed(async (account, place) => {
        place.door.arm(at, when);
        const ended = await given(place, 1, RUN);
        if (ended.code !== null) fault(`it ended by itself with ${ended.code}: ${ended.err}`);
        place.door.arm(null, 'before');
        const first = await executionsOf(account);
        started += first;
        if (first > 1) fault(`it started ${first} executions`);
        const told = await given(place, 1, ['status', '--local', '--json']);
        if (told.code !== 0) fault(`status ended with ${told.code}: ${told.err}`);
        const next = await given(place, 1, RUN);
        if (next.code !== 0) fault(`the next run ended with ${next.code}: ${next.err}`);
        if ((await executionsOf(account)) !== first + 1) fault(`after the next run there are ${await executionsOf(account)} executions instead of ${first + 1}`);
        for (const double of await doubles(account)) fault(double);
      });
    }
  } finally {
    files.remove();
  }
  return { kills: count, calls, started, faults };
}

const RUN = ['run', '--local', '--detach'];

type Item = Readonly<Record<string, Json | undefined>>;

async function ask({ host }: Account, service: string, op: string, input: Json, member: string): Promise<readonly Item[]> {
  // The fields that are read are those that the operations answer with.
  return (((await host.call(service, op, input)) as Item)[member] ?? []) as readonly Item[];
}

async function executionsOf(account: Account): Promise<number> {
  const [machine] = await ask(account, 'sfn', 'ListStateMachines', {}, 'stateMachines');
  return (await ask(account, 'sfn', 'ListExecutions', { stateMachineArn: machine?.['stateMachineArn'] ?? '' }, 'executions')).length;
}

/** Steps of which a run has two job runs. Job runs never end in these accounts. */
async function doubles(account: Account): Promise<readonly string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const { Name = '' } of await ask(account, 'glue', 'GetJobs', {}, 'Jobs')) {
    for (const { Arguments } of await ask(account, 'glue', 'GetJobRuns', { JobName: Name }, 'JobRuns')) {
      // Arguments of a job run are an object of strings.
      const { '--MILLRACE_RUN': run = '', '--MILLRACE_STEP': step = '' } = (Arguments ?? {}) as Readonly<Record<string, string>>;
      if (seen.has(`${step} of ${run}`)) found.push(`two job runs of ${step} of ${run}`);
      seen.add(`${step} of ${run}`);
    }
  }
  return found;
}
