import type { Json } from '../engine-types.ts';
import type { Bounds } from '../engine/bounds.ts';
import type { QueryWorld } from '../query/functions.ts';

/** What paths, templates and choice rules read. */
export interface PathScope {
  /** `$`: the effective input, or the result that ResultSelector sees. */
  readonly input: Json;
  /** `$$`: the context object. */
  readonly context: Json;
  /** `$name`: undefined when no such variable is in scope. */
  variable(name: string): Json | undefined;
  /** The clock and the chance of the execution, for States.UUID and States.MathRandom. */
  readonly world: QueryWorld;
  /** What all that is read and filled in for one state may take; without it nothing is counted together. */
  readonly bounds?: Bounds;
}
