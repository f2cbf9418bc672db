import type { AccessorDeclarations } from '../codegen/index.ts';
import type { GlueVersion } from '../resolved-options/index.ts';

/** One fault of a script, with its place. `code` is in `paramsCatalogue`; line and column count from 1; `name` is the argument's, '' for none. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

/** A script, and what is known about its arguments. */
export interface ScriptToCheck {
  readonly language: 'python' | 'scala';
  readonly text: string;
  /** Told in findings; nothing is read from it. */
  readonly file: string;
  /** Parameters by name, or null when nothing is declared. */
  readonly declared: AccessorDeclarations | null;
  /** Names of the arguments that the job gets (with or without their two dashes), each with a sample value or null; null when this is not known. */
  readonly passed: Readonly<Record<string, string | null>> | null;
  readonly glueVersion: GlueVersion;
}
