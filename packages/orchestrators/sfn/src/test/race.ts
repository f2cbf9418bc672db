import { createEngine, type Action, type Engine, type ExecutionState, type Json, type Message } from '@millrace/asl';
import type { Pipeline } from '@millrace/core';
import { turnsKey } from '@millrace/workload';
import { decomposition, definitionOf } from '../compile/compile.ts';
import { site } from './pipelines.ts';

type Task = Extract<Action, { readonly type: 'task' }>;
type Fields = Readonly<Record<string, Json>>;

/** Longer than any wait, shorter than the timeout of a job. */
const TIMEOUT_MS = 1_000_000;

interface Racer {
  readonly name: string;
  readonly arn: string;
  state: ExecutionState;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  output: Json;
  error: string;
  /** Calls that it has made and that no service has taken yet. */
  readonly calls: Task[];
  readonly timers: Map<string, number>;
}
interface JobRun {
  readonly job: string;
  readonly run: string;
  /** Who waits for it, and the task that does; null: nobody. */
  readonly racer: Racer | null;
  readonly task: string;
  state: 'STARTING' | 'RUNNING' | 'STOPPING' | 'WAITING' | 'STOPPED' | 'SUCCEEDED';
  readonly at: number;
}

/** What may happen next. A call may be taken and its answer lost; someone may kill an execution, whose job run stops for a while. */
export type Move =
  | { readonly what: 'take' | 'lose'; readonly racer: string; readonly call: string }
  | { readonly what: 'kill'; readonly racer: string }
  | { readonly what: 'end'; readonly run: string }
  | { readonly what: 'clock' };

/** Several executions of one machine at once, in which whoever holds it decides at each point what happens next. Every job run is of one step. */
export class Race {
  now = Date.UTC(2026, 0, 31, 2);
  readonly racers: Racer[] = [];
  readonly jobRuns: JobRun[] = [];
  /** Runs in the order in which their first job started. */
  readonly ran: string[] = [];
  /** What is wrong: two runs worked at once. */
  readonly wrong: string[] = [];
  /** In the longest history. */
  events = 0;
  /** The jobs whose runs were looked at, one for each page. */
  readonly looked: string[] = [];
  list: { readonly body: string; readonly etag: string } | null = null;
  #versions = 0;
  readonly #pipeline: Pipeline;
  readonly #random: () => number;
  readonly #definition: Json;
  readonly #engine: Engine;

  constructor(pipeline: Pipeline, random: () => number, definition = compiled(pipeline)) {
    this.#pipeline = pipeline;
    this.#random = random;
    this.#definition = definition;
    this.#engine = createEngine({ random });
  }

