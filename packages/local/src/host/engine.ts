import type { Json } from '@millrace/core';
import { type Dispatch, type Given, type Moment, effectChanges, orderOfCalls, orderOfWorkResults, publications, replyTimer, waitingPlace } from './effects.ts';
import { frozenCopy } from './frozen.ts';
import { overlay } from './overlay.ts';
import type { Change, Persistence, Task, Timer } from './persistence.ts';
import type { Objects } from '../blobs/objects.ts';
import type { Validator } from '../validate/validator.ts';
import { s3Call } from './s3-calls.ts';
import { type Answer, AwsError, type Operation, type Reaction, type ReplyTo, type Service, type WorkResult, type World } from './types.ts';

export interface EngineOptions {
  readonly services: readonly Service[];
  readonly objects: Objects;
  readonly persistence: Persistence;
  readonly world: Omit<World, 'waited'>;
  /** Null takes requests as they come. */
  readonly validator: Validator | null;
  /** Does what a commit asked for; called after it. */
  readonly dispatch: (dispatch: Dispatch) => void;
  /** Told of operations that failed with something that is not an AWS error. */
  readonly onError: (error: unknown, where: string) => void;
}

/** Transactions over the services' rows. The caller runs one at a time. */
export class Engine {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #options: EngineOptions;
  readonly #state: Persistence;
  /** Callers from outside that are answered later. */
  readonly #waiting = new Map<string, (result: Answer) => void>();
  readonly #worlds: ReadonlyMap<string, World>;
  #seq: number;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#worlds = new Map(options.services.map(({ id }) => [id, { ...options.world, waited: (answer) => this.#isWaited(waitingPlace(id, answer)) }]));
    this.#services = new Map(options.services.map((service) => [service.id, service]));
    this.#state = options.persistence;
    this.#seq = this.#state.lastSeq();
  }

  /**
   * An operation from outside: its output, or what to wait for outside the transaction. What services ask of each other is their own, and
   * not checked against AWS's model.
   */
  async call(service: string, op: string, input: Json): Promise<{ readonly output: Json } | Later> {
    const reading = this.#supports(service, op) ? this.#options.validator?.check(service, op, input) : null;
    if (reading instanceof Promise) await reading;
    const reaction = await this.#react(service, op, input);
    const { waits } = reaction;
    const later = waits === null ? null : new Promise<Answer>((resolve) => this.#waiting.set(waits, resolve));
    const output = this.#commit(reaction, () => []);
    return later === null || waits === null ? { output } : { later: later.then(outputOf), place: waits };
  }

  /** The caller has hung up: its wait ends, and nothing is handed over to it any more. */
  leave(place: string): void {
    const resolve = this.#waiting.get(place);
    this.#waiting.delete(place);
    resolve?.({ ok: false, error: { name: 'RequestAborted', message: 'The caller has hung up.' } });
  }

  #isWaited(place: string): boolean {
    return this.#waiting.has(place) || this.#state.get(hostRows, 'waiting', place) !== null;
  }

  /** Runs a due timer; it is removed in the commit of what it does. A handler that fails is rejected, and its timer left. */
  async runTimer(timer: Timer): Promise<void> {
    const removal: Change = { type: 'cancel', service: timer.service, id: timer.id };
    if (timer.task.type === 'call') {
      await this.#perform(timer.service, timer.task, removal);
      return;
    }
    const service = this.#services.get(timer.service);
    const handler = service?.handlers[timer.task.handler];
    if (service === undefined || handler === undefined) throw new Error(`The service '${timer.service}' has no handler '${timer.task.handler}'.`);
    this.#commit(await this.#run(service, handler, timer.task.data), () => [removal]);
  }

  /** Tells services of what came about outside of them. */
  publish(topic: string, data: Json): void {
    this.#state.commit(publications(topic, data, { ...this.#moment(hostRows), services: this.#services }));
  }

  /** Notes how work ended; the reply is due at once. Work that is not pending has been reported before. */
  finishWork(id: string, result: WorkResult): void {
    const pending = this.#state.work(id);
    if (pending === null) return;
    const { outcome, message, tables, log, bookmark } = result;
    const output = { outcome, message, tables, ...(log === undefined ? {} : { log }), ...(bookmark === undefined ? {} : { bookmark }) };
    const timer = replyTimer(this.#moment(pending.service), orderOfWorkResults, pending.replyTo, { ok: true, output });
    this.#state.commit([
      { type: 'workDone', id },
      { type: 'timer', timer },
    ]);
  }

  async #perform(caller: string, task: Extract<Task, { type: 'call' }>, removal: Change): Promise<void> {
    const { service, op, input, replyTo } = task;
    const reply = (result: Answer): readonly Change[] =>
      replyTo === null ? [] : [{ type: 'timer', timer: replyTimer(this.#moment(caller), orderOfCalls, replyTo, result) }];
    let reaction: Committable;
    try {
      reaction = await this.#react(service, op, input);
    } catch (error) {
      this.#state.commit([removal, ...reply({ ok: false, error: this.#described(error, `${service} ${op}`) })]);
      return;
    }
    const { waits } = reaction;
    this.#commit(reaction, (output) => [removal, ...(waits === null ? reply({ ok: true, output }) : waiter(waits, caller, replyTo))]);
  }

  async #react(service: string, op: string, input: Json): Promise<Committable> {
    if (service === 's3') return { output: s3Call(this.#options.objects, op, input), changes: [], dispatches: [], answers: [], waits: null };
    const found = this.#services.get(service);
    if (found === undefined) throw new AwsError('UnknownService', `The embedded AWS has no service '${service}'.`, 404);
    const operation = Object.hasOwn(found.operations, op) ? found.operations[op] : undefined;
    if (operation === undefined) throw new AwsError('UnknownOperationException', `The embedded AWS does not support ${op} of ${service}.`);
    return this.#run(found, operation, input);
  }

  #worldOf({ id }: Service): World {
    return this.#worlds.get(id) ?? { ...this.#options.world, waited: () => false };
  }

  #supports(service: string, op: string): boolean {
    return Object.hasOwn(this.#services.get(service)?.operations ?? {}, op);
  }

  async #run(service: Service, operation: Operation, input: Json): Promise<Committable> {
    const tx = overlay(this.#state, service.id);
    const { output, effects, waits }: Reaction = await operation(tx, frozenCopy(input), this.#worldOf(service));
    const context = { ...this.#moment(service.id), services: this.#services, persistence: this.#state };
    const { changes, dispatches, answers } = effectChanges(effects, context);
    const place = waits === undefined ? null : waitingPlace(service.id, waits);
    return { output: frozenCopy(output), changes: [...tx.changes(), ...changes], dispatches, answers, waits: place };
  }

  #commit(reaction: Committable, added: (output: Json) => readonly Change[]): Json {
    // The timer that is run goes first: what it did may set one of the same id.
    const replies = reaction.answers.flatMap((given) => this.#repliesTo(given));
    this.#state.commit([...added(reaction.output), ...reaction.changes, ...replies]);
    reaction.dispatches.forEach(this.#options.dispatch);
    for (const { place, result } of reaction.answers) {
      this.#waiting.get(place)?.(result);
      this.#waiting.delete(place);
    }
    return reaction.output;
  }

  /** A service that waits for an answer is told by a reply; that it waits is a row, so that a restart does not forget it. */
  #repliesTo({ place, result }: Given): readonly Change[] {
    // `waiter` alone writes these rows.
    const row = this.#state.get(hostRows, 'waiting', place) as { readonly caller: string; readonly replyTo: ReplyTo } | null;
    if (row === null) return [];
    return [
      { type: 'row', service: hostRows, kind: 'waiting', key: place, row: null },
      { type: 'timer', timer: replyTimer(this.#moment(row.caller), orderOfCalls, row.replyTo, result) },
    ];
  }

  #described(error: unknown, where: string): { readonly name: string; readonly message: string; readonly status?: number } {
    if (error instanceof AwsError) return { name: error.name, message: error.message, status: error.status };
    this.#options.onError(error, where);
    return { name: 'InternalFailure', message: `${where} failed inside the embedded AWS: ${String(error)}` };
  }

  #moment(service: string): Moment {
    return { service, now: () => this.#options.world.now(), nextSeq: () => ++this.#seq };
  }
}

/** An answer that comes later, and the place where it is waited for. */
export interface Later {
  readonly later: Promise<Json>;
  readonly place: string;
}

interface Committable {
  readonly output: Json;
  readonly changes: readonly Change[];
  readonly dispatches: readonly Dispatch[];
  readonly answers: readonly Given[];
  readonly waits: string | null;
}

/** Rows of the host itself; no service is called so. */
const hostRows = '~host';

function waiter(place: string, caller: string, replyTo: ReplyTo | null): readonly Change[] {
  if (replyTo === null) return [];
  return [{ type: 'row', service: hostRows, kind: 'waiting', key: place, row: { caller, replyTo: { handler: replyTo.handler, data: replyTo.data } } }];
}

function outputOf(result: Answer): Json {
  if (result.ok) return result.output;
  throw new AwsError(result.error.name, result.error.message);
}
