import { effectChanges, orderOfCalls, orderOfWorkResults, replyTimer } from './effects.js';
import { frozenCopy } from './frozen.js';
import { overlay } from './overlay.js';
import { s3Call } from './s3-calls.js';
import { AwsError } from './types.js';
/** Transactions over the services' rows. The caller runs one at a time. */
export class Engine {
    #services;
    #options;
    #state;
    #seq;
    constructor(options) {
        this.#options = options;
        this.#services = new Map(options.services.map((service) => [service.id, service]));
        this.#state = options.persistence;
        this.#seq = this.#state.lastSeq();
    }
    /** An operation from outside. */
    async call(service, op, input) {
        const reaction = await this.#react(service, op, input);
        return this.#commit(reaction, () => []);
    }
    /** Runs a due timer; it is removed in the commit of what it does. A handler that fails is rejected, and its timer left. */
    async runTimer(timer) {
        const removal = { type: 'cancel', service: timer.service, id: timer.id };
        if (timer.task.type === 'call') {
            await this.#perform(timer.service, timer.task, removal);
            return;
        }
        const service = this.#services.get(timer.service);
        const handler = service?.handlers[timer.task.handler];
        if (service === undefined || handler === undefined)
            throw new Error(`The service '${timer.service}' has no handler '${timer.task.handler}'.`);
        this.#commit(await this.#run(service, handler, timer.task.data), () => [removal]);
    }
    /** Notes how work ended; the reply is due at once. Work that is not pending has been reported before. */
    finishWork(id, result) {
        const pending = this.#state.work(id);
        if (pending === null)
            return;
        const output = { outcome: result.outcome, message: result.message, tables: result.tables };
        const timer = replyTimer(this.#moment(pending.service), orderOfWorkResults, pending.replyTo, { ok: true, output });
        this.#state.commit([
            { type: 'workDone', id },
            { type: 'timer', timer },
        ]);
    }
    async #perform(caller, task, removal) {
        const { service, op, input, replyTo } = task;
        const reply = (result) => replyTo === null ? [] : [{ type: 'timer', timer: replyTimer(this.#moment(caller), orderOfCalls, replyTo, result) }];
        let reaction;
        try {
            reaction = await this.#react(service, op, input);
        }
        catch (error) {
            this.#state.commit([removal, ...reply({ ok: false, error: this.#described(error, `${service} ${op}`) })]);
            return;
        }
        this.#commit(reaction, (output) => [removal, ...reply({ ok: true, output })]);
    }
    async #react(service, op, input) {
        if (service === 's3')
            return { output: s3Call(this.#options.objects, op, input), changes: [], dispatches: [] };
        const found = this.#services.get(service);
        if (found === undefined)
            throw new AwsError('UnknownService', `The embedded AWS has no service '${service}'.`, 404);
        const operation = Object.hasOwn(found.operations, op) ? found.operations[op] : undefined;
        if (operation === undefined)
            throw new AwsError('UnknownOperationException', `The embedded AWS does not support ${op} of ${service}.`);
        return this.#run(found, operation, input);
    }
    async #run(service, operation, input) {
        const tx = overlay(this.#state, service.id);
        const { output, effects } = await operation(tx, frozenCopy(input), this.#options.world);
        const context = { ...this.#moment(service.id), services: this.#services, persistence: this.#state };
        const { changes, dispatches } = effectChanges(effects, context);
        return { output: frozenCopy(output), changes: [...tx.changes(), ...changes], dispatches };
    }
    #commit(reaction, added) {
        // The timer that is run goes first: what it did may set one of the same id.
        this.#state.commit([...added(reaction.output), ...reaction.changes]);
        reaction.dispatches.forEach(this.#options.dispatch);
        return reaction.output;
    }
    #described(error, where) {
        if (error instanceof AwsError)
            return { name: error.name, message: error.message };
        this.#options.onError(error, where);
        return { name: 'InternalFailure', message: `${where} failed inside the embedded AWS: ${String(error)}` };
    }
    #moment(service) {
        return { service, now: () => this.#options.world.now(), nextSeq: () => ++this.#seq };
    }
}
