import { frozenCopy } from './frozen.js';
/** Results of work come before all else of an instant, so that an end is never late for what reacts to it. */
export const orderOfWorkResults = -1;
/** Calls and their replies come after the ends of their instant. */
export const orderOfCalls = 1;
/** Turns effects into changes of the same commit. */
export function effectChanges(effects, context) {
    const changes = [];
    const dispatches = [];
    const begun = new Map();
    for (const effect of effects) {
        switch (effect.type) {
            case 'timer': {
                const task = { type: 'handler', handler: effect.handler, data: frozenCopy(effect.data) };
                changes.push({ type: 'timer', timer: { ...due(context, effect.order, task), id: effect.id, at: effect.at } });
                break;
            }
            case 'cancelTimer':
                changes.push({ type: 'cancel', service: context.service, id: effect.id });
                break;
            case 'call': {
                const { service, op, replyTo } = effect;
                const task = { type: 'call', service, op, input: frozenCopy(effect.input), replyTo };
                changes.push({ type: 'timer', timer: due(context, orderOfCalls, task) });
                break;
            }
            case 'publish':
                changes.push(...publications(effect.topic, effect.data, context));
                break;
            case 'work': {
                const { work, replyTo } = effect;
                const change = { type: 'work', pending: { service: context.service, work, replyTo, stopping: false } };
                begun.set(work.id, change);
                changes.push(change);
                dispatches.push({ type: 'start', id: work.id });
                break;
            }
            case 'stopWork': {
                const pending = begun.get(effect.id)?.pending ?? context.persistence.work(effect.id);
                if (pending === null)
                    break;
                changes.push({ type: 'work', pending: { ...pending, stopping: true } });
                dispatches.push({ type: 'stop', id: effect.id });
            }
        }
    }
    return { changes, dispatches };
}
function publications(topic, data, context) {
    const changes = [];
    for (const subscriber of context.services.values()) {
        const handler = subscriber.subscriptions[topic];
        if (handler === undefined)
            continue;
        const timer = due({ ...context, service: subscriber.id }, 1, { type: 'handler', handler, data: frozenCopy(data) });
        changes.push({ type: 'timer', timer });
    }
    return changes;
}
/** A timer of this instant with an id that no service gives. */
export function due(context, order, task) {
    const seq = context.nextSeq();
    return { service: context.service, id: `~${seq}`, at: context.now(), order, seq, task };
}
/** The timer that brings a result to whoever asked. */
export function replyTimer(context, order, replyTo, result) {
    return due(context, order, { type: 'handler', handler: replyTo.handler, data: frozenCopy({ data: replyTo.data, ...result }) });
}
