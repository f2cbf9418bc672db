import type { Engine, HistoryEvent, Json, Message, Way } from '../engine-types.ts';
import type { Ended, Status, TaskAnswer } from '../run/types.ts';
import { Trace } from '../trace/trace.ts';
import type { Visit } from '../trace/visit.ts';
import { advanced, answerKey, messagesOf, nextDue, planned, saved, timersOf, withoutTask } from './stand.ts';
import type { PendingTask, Stand, Timer } from './types.ts';
import { variablesAt } from './variables.ts';

/** The engine, and the ways that it told of since they were asked for. */
export interface Driver {
  readonly engine: Engine;
  waysSince(): readonly Way[];
}

/**
 * An execution that goes on only as it is told: one transition or one instant at a time, with answers that its host gives. Time is virtual.
 * All transitions of one instant that take no time are done at once and shown one by one, so that tasks start when all of them are shown.
 */
export class Execution {
  #stand: Stand;
  #trace = new Trace();
  readonly #driver: Driver;

  /** Made by `step` and `continueStepping`. */
  constructor(driver: Driver, stand: Stand) {
    this.#driver = driver;
    this.#stand = stand;
    for (const event of stand.events.slice(0, stand.shown)) this.#trace.add(event);
  }

  get now(): number {
    return this.#stand.now;
  }
  /** RUNNING until the last event is shown. */
  get status(): Status {
    return this.#behind() ? 'RUNNING' : (this.#stand.end?.status ?? 'RUNNING');
  }
  /** The events that are shown. */
  get events(): readonly HistoryEvent[] {
    return this.#stand.events.slice(0, this.#stand.shown);
  }
  /** The states in which the execution is, branch by branch, those around others first. */
  get states(): readonly Visit[] {
    return this.#trace.visits.filter(({ leftAt }) => leftAt === null);
  }
  /** Tasks that wait for an answer. */
  get tasks(): readonly PendingTask[] {
    return this.#behind() ? [] : this.#stand.tasks;
  }
  /** What happens by itself, the next first. */
  get timers(): readonly Timer[] {
    return this.#behind() ? [] : timersOf(this.#stand);
  }

