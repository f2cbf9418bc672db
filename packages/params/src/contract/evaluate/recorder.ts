import type { Asked, Call, Reading, Unasked, Use, Wanted } from '../reading.ts';
import type { ArgvValue, ListValue, OptionsValue, Value } from './values.ts';

/** Always in the result of getResolvedOptions, whatever is asked. */
export const BUILT_IN: readonly string[] = ['job_bookmark_option', 'job_bookmark_from', 'job_bookmark_to', 'JOB_ID', 'JOB_RUN_ID', 'SECURITY_CONFIGURATION', 'encryption_type', 'enable_data_lineage', 'RedshiftTempDir', 'TempDir'];

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
  /** Is a missing key caught here? */
  caught = 0;
  readonly #askedAt: { readonly asked: Asked; depth: number }[] = [];
  readonly #keepsHyphens: boolean;

  constructor(keepsHyphens: boolean) {
    this.#keepsHyphens = keepsHyphens;
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

  call(at: number, argv: Value, list: ListValue | null): OptionsValue {
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
    this.#calls.push({ at, asked, unread, added: words?.added ?? new Set(), ofJob: argv.kind !== 'list', dropsFirst: words?.dropsFirst ?? false });
    const key = (name: string): string => (this.#keepsHyphens ? name : name.replace(/^-+/, '').replaceAll('-', '_'));
    return { kind: 'options', keys: new Set([...BUILT_IN, ...asked.map(({ name }) => key(name))]), open: unread !== null };
  }

  read(at: number, options: OptionsValue, name: string, optional: boolean): Value {
    if (!optional && !options.open && this.caught === 0 && !options.keys.has(name) && !this.guarded.has(name)) {
      this.#unasked.set(`${at} ${name}`, { name, at, known: [...options.keys] });
    }
    return { kind: 'option', name };
  }

  use(value: Value, at: number, as: Wanted, detail: string | null = null): void {
    if (value.kind === 'option' && this.caught === 0) this.#uses.set(`${at} ${value.name} ${as} ${detail}`, { name: value.name, at, as, detail, conditional: this.depth > 0 });
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
