/** Sets of small numbers, one row of bits each, in one block of memory: 5,000 sets of 5,000 take 3 MB. */
export interface BitRows {
  has(row: number, bit: number): boolean;
  add(row: number, bit: number): void;
  /** Adds all of row `other` to `row`. */
  join(row: number, other: number): void;
  count(row: number): number;
  bits(row: number): Generator<number>;
}

export function bitRows(rows: number, bits: number): BitRows {
  const width = Math.ceil(bits / 32);
  const words = new Int32Array(rows * width);
  const word = (at: number): number => words[at] ?? 0;
  return {
    has: (row, bit) => (word(row * width + (bit >> 5)) & (1 << (bit & 31))) !== 0,
    add(row, bit) {
      const at = row * width + (bit >> 5);
      words[at] = word(at) | (1 << (bit & 31));
    },
    join(row, other) {
      const into = row * width;
      const source = other * width;
      for (let i = 0; i < width; i++) words[into + i] = word(into + i) | word(source + i);
    },
    count(row) {
      let total = 0;
      for (let i = 0; i < width; i++) for (let rest = word(row * width + i); rest !== 0; rest &= rest - 1) total++;
      return total;
    },
    *bits(row) {
      for (let i = 0; i < width; i++) {
        for (let rest = word(row * width + i); rest !== 0; rest &= rest - 1) yield i * 32 + 31 - Math.clz32(rest & -rest);
      }
    },
  };
}

/** One row as a read-only set of names, so that the sets of a big graph need no memory of their own. */
export class NameSet implements ReadonlySet<string> {
  readonly #rows: BitRows;
  readonly #row: number;
  readonly #names: readonly string[];
  readonly #indexOf: ReadonlyMap<string, number>;

  constructor(rows: BitRows, row: number, names: readonly string[], indexOf: ReadonlyMap<string, number>) {
    this.#rows = rows;
    this.#row = row;
    this.#names = names;
    this.#indexOf = indexOf;
  }

  get size(): number {
    return this.#rows.count(this.#row);
  }

  has(name: string): boolean {
    const index = this.#indexOf.get(name);
    return index !== undefined && this.#rows.has(this.#row, index);
  }

  *values(): Generator<string, undefined> {
    for (const bit of this.#rows.bits(this.#row)) {
      const name = this.#names[bit];
      if (name !== undefined) yield name;
    }
    return undefined;
  }

  keys(): Generator<string, undefined> {
    return this.values();
  }

  *entries(): Generator<[string, string], undefined> {
    for (const name of this.values()) yield [name, name];
    return undefined;
  }

  [Symbol.iterator](): Generator<string, undefined> {
    return this.values();
  }

  forEach(visit: (value: string, key: string, set: ReadonlySet<string>) => void): void {
    for (const name of this) visit(name, name, this);
  }
}
