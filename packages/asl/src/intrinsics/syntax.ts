import type { Json } from '../engine-types.ts';
import type { Path } from '../json-path/syntax.ts';

/** A compiled call of an intrinsic function. */
export interface Intrinsic {
  readonly source: string;
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument =
  | { readonly is: 'constant'; readonly value: Json }
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
