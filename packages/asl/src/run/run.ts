import { createEngine } from '../engine/engine.ts';
import type { Abort, Advance, ExecutionState, HistoryEvent, Json, Way } from '../engine-types.ts';
import { handlerOf } from './handlers.ts';
import { Host } from './host.ts';
import { jsonIn } from './json-in.ts';
import { seeded } from './seeded.ts';
import type { Ended, RunOptions } from './types.ts';

/** `run` keeps the whole history in memory: one of 25,000 events with the largest outputs would take some gigabytes. */
const mostKept = 134_217_728;

/**
 * Runs a state machine to its end, on a virtual clock unless it is given another one, and tells how it ended and all that happened. The
 * same definition, input and answers give the same result, to the last event: on the virtual clock nothing depends on the machine.
 *
 * Throws UnsupportedDefinition for what this engine cannot run; check definitions with `validate` first. Throws TypeError for an input that
 * is no JSON. A failed execution does not throw.
 *
 * Source: https://states-language.net and the Step Functions developer guide.
 *
 * @example
 * const end = await run(definition, { month: 1 }, {
 *   tasks: {
 *     Clean: { output: { rows: 3 }, ms: 60_000 },
 *     'glue:startJobRun': [{ error: 'Glue.ConcurrentRunsExceededException' }, { output: { JobRunState: 'SUCCEEDED' } }],
 *     'aws-sdk:s3:getObject': ({ arguments: given }) => ({ output: { Body: '…' } }),
 *   },
 * });
 * end.status; // 'SUCCEEDED'
 * end.events; // the history, in the shape of AWS
 */
export async function run(definition: unknown, input: unknown, options: RunOptions = {}): Promise<Ended> {
  return play(definition as Json, jsonIn(input, 'The input'), options); // the engine refuses a definition that is no JSON
}

async function play(definition: Json, input: Json, options: RunOptions): Promise<Ended> {
  const ways: Way[] = [];
  const host = new Host(handlerOf(options.tasks), options.clock ?? null, options.now ?? 0);
  const engine = createEngine({ random: seeded(1), maxHistoryChars: mostKept, pause: pauses(host), ...options, onWay: (way) => {
    ways.push(way);
    options.onWay?.(way);
  } });
  const events: HistoryEvent[] = [];
  const noted = (advance: Advance): ExecutionState => {
    for (const event of advance.events) {
      events.push(event);
      options.onEvent?.(event);
    }
    host.perform(advance.actions);
    return options.saved === undefined ? advance.state : options.saved(advance.state);
  };
  const startedAt = host.now;
  if (options.abortAt !== undefined) host.add(options.abortAt, 'abort', { type: 'abort', error: '', cause: '' });
  const forget = abortWith(options.signal, host);
  let state = noted(await engine.start({ definition, input, context: options.context ?? usualContext(input, startedAt), now: startedAt }));
  for (let times = 0; ; times++) {
    while (host.ended === null) {
      const due = host.take();
      const messages = due instanceof Promise ? await due : due;
      if (messages === null) break;
      state = noted(await engine.deliver(definition, state, messages, host.now));
    }
    if (host.ended === null || host.ended.status === 'SUCCEEDED' || options.redrive?.(times) !== true) break;
    host.ended = null;
    state = noted(await engine.redrive(definition, state, host.now));
  }
  forget();
  return { ...outcomeOf(host), startedAt, endedAt: host.now, events, calls: host.calls, cancelled: host.cancelled, ways };
}

function outcomeOf({ ended }: Host): Pick<Ended, 'status' | 'output' | 'error' | 'cause'> {
  if (ended === null) return { status: 'RUNNING', output: null, error: null, cause: null };
  if (ended.status === 'SUCCEEDED') return { status: 'SUCCEEDED', output: ended.output, error: null, cause: null };
  return { status: ended.status, output: null, error: ended.error, cause: ended.cause };
}

/** How much is done between two looks at the world: some milliseconds of work. */
const worksAtOnce = 1000;

/** Lets everything else of the process have its turn now and then, so that a signal is seen however long the work of one instant is. */
function pauses(host: Host): () => Promise<Abort | null> | null {
  let works = 0;
  return () => {
    works += 1;
    return works % worksAtOnce === 0 ? new Promise((resolve) => setImmediate(() => resolve(host.aborted))) : null;
  };
}

/** Plans an abort when the signal comes; gives what takes it back. */
function abortWith(signal: AbortSignal | undefined, host: Host): () => void {
  if (signal === undefined) return () => {};
  const abort = (): void => host.abort(reasonOf(signal));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  return () => signal.removeEventListener('abort', abort);
}

function reasonOf({ reason }: AbortSignal): string {
  // Without a reason of its caller's, a signal has one that says only that it aborted.
  const given: unknown = reason;
  if (typeof given === 'string') return given;
  return given instanceof Error && given.name !== 'AbortError' ? given.message : '';
}

/** An execution as a service would name it, so that tokens and the context object have something to show. */
export function usualContext(input: Json, now: number): Json {
  const arn = (kind: string) => `arn:aws:states:us-east-1:123456789012:${kind}:local`;
  return {
    Execution: { Id: `${arn('execution')}:run`, Input: input, Name: 'run', RoleArn: 'arn:aws:iam::123456789012:role/local', StartTime: new Date(now).toISOString(), RedriveCount: 0 },
    StateMachine: { Id: arn('stateMachine'), Name: 'local' },
  };
}
