import type { Json } from '@millrace/core';

/** Parsed rows, the latest `limit` of them, so that a big row is not parsed at each read. */
export class RowCache {
  readonly #rows = new Map<string, Json>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(service: string, kind: string, key: string): Json | undefined {
    return this.#rows.get(nameOf(service, kind, key));
  }

  keep(service: string, kind: string, key: string, row: Json): Json {
    const oldest = this.#rows.size >= this.#limit ? this.#rows.keys().next().value : undefined;
    if (oldest !== undefined) this.#rows.delete(oldest);
    this.#rows.set(nameOf(service, kind, key), row);
    return row;
  }

  forget(service: string, kind: string, key: string): void {
    this.#rows.delete(nameOf(service, kind, key));
  }
}

function nameOf(service: string, kind: string, key: string): string {
  return `${service} ${kind} ${key}`;
}
