import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnServer, stopServer } from '@millrace/local';
import { drawFrom } from '@millrace/testkit';
import { python } from '../../tools/python.ts';
import { callsTo, worker, type Calls } from './states-client.ts';
import { activityArn, kinds, machineArn, machines, roleArn, type Kind } from './states-machines.ts';
import { gone } from './gone.ts';

export interface StatesKills {
  /** Executions that a kill fell into. */
  readonly executions: number;
  /** Milliseconds from the start of each batch to its kill. */
  readonly instants: readonly number[];
  readonly faults: readonly string[];
}

/** How an execution ended: what must be the same whether its server was killed or not. */
interface End {
  readonly status: string;
  readonly output: string;
  readonly error: string;
  /** Types of all events, sorted; '' where a worker outside may have to try again. */
  readonly types: string;
}

/**
 * Runs batches of executions that wait for timers, tokens, workers, nested executions and items of maps, kills the embedded AWS (SIGKILL) once
 * in each batch and starts it again; then each end is compared with that of the same execution on a server that nobody killed.
 */
export async function killDuringExecutions({ batches, seed }: { readonly batches: number; readonly seed: number }): Promise<StatesKills> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-kill-states-'));
  const draw = drawFrom(seed);
  const up = (port: number): ReturnType<typeof spawnServer> => spawnServer({ dir: join(dir, 'aws'), port, python });
  let server = await up(0);
  const calls = callsTo(server.url);
  const work = worker(calls, activityArn);
  try {
    await calls.insist('CreateActivity', { name: 'work' });
    for (const [name, definition] of machines) await calls.insist('CreateStateMachine', { name, definition: JSON.stringify(definition), roleArn });
    const began = Date.now();
    const wanted = await batch(calls, 'whole');
    const usual = Date.now() - began;
    const instants: number[] = [];
    const faults: string[] = [];
    for (let index = 0; index < batches; index += 1) {
      const at = Math.round(((index + draw.real()) / batches) * usual);
      instants.push(at);
      const running = batch(calls, `killed-${index}`);
      await pause(at);
      process.kill(server.pid, 'SIGKILL');
      await gone(server.pid);
      server = await up(server.port);
      for (const [kind, end] of await running) {
        const right = wanted.get(kind);
        if (JSON.stringify(end) !== JSON.stringify(right)) faults.push(`killed ${at} ms after the start, '${kind}' ended ${JSON.stringify(end)} instead of ${JSON.stringify(right)}`);
      }
    }
    return { executions: batches * kinds.length, instants, faults };
  } finally {
    work.stop();
    await stopServer(join(dir, 'aws'));
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One execution of each kind, from the start to the end. */
async function batch(calls: Calls, name: string): Promise<ReadonlyMap<Kind, End>> {
  return new Map(await Promise.all(kinds.map(async (kind) => [kind, await run(calls, kind, name)] as const)));
}

async function run(calls: Calls, kind: Kind, name: string): Promise<End> {
  // The same start again is no error, and whether a killed one came through is not known.
  const { executionArn } = await calls.insist('StartExecution', { stateMachineArn: machineArn(kind), name, input: JSON.stringify({ kind, list: [3, 4] }) });
  for (;;) {
    const { status, output, error } = await calls.insist('DescribeExecution', { executionArn });
    if (status !== 'RUNNING') return { status: String(status), output: String(output), error: String(error), types: kind === 'activity' ? '' : await typesOf(calls, executionArn) };
    await pause(100);
  }
}

async function typesOf(calls: Calls, executionArn: unknown): Promise<string> {
  const { events } = await calls.insist('GetExecutionHistory', { executionArn, maxResults: 1000 });
  // Each event has its type.
  return (events as readonly { readonly type: string }[]).map(({ type }) => type).sort().join(' ');
}
