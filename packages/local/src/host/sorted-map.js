import { byUtf8, lowerBound } from './order.js';
/** A map whose keys are also found by prefix, in byte order. */
export class SortedMap {
    #values = new Map();
    #keys = [];
    get(key) {
        return this.#values.get(key);
    }
    set(key, value) {
        if (!this.#values.has(key))
            this.#insert(key);
        this.#values.set(key, value);
    }
    delete(key) {
        if (this.#values.delete(key))
            this.#keys.splice(lowerBound(this.#keys, key), 1);
    }
    /** Keys with `prefix` and their values: cost is that of the answer, not of the map. */
    withPrefix(prefix) {
        const found = [];
        for (let i = lowerBound(this.#keys, prefix); i < this.#keys.length; i++) {
            const key = this.#keys[i] ?? '';
            if (!key.startsWith(prefix))
                break;
            const value = this.#values.get(key);
            if (value !== undefined)
                found.push({ key, value });
        }
        return found;
    }
    get size() {
        return this.#keys.length;
    }
    #insert(key) {
        const last = this.#keys.at(-1);
        if (last === undefined || byUtf8(last, key) < 0)
            this.#keys.push(key);
        else
            this.#keys.splice(lowerBound(this.#keys, key), 0, key);
    }
}
