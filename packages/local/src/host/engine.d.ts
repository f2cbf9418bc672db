import type { Json } from '@millrace/core';
import { type Dispatch } from './effects.ts';
import type { Persistence, Timer } from './persistence.ts';
import type { Objects } from '../blobs/objects.ts';
import { type Service, type WorkResult, type World } from './types.ts';
export interface EngineOptions {
    readonly services: readonly Service[];
    readonly objects: Objects;
    readonly persistence: Persistence;
    readonly world: World;
    /** Does what a commit asked for; called after it. */
    readonly dispatch: (dispatch: Dispatch) => void;
    /** Told of operations that failed with something that is not an AWS error. */
    readonly onError: (error: unknown, where: string) => void;
}
/** Transactions over the services' rows. The caller runs one at a time. */
export declare class Engine {
    #private;
    constructor(options: EngineOptions);
    /** An operation from outside. */
    call(service: string, op: string, input: Json): Promise<Json>;
    /** Runs a due timer; it is removed in the commit of what it does. A handler that fails is rejected, and its timer left. */
    runTimer(timer: Timer): Promise<void>;
    /** Notes how work ended; the reply is due at once. Work that is not pending has been reported before. */
    finishWork(id: string, result: WorkResult): void;
}
