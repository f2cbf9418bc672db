import { byUtf8, lowerBound } from './order.ts';

/** A map whose keys are also found by prefix, in byte order. */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #keys: string[] = [];

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#insert(key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(lowerBound(this.#keys, key), 1);
  }

  /** Keys with `prefix` and their values: cost is that of the answer, not of the map. */
  withPrefix(prefix: string): { readonly key: string; readonly value: V }[] {
    const found: { readonly key: string; readonly value: V }[] = [];
    for (let i = lowerBound(this.#keys, prefix); i < this.#keys.length; i++) {
      const key = this.#keys[i] ?? '';
      if (!key.startsWith(prefix)) break;
      const value = this.#values.get(key);
      if (value !== undefined) found.push({ key, value });
    }
    return found;
  }

  get size(): number {
    return this.#keys.length;
  }

  #insert(key: string): void {
    const last = this.#keys.at(-1);
    if (last === undefined || byUtf8(last, key) < 0) this.#keys.push(key);
    else this.#keys.splice(lowerBound(this.#keys, key), 0, key);
  }
}
