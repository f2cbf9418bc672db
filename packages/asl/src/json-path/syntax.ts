/**
 * A compiled path. It is plain data, and can be kept and read any number of times.
 *
 * `$.orders[0].id`, `$$.Execution.Name` and `$total.net` are references: they lead to one place or nowhere, and reading them gives the
 * value there. `$.orders[*].id`, slices, unions, `..` and filters select any number of places, and reading them gives an array.
 * Sources: Amazon States Language specification, "Paths" and "Reference Paths"; Step Functions developer guide, "Using paths to access
 * input" and "Passing data between states with variables".
 */
export interface Path {
  readonly source: string;
  readonly root: 'input' | 'context' | 'variable';
  /** The name after `$` when the root is a variable. */
  readonly variable: string | null;
  /** One place at most: names and indices only. */
  readonly reference: boolean;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly to: 'name'; readonly name: string }
  | { readonly to: 'index'; readonly index: number }
  /** As the last step, an object with those of the names that are there. */
  | { readonly to: 'names'; readonly names: readonly string[] }
  | { readonly to: 'indices'; readonly indices: readonly number[] }
  | { readonly to: 'slice'; readonly from: number | null; readonly until: number | null; readonly by: number }
  | { readonly to: 'all' }
  /** `..`: the value and all that it holds; the next step is applied to each. */
  | { readonly to: 'descendants' }
  | { readonly to: 'matching'; readonly condition: Condition };

/** What stands in `[?( … )]`. */
export type Condition =
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'present'; readonly steps: readonly Step[] }
  | { readonly is: 'compared'; readonly left: Operand; readonly by: Comparison; readonly right: Operand };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Operand =
  /** From `@`, the item at hand. */
  | { readonly from: 'item'; readonly steps: readonly Step[] }
  | { readonly from: 'constant'; readonly value: string | number | boolean | null };

/** A text that is no path. `offset` counts UTF-16 units from its start. */
export class PathSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'PathSyntaxError';
    this.offset = offset;
  }
}
