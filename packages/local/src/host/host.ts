import type { Json } from '@millrace/core';
import { type Objects, objectsOf } from '../blobs/objects.ts';
import type { RealClock, VirtualClock } from './clock.ts';
import type { Dispatch } from './effects.ts';
import { Engine } from './engine.ts';
import { type Persistence, PersistenceError, type Timer } from './persistence.ts';
import { serialQueue } from './serial-queue.ts';
import { validator } from '../validate/validator.ts';
import { AwsError, type Blobs, type Executor, type Host, type Service, type WorkResult } from './types.ts';
import { type AskedWorld, type WorldOptions, worldOf } from './world.ts';

export interface HostOptions extends Partial<WorldOptions> {
  readonly services: readonly Service[];
  readonly blobs: Blobs;
  readonly executor: Executor;
  readonly clock: VirtualClock | RealClock;
  readonly persistence: Persistence;
  /** Requests are checked against AWS's service model; false leaves that to the handlers. */
  readonly validate?: boolean;
  /** Told of a handler or call that failed with something that is no AWS error. On a virtual clock a failed handler rejects `run` instead. */
  readonly onError?: (error: unknown, where: string) => void;
}

/** A host that the HTTP door can serve. */
export interface ServedHost extends Host {
  readonly objects: Objects;
  readonly services: readonly Service[];
}

/**
 * Runs services in one process: one transaction at a time, effects after it, timers and replies as data, so that a host opened again on
 * the same persistence goes on where the last one ended.
 * @example
 * const clock = virtualClock();
 * const executor = scriptedExecutor(clock, () => ({ ms: 60_000, outcome: 'succeeded' }));
 * const host = createHost({ services: [glueService], blobs: memoryBlobs(), executor, clock, persistence: memoryPersistence() });
 */
export function createHost(options: HostOptions): ServedHost {
  const host = new EmbeddedHost(options);
  host.begin();
  return host;
}

/** Milliseconds until what could not be written is tried again. */
const pauseAfterFailedWrite = 1000;

class EmbeddedHost implements ServedHost {
  readonly blobs: Blobs;
  readonly objects: Objects;
  readonly #options: HostOptions;
  readonly #clock: VirtualClock | RealClock;
  readonly #world: AskedWorld;
  readonly #engine: Engine;
  readonly #onError: (error: unknown, where: string) => void;
  readonly #queue = serialQueue();
  #closed = false;

  constructor(options: HostOptions) {
    this.blobs = options.blobs;
    this.#options = options;
    this.#clock = options.clock;
    this.#world = worldOf(() => this.now(), options);
    this.#onError = options.onError ?? (() => undefined);
    const { services, blobs, persistence } = options;
    this.objects = objectsOf(blobs, persistence, (created) => this.#tell('s3.objectCreated', created));
    const dispatch = (one: Dispatch): void => this.#dispatch(one);
    const checked = options.validate === false ? null : validator();
    this.#engine = new Engine({ services, objects: this.objects, persistence, world: this.#world, validator: checked, dispatch, onError: this.#onError });
  }

  get services(): readonly Service[] {
    return this.#options.services;
  }

  get asked(): ReadonlySet<string> {
    return this.#world.asked;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Takes up what an earlier host left: work under way, and timers that are due. */
  begin(): void {
    void this.#exclusive(() => {
      for (const { work, stopping } of this.#options.persistence.allWork()) {
        this.#options.executor.recover(work, (result) => this.#finish(work.id, result));
        if (stopping) this.#options.executor.stop(work.id);
      }
    });
  }

  call(service: string, op: string, input: Json, gone?: AbortSignal): Promise<Json> {
    if (this.#closed) return Promise.reject(new AwsError('ServiceUnavailable', 'The embedded AWS is shutting down. Start it again.', 503));
    return this.#answered(service, op, input, gone);
  }

  /** An answer that comes later is waited for outside the queue, since other transactions bring it. */
  async #answered(service: string, op: string, input: Json, gone?: AbortSignal): Promise<Json> {
    const answer = await this.#exclusive(() => this.#engine.call(service, op, input));
    if (!('later' in answer)) return answer.output;
    const leave = (): void => this.#engine.leave(answer.place);
    if (gone?.aborted === true) leave();
    gone?.addEventListener('abort', leave, { once: true });
    return answer.later;
  }

