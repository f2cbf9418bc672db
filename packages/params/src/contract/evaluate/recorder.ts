import type { Asked, Call, Reading, Unasked, Use, Wanted } from '../reading.ts';
import { UNKNOWN, type ArgvValue, type ListValue, type OptionsValue, type Value } from './values.ts';

/** Always in the result of getResolvedOptions, whatever is asked. */
export const BUILT_IN: readonly string[] = ['job_bookmark_option', 'job_bookmark_from', 'job_bookmark_to', 'JOB_ID', 'JOB_RUN_ID', 'SECURITY_CONFIGURATION', 'encryption_type', 'enable_data_lineage', 'RedshiftTempDir', 'TempDir'];

/** What a script makes of a value, other than comparing it. */
export type UsedAs = Exclude<Wanted, 'compared'>;

/** One test with its parts, joined by `and` and `or`. */
interface Chain {
  readonly seen: Map<string, number>;
  readonly truths: { readonly key: string; readonly name: string }[];
  readonly compared: Map<string, string>;
}

/** Collects what a script does, and knows under which conditions it is doing it. */
export class Recorder {
  readonly #calls: Call[] = [];
  readonly #unasked = new Map<string, Unasked>();
  readonly #uses = new Map<string, Use>();
  readonly #mentioned = new Set<string>();
  #readsWords = false;
  /** Offsets of the words that a test looked at, while one is listening. */
  readonly #heard: Set<string>[] = [];
  readonly #touched: boolean[] = [];
  /** How many open conditions decide whether the script gets here. */
  depth = 0;
  /** Names that are given here for certain. */
  guarded: ReadonlySet<string> = new Set();
  /** Set when a script is more work than it is worth. */
  gaveUp = false;
  /** How many statements before may have left, having looked at a value. */
  doubt = 0;
  /** Is a missing key caught here, and a value that cannot be converted? */
  caughtKeys = 0;
  caughtValues = 0;
  /** How many values were read so far. */
  reads = 0;
  /** How often the script asked what type a value or the result has. */
  typesAsked = 0;
  readonly #typed = new Set<OptionsValue>();
  #chain: Chain | null = null;
  readonly #worked = new Map<string, number>();
  readonly #askedAt: { readonly asked: Asked; depth: number }[] = [];
  readonly scala: boolean;

  constructor(scala: boolean) {
    this.scala = scala;
  }

  /** Names in the order they were asked, to compare the arms of a condition. */
  mark(): number {
    return this.#askedAt.length;
  }

