type Diff<V> = readonly (readonly [key: string, value: V | undefined])[];

/**
 * A map whose versions share one table. The newest version reads at the cost of a plain Map and `with` costs only what it changes; an
 * older version stays valid: it keeps the way back from its successor and pays for it only when it is read again.
 */
export class VersionedMap<V> implements ReadonlyMap<string, V> {
  #table: Map<string, V> | null;
  #next: VersionedMap<V> | null = null;
  #back: Diff<V> = [];

  private constructor(table: Map<string, V>) {
    this.#table = table;
  }

  static from<V>(map: ReadonlyMap<string, V>): VersionedMap<V> {
    // instanceof loses the type of the values, which the parameter gives.
    return map instanceof VersionedMap ? (map as VersionedMap<V>) : new VersionedMap(new Map(map));
  }

  /** A new version; `undefined` removes a key. This version keeps reading as it did. */
  with(changes: ReadonlyMap<string, V | undefined>): VersionedMap<V> {
    const table = this.#own();
    const back = exchange(table, [...changes]);
    const next = new VersionedMap(table);
    this.#table = null;
    this.#next = next;
    this.#back = back;
    return next;
  }

  get size(): number {
    return this.#own().size;
  }
  get(key: string): V | undefined {
    return this.#own().get(key);
  }
  has(key: string): boolean {
    return this.#own().has(key);
  }
  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of [...this.#own()]) callback(value, key, this);
  }
  entries(): MapIterator<[string, V]> {
    return this.#own().entries();
  }
  keys(): MapIterator<string> {
    return this.#own().keys();
  }
  values(): MapIterator<V> {
    return this.#own().values();
  }
  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  /** The shared table in the shape of this version: walks to the version that holds it and turns every link on the way round. */
  #own(): Map<string, V> {
    if (this.#table !== null) return this.#table;
    const way: VersionedMap<V>[] = [];
    let holder = nextOf(this);
    way.push(this);
    while (holder.#table === null) {
      way.push(holder);
      holder = nextOf(holder);
    }
    const table = holder.#table;
    for (const version of way.reverse()) {
      const forward = exchange(table, version.#back);
      holder.#table = null;
      holder.#next = version;
      holder.#back = forward;
      version.#table = table;
      version.#next = null;
      version.#back = [];
      holder = version;
    }
    return table;

    function nextOf(version: VersionedMap<V>): VersionedMap<V> {
      if (version.#next === null) throw new Error('a version of a VersionedMap has neither a table nor a successor: a bug in VersionedMap');
      return version.#next;
    }
  }
}

/** Writes the changes and returns those that undo them. */
function exchange<V>(table: Map<string, V>, changes: Diff<V>): Diff<V> {
  const undo = changes.map(([key]) => [key, table.get(key)] as const);
  for (const [key, value] of changes) {
    if (value === undefined) table.delete(key);
    else table.set(key, value);
  }
  return undo;
}
