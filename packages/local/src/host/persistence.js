/** State could not be read or written; the message says where and what to do. */
export class PersistenceError extends Error {
    name = 'PersistenceError';
}
