import type { Json } from '../engine-types.ts';
import type { Path } from '../json-path/syntax.ts';

/** A compiled call of an intrinsic function. Plain data: it can be kept and called any number of times. */
export interface Intrinsic {
  readonly source: string;
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument =
  /** A number, true, false or null. */
  | { readonly is: 'constant'; readonly value: Json }
  /** A text in quotes. `raw` has its escapes, which States.Format tells apart from its own braces. */
  | { readonly is: 'text'; readonly raw: string; readonly value: string }
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'call'; readonly call: Intrinsic };

/** A text that is no call of an intrinsic function. `offset` counts UTF-16 units from its start. */
export class IntrinsicSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'IntrinsicSyntaxError';
    this.offset = offset;
  }
}
