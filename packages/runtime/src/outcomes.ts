import type { StepFacts } from './helper-spec.ts';
import { decideJoins, isBad, type StepOutcome } from './joins.ts';
import { asRecord, ownOf } from './plain.ts';
import { continuationOf, isStopped, keptIn, type NodeRun, type RunState } from './run-state.ts';

/** A job run or crawl that is under way. `asked`: it is being stopped. `begun`: its script runs, or it has none that we start. */
export type LiveRun =
  | { readonly job: string; readonly id: string; readonly asked: boolean; readonly begun: boolean }
  | { readonly crawler: string; readonly asked: boolean };

export interface StepState {
  readonly state: StepOutcome | 'running' | 'pending';
  /** Empty for a bridge: it alone stops what it has called. */
  readonly live: readonly LiveRun[];
}
export interface RunOutcomes {
  readonly steps: Readonly<Record<string, StepState>>;
  /** Steps whose bad ends stop the run; empty under `failurePolicy: 'continue'`. */
  readonly stoppers: readonly string[];
  /** Steps that were to start, and did not, since no trigger fires on the end that they waited for. */
  readonly lost: readonly string[];
}

type Ended = Exclude<StepOutcome, 'skipped'>;
type Fact = StepState['state'] | { readonly between: Ended };
interface Observed {
  readonly fact: Fact;
  readonly live: readonly LiveRun[];
}

/**
 * How each step stands, from the run graph and the run's folder. Skips leave no trace: they follow from the rules. Under the stop policy
 * what has not started is skipped, and a step that waits for Glue's next attempt ends as its last one did.
 */
export function outcomesOf(steps: Readonly<Record<string, StepFacts>>, state: RunState, policy: 'continue' | 'stop' = 'continue'): RunOutcomes {
  const names = Object.keys(steps);
  const place = placeOf(state);
  const seen = new Map(Object.entries(steps).map(([name, facts]) => [name, observe(name, facts, place)]));
  const first = new Map([...seen].map(([name, { fact }]) => [name, typeof fact === 'object' && isStopped(state) ? fact.between : fact]));
  const halted = policy === 'stop' && names.some((name) => ownOf(steps, name)?.optional === false && isBad(endOf(first.get(name))));
  const facts = new Map([...first].map(([name, fact]) => [name, typeof fact === 'object' && halted ? fact.between : fact]));
  const ended = new Map(names.flatMap((name) => {
    const end = endOf(facts.get(name));
    return end === undefined ? [] : [[name, end] as const];
  }));
  const busy = new Set(names.filter((name) => facts.get(name) === 'running' || typeof facts.get(name) === 'object'));
  const { skipped, stoppers, lost } = decideJoins(steps, policy, ended, busy, unstartable(steps, place));
  const passedBy = new Set(skipped.map(({ step }) => step));
  const stateOf = (name: string): StepState['state'] => ended.get(name) ?? (busy.has(name) ? 'running' : passedBy.has(name) ? 'skipped' : 'pending');
  return { steps: Object.fromEntries(names.map((name) => [name, { state: stateOf(name), live: seen.get(name)?.live ?? [] }])), stoppers, lost };
}

/** Steps that triggers were to start, and cannot any more: Glue itself could not run what they wait for, and has no condition for that. */
function unstartable(steps: Readonly<Record<string, StepFacts>>, place: Place): ReadonlySet<string> {
  const broken = new Set(Object.entries(steps).flatMap(([name, facts]) => (!place.kept.has(name) && isBroken(lastRun(facts, place.state)) ? [name] : [])));
  return new Set(Object.entries(steps).flatMap(([name, { after, gated }]) => (gated !== true && after.some(({ step }) => broken.has(step)) ? [name] : [])));
}
const lastRun = ({ node, name }: StepFacts, { crawlers, jobs }: RunState): NodeRun | undefined => inOrder(ownOf(node === 'crawler' ? crawlers : jobs, name)).at(-1);
const isBroken = (last: NodeRun | undefined): boolean => last?.state === 'ERROR' || last?.state === 'EXPIRED';

