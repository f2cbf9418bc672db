import { Agenda } from '../agenda.ts';
import { hasToken, kindOf } from '../engine/history.ts';
import { readToken } from '../engine/token.ts';
import type { Abort, Action, Json, Message } from '../engine-types.ts';
import { answersToken, tokenAnswer } from './callbacks.ts';
import type { Clock } from './clock.ts';
import { thrown } from './handlers.ts';
import type { Handler, RunningTask, TaskAnswer, TaskCall } from './types.ts';

type Of<T extends Action['type']> = Extract<Action, { readonly type: T }>;

interface Running {
  readonly state: string;
  readonly resource: string;
  abort: AbortController | null;
  submitted: boolean;
}

/** The world around one execution: what is still to come, and what it has done. */
export class Host {
  now: number;
  ended: Of<'ended'> | null = null;
  /** The signal came; its reason. */
  aborted: Abort | null = null;
  readonly calls: TaskCall[] = [];
  readonly cancelled: string[] = [];
  readonly #due = new Agenda<Message>();
  readonly #running = new Map<string, Running>();
  readonly #attempts = new Map<string, number>();
  /** Handlers at work, in the order of their starts; each gives what makes its answer known. */
  readonly #working: Promise<() => void>[] = [];
  readonly #stopped = Promise.withResolvers<readonly []>();
  readonly #handler: Handler;
  readonly #clock: Clock | null;
  #wake: () => void = () => {};

  /** Without a clock, time is virtual and starts at `now`. */
  constructor(handler: Handler, clock: Clock | null, now: number) {
    this.#handler = handler;
    this.#clock = clock;
    this.now = clock === null ? now : clock.now();
  }

  /** Plans a message; one under the same key is replaced. */
  add(at: number, key: string, message: Message): void {
    this.#due.add(at, key, message);
    this.#wake();
  }