  /** The variables that a state sees; by default the one that was entered last. */
  variables(at: Visit | undefined = this.states.at(-1)): Readonly<Record<string, Json>> {
    return at === undefined ? variablesAt(this.#trace.visits, this.#trace.visits.at(-1)) : variablesAt(this.#trace.visits, at);
  }

  /** Goes on to the next entry of a state, over the next instant if need be, and gives the events of the way; none when nothing goes on by itself. */
  async transition(): Promise<readonly HistoryEvent[]> {
    if (!this.#behind()) await this.#goOn();
    const { events, shown } = this.#stand;
    const next = events.findIndex(({ type }, i) => i >= shown && type.endsWith('StateEntered'));
    return this.#show(next === -1 ? events.length : next + 1);
  }

  /** Shows the rest of this instant; where all is shown, goes on to the next one and shows it whole. */
  async instant(): Promise<readonly HistoryEvent[]> {
    if (!this.#behind()) await this.#goOn();
    return this.#show(this.#stand.events.length);
  }

  /** Lets time pass: everything happens that is due until then. */
  async wait(ms: number): Promise<readonly HistoryEvent[]> {
    const until = this.now + ms;
    const { shown } = this.#stand;
    for (let due = nextDue(this.#stand); due !== null && due.at <= until; due = nextDue(this.#stand)) await this.#goOn();
    this.#stand = { ...this.#stand, now: until };
    this.#show(this.#stand.events.length);
    return this.#stand.events.slice(shown);
  }

  /**
   * Answers a task, by its id, its token or the name of its state; with `ms`, after that time. Gives the events that follow at once.
   * Throws RangeError when no such task waits.
   */
  async answer(task: string, answer: TaskAnswer): Promise<readonly HistoryEvent[]> {
    const { id } = this.#task(task);
    const { now, end } = messagesOf(id, answer);
    if (now.length > 0) await this.#deliver(now);
    if (end === null) return this.#rest();
    if (answer.ms !== undefined && answer.ms > 0) this.#stand = planned(this.#stand, { key: answerKey(id), at: this.now + answer.ms, message: end });
    else await this.#end(id, end);
    return this.#rest();
  }

  async heartbeat(task: string): Promise<void> {
    const { id } = this.#task(task);
    await this.#deliver([{ type: 'heartbeat', id }]);
  }

  /** A worker has taken the task of an activity: its timeout counts from now. */
  async begin(task: string, worker?: string): Promise<void> {
    const { id } = this.#task(task);
    await this.#deliver([{ type: 'taskStarted', id, ...(worker === undefined ? {} : { worker }) }]);
  }

  /** Stops the execution, as StopExecution does. */
  async abort(error = '', cause = ''): Promise<readonly HistoryEvent[]> {
    await this.#deliver([{ type: 'abort', error, cause }]);
    return this.#rest();
  }

  /** Goes on with an execution that ended badly. Throws NotRedrivable for any other. */
  async redrive(): Promise<readonly HistoryEvent[]> {
    const { definition, state, now } = this.#stand;
    const advance = await this.#driver.engine.redrive(definition, state, now);
    this.#stand = advanced({ ...this.#stand, end: null }, advance, now, this.#driver.waysSince());
    return this.#rest();
  }

  /** What `run` would give, for matchers, coverage and pictures. */
  result(): Ended {
    const { startedAt, now, calls, cancelled, ways, end } = this.#stand;
    const outcome = end === null || this.#behind() ? { status: 'RUNNING' as const, output: null, error: null, cause: null } : end;
    return { ...outcome, startedAt, endedAt: now, events: this.events, calls, cancelled, ways };
  }

  /** All of it, the definition included, for JSON.stringify. `continueStepping` goes on from there. */
  toJSON(): Json {
    return saved(this.#stand);
  }

  #behind(): boolean {
    return this.#stand.shown < this.#stand.events.length;
  }

  #task(name: string): PendingTask {
    const { tasks } = this.#stand;
    const task = this.#behind() ? undefined : (tasks.find(({ id, token }) => id === name || token === name) ?? tasks.find(({ state }) => state === name));
    if (task !== undefined) return task;
    const waiting = this.#behind() ? 'first show the rest of this instant: call instant()' : tasks.length === 0 ? 'no task waits' : `waiting are ${tasks.map(({ state }) => state).join(', ')}`;
    throw new RangeError(`No task '${name}' waits for an answer: ${waiting}.`);
  }

  async #goOn(): Promise<void> {
    const due = this.#stand.end === null ? nextDue(this.#stand) : null;
    if (due === null) return;
    const gone = new Set(due.messages);
    const ended = due.messages.flatMap((message) => (message.type === 'taskSucceeded' || message.type === 'taskFailed') && 'id' in message ? [message.id] : []);
    const left = ended.reduce(withoutTask, { ...this.#stand, due: this.#stand.due.filter(({ message }) => !gone.has(message)) });
    this.#stand = { ...left, now: due.at };
    await this.#deliver(due.messages);
  }

  async #end(id: string, message: Message): Promise<void> {
    this.#stand = withoutTask(this.#stand, id);
    await this.#deliver([message]);
  }

  async #deliver(messages: readonly Message[]): Promise<void> {
    const { definition, state, now } = this.#stand;
    const advance = await this.#driver.engine.deliver(definition, state, messages, now);
    this.#stand = advanced(this.#stand, advance, now, this.#driver.waysSince());
  }

  /** What an answer brings may be stepped through, too: it is shown as far as the entry of the next state. */
  #rest(): Promise<readonly HistoryEvent[]> | readonly HistoryEvent[] {
    return this.#behind() ? this.transition() : [];
  }

  #show(upTo: number): readonly HistoryEvent[] {
    const { events, shown } = this.#stand;
    const more = events.slice(shown, upTo);
    for (const event of more) this.#trace.add(event);
    this.#stand = { ...this.#stand, shown: upTo };
    return more;
  }
}
