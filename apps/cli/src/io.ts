/** What a command may know of the terminal and the world. Results go to `out`, progress to `err`. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** To standard error as it is, for moves of the cursor. `out` and `err` show control characters of others instead of obeying them. */
  draw(text: string): void;
  readonly json: boolean;
  readonly colour: boolean;
  /** True when standard error is a terminal: progress may be redrawn. */
  readonly live: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  now(): number;
  random(): number;
  sleep(ms: number): Promise<void>;
  /** The embedded AWS takes any identity, and AWS clients insist on one: gives them one where the environment has none. */
  lendIdentity(): void;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

export const exit = { ok: 0, failure: 1, usage: 2, findings: 3, differences: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** An answer that a person can act on: one sentence that says what is wrong, one that says what to do. Never printed with a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly hint: string;
  readonly code: ExitCode;
  /** What the one JSON document of a failed command holds besides the error. */
  readonly document: Readonly<Record<string, unknown>>;
  constructor(message: string, hint: string, code: ExitCode = exit.failure, document: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.hint = hint;
    this.code = code;
    this.document = document;
  }
}

/** Prints one JSON document; every document carries its schema version. */
export function printJson(io: Io, document: Readonly<Record<string, unknown>>): void {
  io.out(`${JSON.stringify({ schemaVersion: 1, ...document }, null, 2)}\n`);
}

const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], cyan: [36, 39] } as const;
export type Style = keyof typeof styles;

/** Colours `text` when the terminal wants colour. */
export function paint(io: Pick<Io, 'colour'>, style: Style, text: string): string {
  const [on, off] = styles[style];
  return io.colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
