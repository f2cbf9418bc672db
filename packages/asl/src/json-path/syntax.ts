/** A compiled path. Its steps are plain data: a path can be kept, compared and read any number of times. */
export interface Path {
  readonly source: string;
  readonly root: 'input' | 'context' | 'variable';
  /** The name after `$` when the root is a variable. */
  readonly variable: string | null;
  /** One place at most: names and indices only. Source: Amazon States Language specification, "Reference Paths". */
  readonly reference: boolean;
  readonly steps: readonly Step[];
}

export type Step = { readonly to: 'name'; readonly name: string };

/** A text that is no path. `offset` counts UTF-16 units from its start. */
export class PathSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'PathSyntaxError';
    this.offset = offset;
  }
}