  abort(cause: string): void {
    this.aborted = { error: '', cause };
    this.add(this.#instant(), 'abort', { type: 'abort', error: '', cause });
    this.#stopped.resolve([]);
  }

  /** All messages of the next instant, which becomes now; null when nothing is left that could go on. */
  take(): Promise<readonly Message[] | null> | readonly Message[] | null {
    if (this.#clock !== null) return this.#takeReal(this.#clock);
    return this.#working.length > 0 ? this.#takeLater() : this.#takeNow();
  }

  #takeNow(): readonly Message[] | null {
    const due = this.#due.take();
    if (due === null) return null;
    this.now = Math.max(due.at, this.now);
    return due.entries;
  }

  /** Time stands still while handlers work, and they are heard in the order of their starts: nothing depends on how long they take. */
  async #takeLater(): Promise<readonly Message[] | null> {
    const working = this.#working.splice(0);
    const told = await Promise.race([Promise.all(working), this.#stopped.promise]);
    for (const tell of told) tell();
    return this.#takeNow();
  }

  async #takeReal(clock: Clock): Promise<readonly Message[] | null> {
    for (;;) {
      const next = this.#due.next();
      this.now = Math.max(clock.now(), this.now);
      if (next !== null && next <= this.now) return this.#due.take()?.entries ?? [];
      if (next === null && this.#running.size === 0) return null;
      const stop = new AbortController();
      await Promise.race([clock.until(next ?? Infinity, stop.signal), this.#woken()]);
      stop.abort();
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  perform(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.type === 'timer') this.#due.add(action.at, action.id, { type: 'timer', id: action.id });
      else if (action.type === 'cancelTimer') this.#due.remove(action.id);
      else if (action.type === 'task') this.#start(action);
      else if (action.type === 'cancelTask') this.#cancel(action.id);
      else this.#end(action);
    }
  }

  #end(end: Of<'ended'>): void {
    this.ended = end;
    for (const { abort } of this.#running.values()) abort?.abort();
    this.#running.clear();
  }

  #cancel(id: string): void {
    for (const part of ['', ':started', ':submitted', ':answer', ':beat']) this.#due.remove(`${id}${part}`);
    const task = this.#running.get(id);
    task?.abort?.abort();
    this.#running.delete(id);
    this.cancelled.push(task?.state ?? '');
  }

  #start({ id, state, resource, token, credentials, arguments: given }: Of<'task'>): void {
    const attempt = (this.#attempts.get(state) ?? 0) + 1;
    this.#attempts.set(state, attempt);
    this.#running.set(id, { state, resource, abort: null, submitted: false });
    const call = { state, resource, arguments: given, attempt, now: this.now, token, credentials };
    this.calls.push(call);
    if (kindOf(resource) === 'activity') this.add(this.now, `${id}:started`, { type: 'taskStarted', id });
    try {
      const answer = this.#handler(call, this.#task(id));
      if (answer instanceof Promise) this.#work(answer, id, call);
      else this.#answer(id, call, answer);
    } catch (error) {
      this.#answer(id, call, thrown(error));
    }
  }

  #work(answer: Promise<TaskAnswer | null>, id: string, call: TaskCall): void {
    const told = answer.then((value) => () => this.#answer(id, call, value), (error: unknown) => () => this.#answer(id, call, thrown(error)));
    if (this.#clock === null) this.#working.push(told);
    else void told.then((tell) => tell());
  }

  #answer(id: string, call: TaskCall, answer: TaskAnswer | null): void {
    if (!this.#running.has(id)) return;
    // An error at once is one of the call itself, which then was not accepted.
    if (answer === null || !('error' in answer) || answer.ms !== undefined || answer.submitted !== undefined) this.#submit(id, answer?.submitted);
    if (answer === null) return;
    const now = this.#instant();
    const failed = 'output' in answer && answersToken(call.resource) ? this.#passOn(id, call) : null;
    if (failed !== null) this.#close(now, id, failed);
    else if ('output' in answer) this.#close(now + (answer.ms ?? 0), id, { type: 'taskSucceeded', id, output: answer.output });
    else if ('error' in answer) this.#close(now + (answer.ms ?? 0), id, { type: 'taskFailed', id, error: answer.error, cause: answer.cause === undefined ? '' : answer.cause });
  }

  /** The call of a task that goes on behind it was accepted, with what it answered: nothing, unless the handler says what. */
  #submit(id: string, output?: Json): void {
    const task = this.#running.get(id);
    if (task === undefined || task.submitted || (output === undefined && !goesOn(task.resource))) return;
    task.submitted = true;
    this.add(this.#instant(), `${id}:submitted`, { type: 'taskSubmitted', id, output: output ?? {} });
  }

  /** What a machine sends to one of its own tasks reaches it; what it sends to no task fails, as on AWS. */
  #passOn(id: string, { resource, arguments: given }: TaskCall): Message | null {
    const message = tokenAnswer(resource, given);
    const failed = (error: string, cause: string): Message => ({ type: 'taskFailed', id, error: `Sfn.${error}`, cause });
    if (message === null) return failed('InvalidOutputException', 'The Output is not JSON.');
    const task = 'token' in message ? readToken(message.token)?.task : undefined;
    if (task === undefined) return failed('InvalidTokenException', 'The TaskToken is not one of a task.');
    if (!this.#running.has(task)) return failed('TaskTimedOutException', 'No task waits for this TaskToken any more.');
    if (message.type === 'heartbeat') this.add(this.#instant(), `${task}:beat`, message);
    else {
      this.#submit(task);
      this.#close(this.#instant(), task, message);
    }
    return null;
  }

  #close(at: number, id: string, message: Message): void {
    this.add(at, `${id}:answer`, message);
  }

  /** Answers of one task come under one key: the last one before they are taken counts. */
  #task(id: string): RunningTask {
    const running = this.#running;
    const open = (): boolean => running.has(id);
    return {
      get signal() {
        const task = running.get(id);
        if (task === undefined) return AbortSignal.abort();
        task.abort ??= new AbortController();
        return task.abort.signal;
      },
      succeed: (output) => {
        if (!open()) return;
        this.#submit(id);
        this.#close(this.#instant(), id, { type: 'taskSucceeded', id, output });
      },
      fail: (error, cause = '') => {
        if (!open()) return;
        this.#submit(id);
        this.#close(this.#instant(), id, { type: 'taskFailed', id, error, cause });
      },
      heartbeat: () => {
        if (open()) this.add(this.#instant(), `${id}:beat`, { type: 'heartbeat', id });
      },
    };
  }

  #instant(): number {
    return this.#clock === null ? this.now : Math.max(this.#clock.now(), this.now);
  }
}

/** Does the task go on when its call has been accepted, as with `.sync` and `.waitForTaskToken`? */
function goesOn(resource: string): boolean {
  return hasToken(resource) && kindOf(resource) === 'service';
}
