import type { HistoryEvent, Json } from '../engine-types.ts';
import { isObject, member, textOf } from '../json.ts';
import type { Failing, OpenVisit, Outcome, Visit } from './visit.ts';

/** A branch of the execution: where it is now. */
interface Thread {
  readonly around: number | null;
  readonly index: number;
  visit: OpenVisit | null;
}

const failed = /^(?:Task|LambdaFunction|Activity)(?:Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/u;
const scheduled = /^(?:Task|LambdaFunction|Activity)Scheduled$/u;
const worked = /^(?:Task|LambdaFunction|Activity)Succeeded$/u;
const ends: Readonly<Record<string, Outcome>> = { ExecutionFailed: 'failed', ExecutionTimedOut: 'timedOut', ExecutionAborted: 'aborted' };

/** Reads a history event by event: which states were visited, in which branch, how often each was tried and how it ended. */
export class Trace {
  readonly #visits: OpenVisit[] = [];
  /** The branch of each visit. */
  readonly #threadAt: Thread[] = [];
  readonly #root: Thread = { around: null, index: 0, visit: null };
  readonly #threads: Thread[] = [this.#root];
  /** The branch of each event; later events name their predecessor. */
  readonly #threadOf = new Map<number, Thread>();
  /** Starts of Parallel states: what follows one directly is in a branch of its own. */
  readonly #forks = new Map<number, { readonly visit: OpenVisit; branches: number }>();
  #last: Failing = { error: null, cause: null };
  /** What an execution left open when it ended, for a redrive. */
  #left: OpenVisit[] = [];

  get visits(): readonly Visit[] {
    return this.#visits;
  }

  /** Reads the next event; gives the visit that it belongs to, as it is now. */
  add(event: HistoryEvent): Visit | null {
    const before = this.#threadOf.get(event.previousEventId) ?? this.#root;
    const thread = this.#note(event, before);
    this.#threadOf.set(event.id, thread);
    return thread.visit;
  }

  #note(event: HistoryEvent, before: Thread): Thread {
    const { type, details } = event;
    if (type.endsWith('StateEntered')) return this.#enter(event, before);
    if (type.endsWith('StateExited')) return this.#exit(event, this.#find(before, (visit) => visit.state === textOf(member(details, 'name'))));
    if (type.endsWith('StateAborted')) return this.#abort(event, this.#find(before, (visit) => type.startsWith(visit.type)));
    if (type.startsWith('MapIteration')) return this.#iteration(event, before);
    if (type === 'EvaluationFailed') return this.#fail(this.#within(before, textOf(member(details, 'state'))), details);
    if (failed.test(type)) return this.#fail(before, details);
    if (worked.test(type)) return this.#work(before, false);
    if (scheduled.test(type)) return this.#work(this.#again(before, event), true);
    if (/^(?:Parallel|Map)State/u.test(type)) return this.#branches(event, this.#find(before, (visit) => type.startsWith(visit.type)));
    const end = ends[type];
    if (end !== undefined) this.#end(event, end);
    return before;
  }

  #enter(event: HistoryEvent, before: Thread): Thread {
    const fork = this.#forks.get(event.previousEventId);
    const thread = fork === undefined ? before : this.#open(fork.visit.number, fork.branches++);
    const visit: OpenVisit = {
      number: this.#visits.length, state: textOf(member(event.details, 'name')), type: event.type.slice(0, -'StateEntered'.length), around: thread.around, index: thread.index, before: thread.visit?.number ?? null,
      enteredAt: event.timestamp, leftAt: null, outcome: 'running', input: textOf(member(event.details, 'input')), output: null, assigned: null, attempts: 0, failures: [], failing: false,
    };
    this.#visits.push(visit);
    this.#threadAt.push(thread);
    thread.visit = visit;
    return thread;
  }

  #open(around: number | null, index: number): Thread {
    const thread = { around, index, visit: null };
    this.#threads.push(thread);
    return thread;
  }

  #exit({ details, timestamp }: HistoryEvent, thread: Thread): Thread {
    const { visit } = thread;
    if (visit === null) return thread;
    const assigned = member(details, 'assignedVariables');
    // The history has every variable as JSON text.
    visit.assigned = isObject(assigned) ? (assigned as Readonly<Record<string, string>>) : null;
    visit.output = textOf(member(details, 'output'));
    this.#leave(visit, timestamp, visit.failing ? 'caught' : 'succeeded');
    return thread;
  }

  #abort({ timestamp }: HistoryEvent, thread: Thread): Thread {
    if (thread.visit !== null) this.#leave(thread.visit, timestamp, thread.visit.failing ? 'failed' : 'aborted');
    return thread;
  }

  #iteration({ type, details, timestamp }: HistoryEvent, before: Thread): Thread {
    const index = Number(member(details, 'index') ?? 0);
    const map = this.#find(before, (visit) => visit.type === 'Map' && visit.state === textOf(member(details, 'name'))).visit;
    if (type === 'MapIterationStarted') return this.#open(map?.number ?? null, index);
    if (type === 'MapIterationFailed' && before.visit !== null && before.visit !== map) this.#leave(before.visit, timestamp, 'failed');
    return before;
  }

  /** Starts and ends of the branches of a Parallel or Map. */
  #branches({ id, type, timestamp }: HistoryEvent, thread: Thread): Thread {
    const { visit } = thread;
    if (visit === null) return thread;
    if (type.endsWith('StateStarted')) {
      visit.attempts += 1;
      visit.failing = false;
      if (visit.type === 'Parallel') this.#forks.set(id, { visit, branches: 0 });
    } else {
      // What failed in a branch without a word of its own ends with it.
      for (const inner of this.#visits.slice(visit.number + 1)) if (inner.leftAt === null && this.#isIn(inner, visit)) this.#leave(inner, timestamp, inner.failing || inner.type === 'Fail' ? 'failed' : 'aborted');
      if (type.endsWith('StateFailed')) return this.#fail(thread, { ...this.#last });
    }
    return thread;
  }

  #isIn(visit: OpenVisit, around: OpenVisit): boolean {
    for (let at = visit.around; at !== null; at = this.#visits[at]?.around ?? null) if (at === around.number) return true;
    return false;
  }

  #work(thread: Thread, starts: boolean): Thread {
    if (thread.visit === null) return thread;
    thread.visit.failing = false;
    if (starts) thread.visit.attempts += 1;
    return thread;
  }

  #fail(thread: Thread, details: Json): Thread {
    const error = member(details, 'error');
    const cause = member(details, 'cause');
    this.#last = { error: typeof error === 'string' ? error : null, cause: typeof cause === 'string' ? cause : null };
    thread.visit?.failures.push(this.#last);
    if (thread.visit !== null) thread.visit.failing = true;
    return thread;
  }

  /** The end of the whole execution closes what is open; states that only fail have their error from it. */
  #end({ details, timestamp }: HistoryEvent, end: Outcome): void {
    this.#left = this.#visits.filter(({ leftAt }) => leftAt === null);
    for (const visit of this.#left) {
      const alone = end === 'failed' && visit === this.#root.visit;
      if (alone && !visit.failing) this.#fail(this.#root, details);
      this.#leave(visit, timestamp, end !== 'failed' ? end : visit.failing || visit.type === 'Fail' ? 'failed' : 'aborted');
    }
  }

  /** After a redrive a task goes on in a state that was left open: the event names none, so it is the first of them that runs tasks. */
  #again(before: Thread, { previousEventId }: HistoryEvent): Thread {
    if (before.visit?.leftAt === null && this.#threadOf.has(previousEventId)) return before;
    const index = this.#left.findIndex(({ type }) => type === 'Task');
    const [visit] = index === -1 ? [] : this.#left.splice(index, 1);
    const thread = visit === undefined ? undefined : this.#threadAt[visit.number];
    if (visit === undefined || thread === undefined) return before;
    Object.assign(visit, { leftAt: null, outcome: 'running' });
    return thread;
  }

  #leave(visit: OpenVisit, at: number, outcome: Outcome): void {
    visit.leftAt = at;
    visit.outcome = outcome;
  }

  /** The branch at or around this one whose open visit is meant; else any branch, the newest first: events of several branches may follow one. */
  #find(from: Thread, meant: (visit: OpenVisit) => boolean): Thread {
    const isMeant = ({ visit }: Thread): boolean => visit !== null && visit.leftAt === null && meant(visit);
    for (let at: Thread | undefined = from; at !== undefined; at = this.#around(at)) if (isMeant(at)) return at;
    return this.#threads.findLast(isMeant) ?? this.#threads.findLast(({ visit }) => visit !== null && meant(visit)) ?? from;
  }

  #around({ around }: Thread): Thread | undefined {
    return around === null ? undefined : this.#threadAt[around];
  }

  /** A failed expression of the first state of a branch points to an event before the branch. */
  #within(before: Thread, state: string): Thread {
    return this.#find(before, (visit) => visit.state === state);
  }
}

/**
 * The visits of states that a history tells of, in the order of their entry. Takes the events of this package's executions; those of
 * GetExecutionHistory have the same content under other names.
 *
 * @example
 * visitsOf(end.events).map(({ state, outcome, attempts }) => `${state} ${outcome} after ${attempts}`);
 */
export function visitsOf(events: Iterable<HistoryEvent>): readonly Visit[] {
  const trace = new Trace();
  for (const event of events) trace.add(event);
  return trace.visits;
}