/** One step by itself, a handler for example, which nothing but `millrace stop` keeps from its next attempt. */
export function stepStateOf(name: string, facts: StepFacts, state: RunState): StepState {
  const { fact, live } = observe(name, facts, placeOf(state));
  return { state: typeof fact !== 'object' ? fact : isStopped(state) ? fact.between : 'running', live };
}

const endOf = (fact: Fact | undefined): StepOutcome | undefined => (fact === undefined || typeof fact === 'object' || fact === 'running' || fact === 'pending' ? undefined : fact);

/** What all steps are looked at with, read once. */
interface Place {
  readonly state: RunState;
  readonly kept: ReadonlySet<string>;
  readonly continuation: string;
}
const placeOf = (state: RunState): Place => ({ state, kept: keptIn(state), continuation: continuationOf(state) });

function observe(name: string, facts: StepFacts, place: Place): Observed {
  if (place.kept.has(name)) return { fact: 'succeeded', live: [] };
  if (facts.node === 'crawler') return observeCrawler(facts, place.state);
  return facts.node === 'job' ? observeJob(name, facts, place.state) : observeBridge(name, facts, place);
}

/** A Glue job run's state as an outcome: ERROR is a failure too; EXPIRED never started within its time. */
const jobEnds: Readonly<Record<string, Ended>> = { SUCCEEDED: 'succeeded', FAILED: 'failed', ERROR: 'failed', EXPIRED: 'failed', TIMEOUT: 'timedOut', STOPPED: 'stopped' };
const crawlEnds: Readonly<Record<string, Ended>> = { SUCCEEDED: 'succeeded', COMPLETED: 'succeeded', FAILED: 'failed', ERROR: 'failed', CANCELLED: 'stopped', STOPPED: 'stopped' };
/** How a job run ended; undefined while it is under way. */
export const jobEnd = (state: string): Ended | undefined => ownOf(jobEnds, state);

const inOrder = (runs: readonly NodeRun[] | undefined): readonly NodeRun[] => [...(runs ?? [])].sort((a, b) => a.start - b.start || a.attempt - b.attempt);

function observeCrawler({ name }: StepFacts, state: RunState): Observed {
  const crawls = inOrder(ownOf(state.crawlers, name));
  const live = crawls.filter((one) => ownOf(crawlEnds, one.state) === undefined);
  if (live.length > 0) return { fact: 'running', live: live.map((one) => ({ crawler: name, asked: one.state !== 'RUNNING' })) };
  const last = crawls.at(-1);
  return { fact: last === undefined ? 'pending' : (ownOf(crawlEnds, last.state) ?? 'running'), live: [] };
}

/** What the bootstrap of a job run, or a bridge, says of it. */
const markerOf = (state: RunState, step: string, jobRunId: string): Readonly<Record<string, unknown>> | null => asRecord(ownOf(state.folder, `steps/${step}/${jobRunId}.json`));

function observeJob(step: string, { name, retries }: StepFacts, state: RunState): Observed {
  const runs = inOrder(ownOf(state.jobs, name)).map((run) => ({ ...run, marker: markerOf(state, step, run.id), end: jobEnd(run.state) }));
  const live = runs.filter(({ end }) => end === undefined);
  if (live.length > 0) {
    return { fact: 'running', live: live.map(({ id, state: word, marker }) => ({ job: name, id, asked: word === 'STOPPING', begun: marker?.['script'] === true || marker?.['skipped'] === 'attached' })) };
  }
  const telling = runs.filter(({ marker }) => marker?.['skipped'] !== 'stop' && marker?.['skipped'] !== 'kept');
  const last = telling.at(-1);
  if (last?.end === undefined) {
    const kept = runs.some(({ marker }) => marker?.['skipped'] === 'kept');
    return { fact: runs.length === 0 ? 'pending' : kept ? 'succeeded' : 'skipped', live: [] };
  }
  const ended = last.end === 'failed' && last.marker?.['ended'] === 'timedOut' ? 'timedOut' : last.end;
  // What Glue repeats is FAILED alone; an attempt that has ended on purpose, as the run stops, is no more repeated.
  const again = last.state === 'FAILED' && last.attempt < retries && telling.length === runs.length;
  return { fact: again ? { between: ended } : ended, live: [] };
}

