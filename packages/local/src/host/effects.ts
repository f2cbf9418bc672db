import type { Json } from '@millrace/core';
import { frozenCopy } from './frozen.ts';
import type { Change, Persistence, Task, Timer } from './persistence.ts';
import type { Answer, Effect, ReplyTo, Service } from './types.ts';

/** What must happen after a commit; everything else is data. */
export type Dispatch = { readonly type: 'start'; readonly id: string } | { readonly type: 'stop'; readonly id: string };

/** Results of work come before all else of an instant, so that an end is never late for what reacts to it. */
export const orderOfWorkResults = -1;
/** Calls and their replies come after the ends of their instant. */
export const orderOfCalls = 1;

/** Whose timer, and when. */
export interface Moment {
  readonly service: string;
  now(): number;
  nextSeq(): number;
}
export interface EffectContext extends Moment {
  readonly services: ReadonlyMap<string, Service>;
  readonly persistence: Persistence;
}

/** Turns effects into changes of the same commit. */
export function effectChanges(effects: readonly Effect[], context: EffectContext): { changes: Change[]; dispatches: Dispatch[]; answers: Given[] } {
  const changes: Change[] = [];
  const dispatches: Dispatch[] = [];
  const answers: Given[] = [];
  const begun = new Map<string, Extract<Change, { type: 'work' }>>();
  for (const effect of effects) {
    switch (effect.type) {
      case 'timer': {
        const task: Task = { type: 'handler', handler: effect.handler, data: frozenCopy(effect.data) };
        changes.push({ type: 'timer', timer: { ...due(context, effect.order, task), id: effect.id, at: effect.at } });
        break;
      }
      case 'cancelTimer':
        changes.push({ type: 'cancel', service: context.service, id: effect.id });
        break;
      case 'call': {
        const { service, op, replyTo } = effect;
        const task: Task = { type: 'call', service, op, input: frozenCopy(effect.input), replyTo };
        changes.push({ type: 'timer', timer: due(context, orderOfCalls, task) });
        break;
      }
      case 'publish':
        changes.push(...publications(effect.topic, effect.data, context));
        break;
      case 'work': {
        const { work, replyTo } = effect;
        const change = { type: 'work', pending: { service: context.service, work, replyTo, stopping: false } } as const;
        begun.set(work.id, change);
        changes.push(change);
        dispatches.push({ type: 'start', id: work.id });
        break;
      }
      case 'stopWork': {
        const pending = begun.get(effect.id)?.pending ?? context.persistence.work(effect.id);
        if (pending === null) break;
        changes.push({ type: 'work', pending: { ...pending, stopping: true } });
        dispatches.push({ type: 'stop', id: effect.id });
        break;
      }
      case 'answer':
        answers.push({ place: waitingPlace(context.service, effect.id), result: effect.result });
    }
  }
  return { changes, dispatches, answers };
}

/** An answer to a call that waits. */
export interface Given {
  readonly place: string;
  readonly result: Answer;
}
export const waitingPlace = (service: string, id: string): string => `${service} ${id}`;

export function publications(topic: string, data: Json, context: Moment & Pick<EffectContext, 'services'>): Change[] {
  const changes: Change[] = [];
  for (const subscriber of context.services.values()) {
    const handler = subscriber.subscriptions[topic];
    if (handler === undefined) continue;
    const timer = due({ ...context, service: subscriber.id }, 1, { type: 'handler', handler, data: frozenCopy(data) });
    changes.push({ type: 'timer', timer });
  }
  return changes;
}

/** A timer of this instant with an id that no service gives. */
export function due(context: Moment, order: number, task: Task): Timer {
  const seq = context.nextSeq();
  return { service: context.service, id: `~${seq}`, at: context.now(), order, seq, task };
}

/** The timer that brings a result to whoever asked. */
export function replyTimer(context: Moment, order: number, replyTo: ReplyTo, result: Answer): Timer {
  return due(context, order, { type: 'handler', handler: replyTo.handler, data: frozenCopy({ data: replyTo.data, ...result }) });
}