  /** What every arm asks for is asked for in any case. */
  settle(arms: readonly (readonly [from: number, to: number])[]): void {
    const names = arms.map(([from, to]) => new Set(this.#askedAt.slice(from, to).filter(({ depth }) => depth <= this.depth + 1).map(({ asked }) => asked.name)));
    for (const [from, to] of arms) {
      for (const entry of this.#askedAt.slice(from, to)) {
        if (entry.depth > this.depth + 1 || !names.every((each) => each.has(entry.asked.name))) continue;
        entry.depth = Math.min(entry.depth, this.depth);
        if (entry.depth === 0) entry.asked.certain = true;
      }
    }
  }

  call(at: number, argv: Value, list: ListValue | null, letters: string | null = null): OptionsValue {
    const words: ArgvValue | null = argv.kind === 'argv' ? argv : null;
    const asked: Asked[] = [];
    for (const { value, maybe } of list?.entries ?? []) {
      if (value.kind !== 'text') continue;
      const depth = maybe || this.guarded.has(value.value) ? Infinity : this.depth;
      const entry: Asked = { name: value.value, at: value.at, certain: depth === 0 };
      asked.push(entry);
      this.#askedAt.push({ asked: entry, depth });
    }
    const unread = list === null ? at : list.open ?? (list.entries.some(({ value }) => value.kind !== 'text') ? at : null);
    this.#calls.push({ at, asked, unread, letters, added: words?.added ?? new Set(), ofJob: argv.kind !== 'list', dropsFirst: words?.dropsFirst ?? false });
    const key = (name: string): string => (this.scala ? name : name.replace(/^-+/, '').replaceAll('-', '_'));
    return { kind: 'options', keys: new Set([...BUILT_IN, ...asked.map(({ name }) => key(name)), ...(letters === null ? [] : [letters])]), open: unread !== null, written: new Map(), blurred: false };
  }

  read(at: number, options: OptionsValue, name: string, optional: boolean): Value {
    if (!options.open && this.caughtKeys === 0 && !options.keys.has(name) && !this.guarded.has(name)) this.unasked(at, options, name, optional ? 'lookup' : 'key');
    if (options.blurred) return UNKNOWN;
    this.see(name);
    return options.written.get(name) ?? { kind: 'option', name };
  }

  /** The script looks at the type of a value: what it does then is its own affair. */
  askType(value: Value): void {
    if (value.kind === 'options') this.#typed.add(value);
    if (value.kind === 'option' || value.kind === 'options') this.typesAsked += 1;
  }

  unasked(at: number, options: OptionsValue, name: string, how: Unasked['how']): void {
    if (how === 'attribute' && (this.caughtValues > 0 || options.blurred || this.#typed.has(options))) return;
    this.#unasked.set(`${at} ${name}`, { name, at, how, known: [...options.keys] });
  }

  use(value: Value, at: number, as: UsedAs, detail: string | null = null): void {
    if (value.kind !== 'option' || this.caughtValues > 0 || (as === 'truth' && value.oneOfMany === true)) return;
    const key = `${at} ${value.name} ${as} ${detail}`;
    this.#uses.set(key, { name: value.name, at, as, detail, words: null, conditional: this.depth > 0 || this.doubt > 0 });
    if (as === 'truth') this.#chain?.truths.push({ key, name: value.name });
    else this.work(value.name);
  }

  /** Something is made of a value: more than a look at whether it is there. */
  work(name: string): void {
    this.#worked.set(name, this.worked(name) + 1);
  }

  worked(name: string): number {
    return this.#worked.get(name) ?? 0;
  }

  /** What looked like a truth was a question whether there is a value at all. */
  noTruth(value: Value, at: number): void {
    if (value.kind === 'option') this.#uses.delete(`${at} ${value.name} truth null`);
  }

  /** A value was compared with some words, or with what is no text. Words of one test count together. */
  compared(value: Value, at: number, words: readonly string[] | null): void {
    if (value.kind !== 'option') return;
    const { name } = value;
    const before = words === null ? undefined : this.#chain?.compared.get(name);
    const key = before ?? `${at} ${name} compared ${JSON.stringify(words)}`;
    this.work(name);
    const own = this.#uses.get(key);
    this.#uses.set(key, { name, at: own?.at ?? at, as: 'compared', detail: null, words: words === null ? null : [...new Set([...(own?.words ?? []), ...words])], conditional: true });
    if (words !== null) this.#chain?.compared.set(name, key);
  }

  see(name: string): void {
    this.reads += 1;
    this.#chain?.seen.set(name, (this.#chain.seen.get(name) ?? 0) + 1);
  }

  /** Follows a test as a whole: a value that is looked at twice in it is no mere truth. */
  chain<T>(run: () => T): T {
    if (this.#chain !== null) return run();
    const chain: Chain = { seen: new Map(), truths: [], compared: new Map() };
    this.#chain = chain;
    try {
      return run();
    } finally {
      this.#chain = null;
      for (const { key, name } of chain.truths) if ((chain.seen.get(name) ?? 0) > 1) this.#uses.delete(key);
    }
  }

  /** What is called in a test is no part of it. */
  apart<T>(run: () => T): T {
    const chain = this.#chain;
    this.#chain = null;
    try {
      return run();
    } finally {
      this.#chain = chain;
    }
  }

  /** Runs under conditions of its own. */
  within<T>(more: { readonly depth?: number; readonly doubt?: number; readonly keys?: number; readonly values?: number }, run: () => T): T {
    const { depth, doubt, caughtKeys, caughtValues } = this;
    this.depth += more.depth ?? 0;
    this.doubt += more.doubt ?? 0;
    this.caughtKeys += more.keys ?? 0;
    this.caughtValues += more.values ?? 0;
    try {
      return run();
    } finally {
      [this.depth, this.doubt, this.caughtKeys, this.caughtValues] = [depth, doubt, caughtKeys, caughtValues];
    }
  }

  /** A word such as `--NAME` was looked for among the words of the job. */
  mention(text: string): string | null {
    const name = /^--?([^=]+)=?$/.exec(text)?.[1] ?? null;
    if (name !== null) this.#mentioned.add(name);
    return name;
  }

  escape(): void {
    this.#readsWords = true;
  }

  /** Listens for texts and for the words of the job while `run` looks at a test. */
  listen<T>(run: () => T): { readonly result: T; readonly texts: ReadonlySet<string>; readonly touched: boolean } {
    this.#heard.push(new Set());
    this.#touched.push(false);
    const result = run();
    const texts = this.#heard.pop() ?? new Set<string>();
    const touched = this.#touched.pop() ?? false;
    for (const text of texts) this.#heard.at(-1)?.add(text);
    if (touched) this.touch();
    return { result, texts, touched };
  }

  hear(text: string): void {
    this.#heard.at(-1)?.add(text);
  }

  touch(): void {
    if (this.#touched.length > 0) this.#touched[this.#touched.length - 1] = true;
  }

  reading(): Reading {
    return { calls: this.#calls, unasked: [...this.#unasked.values()], uses: [...this.#uses.values()], mentioned: this.#mentioned, readsWords: this.#readsWords, gaveUp: this.gaveUp };
  }
}
