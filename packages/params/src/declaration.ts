/** Types that a parameter of a pipeline can have: each is one text among the arguments of a job. */
export type ParamType = 'string' | 'integer' | 'double' | 'boolean' | 'date' | 's3Uri' | 'enum' | 'bucket' | 'iamRole' | 'secret';
export type ParamValue = string | number | boolean;
export type RunFact = { readonly run: 'id' | 'date' };

/** What every declaration may say besides; a key that is left out says nothing. */
export interface ParamRules {
  /** The whole text must match. Only what an automaton reads in bounded time: see `patternFault`. */
  readonly pattern?: string | undefined;
  /** Fewest and most characters of a text, items of a list. */
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  /** Least and greatest number. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** False: no run may give another value. Default true. */
  readonly overridable?: boolean | undefined;
  /** True: the value is kept among the saved arguments of the job; false: each run passes it. Default false. */
  readonly saved?: boolean | undefined;
}

/**
 * One declared parameter of a pipeline, as plain JSON. A null `default` makes it required.
 * `values` holds the allowed strings of an enum and is empty for every other type.
 */
export interface ParamDeclaration extends ParamRules {
  readonly type: ParamType;
  readonly description: string;
  readonly default: ParamValue | RunFact | null;
  readonly values: readonly string[];
}

export type JsonValue = ParamValue | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * A declaration of any type: besides those of pipelines a list and JSON. A secret is a reference (name or ARN) and never a
 * value. The default of a list and of JSON is their value; resolved and passed they are JSON text.
 */
export interface Declaration extends Omit<ParamDeclaration, 'type' | 'default'> {
  readonly type: ParamType | 'list' | 'json';
  readonly default: ParamDeclaration['default'] | JsonValue;
  /** What the items of a list are. Default string. */
  readonly items?: 'string' | 'integer' | undefined;
}
export type DeclaredType = Declaration['type'];
export type Declarations = Readonly<Record<string, Declaration>>;

/** A default that only a run can tell, or null. JSON has no such defaults: there an object is a value. */
export function factOf({ type, default: given }: Declaration): RunFact | null {
  if (type === 'json' || type === 'list' || typeof given !== 'object' || given === null || !('run' in given)) return null;
  return given.run === 'id' || given.run === 'date' ? { run: given.run } : null;
}