  /** The same moment once more, to go on from it another way. */
  copy(): Race {
    const twin = new Race(this.#pipeline, this.#random, this.#definition);
    const racers = new Map(this.racers.map((one): readonly [Racer, Racer] => [one, { ...one, calls: [...one.calls], timers: new Map(one.timers) }]));
    twin.racers.push(...racers.values());
    twin.jobRuns.push(...this.jobRuns.map((one) => ({ ...one, racer: one.racer === null ? null : (racers.get(one.racer) ?? one.racer) })));
    twin.ran.push(...this.ran);
    twin.wrong.push(...this.wrong);
    [twin.now, twin.list, twin.#versions] = [this.now, this.list, this.#versions];
    return twin;
  }

  async start(name: string, input: Fields = {}): Promise<void> {
    const arn = `arn:aws:states:${site.region}:${site.account}:execution:dev-${this.#pipeline.name}:${name}`;
    const context = { Execution: { Id: arn, Name: name, StartTime: new Date(this.now).toISOString() } };
    const begun = await this.#engine.start({ definition: this.#definition, input, context, now: this.now });
    const racer: Racer = { name, arn, state: begun.state, status: 'RUNNING', output: null, error: '', calls: [], timers: new Map() };
    this.racers.push(racer);
    this.#perform(racer, begun.actions);
  }

  /** `faults`: what may go wrong besides. */
  moves({ kills = false, losses = false }: Faults = {}): readonly Move[] {
    const calls = this.racers.flatMap(({ name, calls: made }) => made.map(({ id }) => ({ racer: name, call: id })));
    return [
      ...calls.map((call): Move => ({ what: 'take', ...call })),
      ...(losses ? calls.map((call): Move => ({ what: 'lose', ...call })) : []),
      ...(kills ? this.racers.filter(({ status }) => status === 'RUNNING').map(({ name }): Move => ({ what: 'kill', racer: name })) : []),
      ...this.jobRuns.filter(isLive).map(({ run }): Move => ({ what: 'end', run })),
      ...(calls.length === 0 && this.racers.some(({ timers }) => timers.size > 0) ? [{ what: 'clock' } as const] : []),
    ];
  }

  async make(move: Move): Promise<void> {
    if (move.what === 'clock') await this.#clock();
    else if (move.what === 'kill') await this.#kill(this.#racer(move.racer));
    else if (move.what === 'end') await this.#end(move.run);
    else await this.#take(this.#racer(move.racer), move.call, move.what === 'lose');
  }

  #racer(name: string): Racer {
    const found = this.racers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no execution '${name}'`);
    return found;
  }

  async #deliver(racer: Racer, message: Message): Promise<void> {
    if (racer.status !== 'RUNNING') return;
    const { state, actions, events } = await this.#engine.deliver(this.#definition, racer.state, [message], this.now);
    racer.state = state;
    this.events = Math.max(this.events, events.at(-1)?.id ?? 0);
    this.#perform(racer, actions);
  }

  #perform(racer: Racer, actions: readonly Action[]): void {
    for (const action of actions) {
      // A job run ends before its timeout.
      if (action.type === 'timer' && action.at - this.now < TIMEOUT_MS) racer.timers.set(action.id, action.at);
      else if (action.type === 'cancelTimer') racer.timers.delete(action.id);
      else if (action.type === 'task') this.#started(racer, action);
      else if (action.type === 'ended') {
        racer.status = action.status;
        if (action.status === 'SUCCEEDED') racer.output = action.output;
        else racer.error = `${action.error}: ${action.cause}`;
        racer.calls.length = 0;
        racer.timers.clear();
      }
    }
  }

  #started(racer: Racer, task: Task): void {
    if (!task.resource.endsWith(':startJobRun.sync')) {
      racer.calls.push(task);
      return;
    }
    const run = text(fields(fields(task.arguments)['Arguments'])['--MILLRACE_RUN']);
    const others = this.jobRuns.filter((one) => isLive(one) && one.run !== run).map((one) => `${one.run} ${one.state}`);
    if (others.length > 0) this.wrong.push(`${run} began while ${others.join(', ')}`);
    if (!this.ran.includes(run)) this.ran.push(run);
    this.jobRuns.push({ job: text(fields(task.arguments)['JobName']), run, racer, task: task.id, state: 'RUNNING', at: this.now });
  }

  async #clock(): Promise<void> {
    const due = this.racers.flatMap((racer) => [...racer.timers].map(([id, at]) => ({ racer, id, at }))).toSorted((a, b) => a.at - b.at)[0];
    if (due === undefined) return;
    this.now = Math.max(this.now, due.at);
    due.racer.timers.delete(due.id);
    await this.#deliver(due.racer, { type: 'timer', id: due.id });
  }

  async #kill(racer: Racer): Promise<void> {
    await this.#deliver(racer, { type: 'abort', error: '', cause: 'killed' });
    for (const one of this.jobRuns) if (one.racer === racer && one.state === 'RUNNING') one.state = 'STOPPING';
  }

  async #end(run: string): Promise<void> {
    const one = this.jobRuns.find((candidate) => candidate.run === run && isLive(candidate));
    if (one === undefined) return;
    const stopped = one.state === 'STOPPING';
    one.state = stopped ? 'STOPPED' : 'SUCCEEDED';
    if (!stopped && one.racer !== null) await this.#deliver(one.racer, { type: 'taskSucceeded', id: one.task, output: { JobRunState: 'SUCCEEDED' } });
  }

  async #take(racer: Racer, id: string, lost: boolean): Promise<void> {
    const at = racer.calls.findIndex((call) => call.id === id);
    const [call] = racer.calls.splice(at, 1);
    if (call === undefined) return;
    const answer = this.#answer(call);
    if (lost) await this.#deliver(racer, { type: 'taskFailed', id, error: `${call.resource.includes(':s3:') ? 'S3' : call.resource.includes(':sfn:') ? 'Sfn' : 'Glue'}.SdkClientException`, cause: 'The connection broke.' });
    else if ('error' in answer) await this.#deliver(racer, { type: 'taskFailed', id, error: answer.error, cause: 'as the service says' });
    else await this.#deliver(racer, { type: 'taskSucceeded', id, output: answer.output });
  }

  #answer({ resource, arguments: given }: Task): { readonly output: Json } | { readonly error: string } {
    const args = fields(given);
    if (resource.endsWith('s3:getObject')) {
      if (args['Key'] !== turnsKey(site, this.#pipeline)) throw new Error(`read ${text(args['Key'])}`);
      return this.list === null ? { error: 'S3.NoSuchKeyException' } : { output: { Body: this.list.body, ETag: this.list.etag } };
    }
    if (resource.endsWith('s3:putObject')) {
      const holds = args['IfNoneMatch'] === '*' ? this.list === null : args['IfMatch'] === this.list?.etag;
      if (!holds) return { error: 'S3.S3Exception' };
      this.#versions += 1;
      this.list = { body: text(args['Body']), etag: `"${this.#versions}"` };
      return { output: { ETag: this.list.etag } };
    }
    if (resource.endsWith('sfn:describeExecution')) {
      const found = this.racers.find(({ arn }) => arn === args['ExecutionArn']);
      return found === undefined ? { error: 'Sfn.ExecutionDoesNotExistException' } : { output: { Status: found.status, ExecutionArn: found.arn } };
    }
    if (resource.endsWith('glue:getJobRuns')) return { output: this.#page(args) };
    throw new Error(`nobody answers ${resource}`);
  }

  /** Newest first. */
  #page(args: Fields): Json {
    const job = text(args['JobName']);
    this.looked.push(job);
    const [from, most] = [Number(args['NextToken'] ?? 0), Number(args['MaxResults'])];
    const all = this.jobRuns.filter((one) => one.job === job).toSorted((a, b) => b.at - a.at);
    const JobRuns = all.slice(from, from + most).map(({ run, state, at }) => ({ JobRunState: state, StartedOn: new Date(at).toISOString(), Arguments: run === '' ? {} : { '--MILLRACE_RUN': run } }));
    return { JobRuns, ...(from + most < all.length ? { NextToken: String(from + most) } : {}) };
  }
}

// A definition is JSON.
const compiled = (pipeline: Pipeline): Json => JSON.parse(JSON.stringify(definitionOf(pipeline, site, decomposition(pipeline.steps).tree, new Map()))) as Json;
const text = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
const isLive = ({ state }: Pick<JobRun, 'state'>): boolean => state !== 'STOPPED' && state !== 'SUCCEEDED';
// An object of JSON values is all that is claimed.
const fields = (json: Json | undefined): Fields => (typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {});

/** Goes on, by the choice of `pick` among what may happen, until it picks nothing. */
export async function play(race: Race, pick: (moves: readonly Move[]) => Move | undefined, faults: Faults = {}): Promise<void> {
  for (let made = 0; made < 50_000; made++) {
    const move = pick(race.moves(faults));
    if (move === undefined) return;
    await race.make(move);
  }
  throw new Error('the race does not end');
}

export type Faults = { readonly kills?: boolean; readonly losses?: boolean };

/**
 * Goes every way that there is from here, with at most one fault on each, and hands every end to `at`. Answers how many there were. Where a run could
 * wait for ever, it waits no more than `waits` times while a job run could end.
 */
export async function everyWay(race: Race, faults: Faults, at: (race: Race) => void, waits = 2): Promise<number> {
  const all = race.moves(faults);
  if (race.moves().length === 0) {
    at(race);
    return 1;
  }
  const needless = (move: Move): boolean => move.what === 'clock' && waits === 0 && all.some(({ what }) => what === 'end');
  let ends = 0;
  for (const move of all) {
    if (needless(move)) continue;
    const next = race.copy();
    await next.make(move);
    ends += await everyWay(next, move.what === 'kill' || move.what === 'lose' ? {} : faults, at, move.what === 'clock' ? Math.max(0, waits - 1) : waits);
  }
  return ends;
}

/** Whether it was skipped, by its own word. */
export const wasSkipped = ({ output }: { readonly output: Json }): boolean => fields(output)['millrace'] === 'skipped';

/** Runs of the list, as they stand in it. */
export function listed({ list }: Race): readonly string[] {
  // Written by the machine under test.
  const { runs } = JSON.parse(list?.body ?? '{"runs": []}') as { readonly runs: readonly { readonly run: string }[] };
  return runs.map(({ run }) => run);
}
