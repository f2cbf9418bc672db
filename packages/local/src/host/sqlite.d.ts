import { type Persistence } from './persistence.ts';
/**
 * Keeps a host's state in one SQLite file, which the process then holds alone: a second one that opens it is refused.
 * @throws {PersistenceError} when another process holds the file, or it cannot be opened.
 * @example createHost({ persistence: sqlitePersistence('/tmp/mill/state.db'), … })
 */
export declare function sqlitePersistence(file: string): Persistence;
