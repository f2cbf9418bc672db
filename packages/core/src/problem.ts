/** A place in a user's file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

export type Severity = 'error' | 'warning' | 'info';

/**
 * One finding, told all at once with the others before any side effect.
 * `code` is in some package's catalogue; `pointer` is a JSON pointer into the pipeline ('' is the whole of it);
 * `hint` says what to do.
 */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly pointer: string;
  readonly at: Position | null;
  readonly hint: string;
}

/** What `millrace explain CODE` prints: title, why it matters and the fix, in a few sentences. */
export interface CatalogueEntry {
  readonly title: string;
  readonly explanation: string;
  readonly fix: string;
}
/** Each package exports its own; the command line joins them and a test forbids a code twice. Codes are 'MR' and four digits. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