  async run(until: number | null): Promise<void> {
    if (this.#clock.kind !== 'virtual') throw new Error('Host.run needs a virtual clock: with a real one the host runs by itself.');
    for (;;) {
      await this.#queue.idle();
      const at = this.#nextInstant(this.#clock);
      if (at === null || (until === null ? this.#onlySchedules(this.#clock) : at > until)) break;
      this.#clock.moveTo(at);
      // All that ends by itself at this instant is reported before anything reacts.
      if (!this.#clock.fire()) await this.#exclusive(() => this.#runNext());
    }
    if (until !== null) this.#clock.moveTo(until);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue.idle();
    if (this.#clock.kind === 'real') this.#clock.sleep();
    this.#options.persistence.close();
  }

  #nextInstant(clock: VirtualClock): number | null {
    const callback = clock.next();
    const timer = this.#options.persistence.nextTimer();
    if (callback === null) return timer?.at ?? null;
    return timer === null ? callback : Math.min(callback, timer.at);
  }

  #onlySchedules(clock: VirtualClock): boolean {
    return clock.next() === null && !this.#options.persistence.busy();
  }

  /** One task at a time; after each, a real clock is set to the next timer. */
  async #exclusive<T>(task: () => Promise<T> | T): Promise<T> {
    return this.#queue.add(async () => {
      let pause = 0;
      try {
        return await task();
      } catch (error) {
        if (error instanceof PersistenceError) pause = pauseAfterFailedWrite;
        throw error;
      } finally {
        this.#wakeForNext(pause);
      }
    });
  }

  #wakeForNext(pause: number): void {
    if (this.#clock.kind === 'virtual' || this.#closed) return;
    const next = this.#options.persistence.nextTimer();
    if (next === null) {
      this.#clock.sleep();
      return;
    }
    const run = (): void => {
      this.#exclusive(() => this.#runNext()).catch((error: unknown) => {
        this.#onError(error, 'timer');
      });
    };
    this.#clock.wakeAt(Math.max(next.at, this.now() + pause), run);
  }

  async #runNext(): Promise<void> {
    const timer = this.#options.persistence.nextTimer();
    if (timer === null || timer.at > this.now() || this.#closed) return;
    try {
      await this.#engine.runTimer(timer);
    } catch (error) {
      // A full disk is not the timer's fault: it stays, and is tried again.
      if (error instanceof PersistenceError) throw error;
      this.#discard(timer);
      if (this.#clock.kind === 'virtual') throw error;
      this.#onError(error, `${timer.service} ${timer.task.type === 'call' ? timer.task.op : timer.task.handler}`);
    }
  }

  /** A handler's own fault: what it wrote is dropped, and its timer too, else it would come back forever. */
  #discard(timer: Timer): void {
    this.#options.persistence.commit([{ type: 'cancel', service: timer.service, id: timer.id }]);
  }

  /** What happens to objects outside of transactions reaches the services as a topic. */
  #tell(topic: string, data: Json): void {
    if (this.#closed) return;
    this.#exclusive(() => {
      this.#engine.publish(topic, data);
    }).catch((error: unknown) => {
      this.#onError(error, topic);
    });
  }

  #dispatch(dispatch: Dispatch): void {
    const { executor, persistence } = this.#options;
    if (dispatch.type === 'stop') {
      executor.stop(dispatch.id);
      return;
    }
    const pending = persistence.work(dispatch.id);
    if (pending !== null) executor.start(pending.work, (result) => this.#finish(dispatch.id, result));
  }

  #finish(id: string, result: WorkResult): void {
    if (this.#closed) return;
    this.#exclusive(() => {
      this.#engine.finishWork(id, result);
    }).catch((error: unknown) => {
      this.#onError(error, `work ${id}`);
      this.#clock.at(this.now() + pauseAfterFailedWrite, () => this.#finish(id, result));
    });
  }
}
