/** Parsed rows, the latest `limit` of them, so that a big row is not parsed at each read. */
export class RowCache {
    #rows = new Map();
    #limit;
    constructor(limit) {
        this.#limit = limit;
    }
    get(service, kind, key) {
        return this.#rows.get(nameOf(service, kind, key));
    }
    keep(service, kind, key, row) {
        const oldest = this.#rows.size >= this.#limit ? this.#rows.keys().next().value : undefined;
        if (oldest !== undefined)
            this.#rows.delete(oldest);
        this.#rows.set(nameOf(service, kind, key), row);
        return row;
    }
    forget(service, kind, key) {
        this.#rows.delete(nameOf(service, kind, key));
    }
}
function nameOf(service, kind, key) {
    return `${service} ${kind} ${key}`;
}