function observeBridge(step: string, { name }: StepFacts, { state, continuation }: Place): Observed {
  const runs = inOrder(ownOf(state.jobs, name));
  if (runs.some((one) => jobEnd(one.state) === undefined)) return { fact: 'running', live: [] };
  const last = runs.at(-1);
  if (last === undefined) return { fact: 'pending', live: [] };
  const skipped = markerOf(state, step, last.id)?.['skipped'];
  if (skipped === 'kept') return { fact: 'succeeded', live: [] };
  if (skipped === 'stop') return { fact: 'skipped', live: [] };
  const native = jobEnd(last.state) ?? 'failed';
  if (native === 'succeeded') return { fact: 'succeeded', live: [] };
  const told = callsIn(step, state, continuation).findLast(({ skipped: before }) => !before)?.outcome;
  return { fact: told !== undefined && told !== 'succeeded' ? told : native, live: [] };
}

/** An attempt of a bridge in this continuation, from its records. */
export interface CallRecord {
  readonly attempt: number;
  readonly at: number;
  /** Null until the service has accepted the call. */
  readonly id: string | null;
  readonly asked: boolean;
  /** When; null where it was not. */
  readonly askedAt: number | null;
  /** It goes on with a job run that lived already: no attempt. */
  readonly attached: boolean;
  /** When it was recorded as ended; null while it is open. */
  readonly endedAt: number | null;
  readonly outcome?: Ended;
  readonly message: string;
  /** The service refused the call for good: nothing to repeat. */
  readonly refused: boolean;
  /** The job run ended on purpose before its script: no attempt. */
  readonly skipped: boolean;
}

const outcomes: readonly unknown[] = ['succeeded', 'failed', 'timedOut', 'stopped'];
const isEnded = (value: unknown): value is Ended => outcomes.includes(value);
const instant = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** The recorded attempts of a bridge's step in this continuation, oldest first. */
export const callsOf = (step: string, state: RunState): readonly CallRecord[] => callsIn(step, state, continuationOf(state));

/** Key of an attempt's record below the run's folder; its end lies beside it, at `.end.json`. */
export const callKey = (step: string, continuation: string, attempt: number): string => `calls/${step}/${continuation}-${attempt}`;

function callsIn(step: string, { folder }: RunState, continuation: string): readonly CallRecord[] {
  const found: CallRecord[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const key = callKey(step, continuation, attempt);
    const end = asRecord(ownOf(folder, `${key}.end.json`));
    if (!Object.hasOwn(folder, `${key}.json`) && end === null) return found;
    const begun = asRecord(ownOf(folder, `${key}.json`)) ?? {};
    const at = instant(begun['at'], 0);
    const outcome = end === null ? undefined : isEnded(end['outcome']) ? end['outcome'] : 'failed';
    found.push({
      attempt, at,
      id: typeof begun['id'] === 'string' ? begun['id'] : null,
      asked: typeof begun['asked'] === 'number',
      askedAt: typeof begun['asked'] === 'number' ? begun['asked'] : null,
      attached: begun['attached'] === true,
      endedAt: end === null ? null : instant(end['at'], at),
      ...(outcome === undefined ? {} : { outcome }),
      message: typeof end?.['message'] === 'string' ? end['message'] : '',
      refused: end?.['refused'] === true,
      skipped: end?.['skipped'] === true,
    });
  }
}

/** The attempt of a bridge that is under way, or whose call was about to be made: `CallFacts` are looked up for it. */
export const openAttempt = (step: string, state: RunState): CallRecord | null => callsOf(step, state).findLast(({ endedAt }) => endedAt === null) ?? null;
