/** A name in the list of a call of getResolvedOptions. */
export interface Asked {
  readonly name: string;
  readonly at: number;
  /** False when a condition decides whether the name is asked for: a missing value is then no fault. */
  certain: boolean;
}
/** One call of getResolvedOptions. */
export interface Call {
  readonly at: number;
  readonly asked: readonly Asked[];
  /** Where the list cannot be read before the script runs; null when all of it is known. */
  readonly unread: number | null;
  /** A text where the list should be: each of its letters is a name. Null when it is a list. */
  readonly letters: string | null;
  /** Names that the script itself adds to the words it reads. */
  readonly added: ReadonlySet<string>;
  /** False when the words are not those of the job: a list that the script made. */
  readonly ofJob: boolean;
  /** `sys.argv[1:]`: the first name is lost. */
  readonly dropsFirst: boolean;
}
export type Wanted = 'integer' | 'double' | 'date' | 'timestamp' | 'json' | 'boolean' | 'truth' | 'arithmetic' | 'compared';
/** What a script does with the text of an argument. */
export interface Use {
  readonly name: string;
  readonly at: number;
  readonly as: Wanted;
  /** The pattern of a date. */
  readonly detail: string | null;
  /** The words that it is compared with, one after the other; null when that is a number or a truth. */
  readonly words: readonly string[] | null;
  /** Under a condition, which may have looked at the value first. */
  readonly conditional: boolean;
}
export interface Unasked {
  readonly name: string;
  readonly at: number;
  /** `key`: a missing one is an error there; `lookup`: it is always the default; `attribute`: the result is a dictionary, and has none. */
  readonly how: 'key' | 'lookup' | 'attribute';
  readonly known: readonly string[];
}
/** What a script was seen to do with its arguments. */
export interface Reading {
  readonly calls: readonly Call[];
  readonly unasked: readonly Unasked[];
  readonly uses: readonly Use[];
  /** Names that the script looks for in the words without asking getResolvedOptions. */
  readonly mentioned: ReadonlySet<string>;
  /** Does the script read the words in a way that hides the names? */
  readonly readsWords: boolean;
  /** True when the script is more than can be followed: nothing is known for certain. */
  readonly gaveUp: boolean;
}
