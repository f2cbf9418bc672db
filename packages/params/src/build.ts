import type { Declaration, DeclaredType, JsonValue, ParamDeclaration, ParamRules, ParamType, ParamValue, RunFact } from './declaration.ts';

interface Common extends Pick<ParamRules, 'overridable' | 'saved'> {
  readonly description?: string | undefined;
}
/** What every builder takes. Without a `default` the parameter is required. */
export interface ParamOptions<V extends ParamValue> extends Common {
  readonly default?: V | RunFact | undefined;
}
/** Texts also take `pattern`, which the whole text must match, and bounds of their length. */
export interface TextOptions extends ParamOptions<string>, Pick<ParamRules, 'pattern' | 'minLength' | 'maxLength'> {}
/** Numbers also take bounds. */
export interface NumberOptions extends ParamOptions<number>, Pick<ParamRules, 'min' | 'max'> {}
/** An enum also takes its allowed words. */
export interface EnumOptions<V extends string> extends ParamOptions<V> {
  readonly values: readonly V[];
}
/** A list takes what its items are and how many there may be. */
export interface ListOptions extends Common, Pick<ParamRules, 'minLength' | 'maxLength'> {
  readonly items?: 'string' | 'integer' | undefined;
  readonly default?: readonly (string | number)[] | undefined;
}
export interface JsonOptions extends Common {
  readonly default?: Exclude<JsonValue, null> | undefined;
}

type Given = Common & ParamRules & { readonly default?: Declaration['default'] | undefined };
const RULES = ['pattern', 'minLength', 'maxLength', 'min', 'max', 'overridable', 'saved'] as const satisfies readonly (keyof ParamRules)[];

/** The rules that are given; what is left out stays out, so that a declaration without rules is the JSON that it always was. */
function rulesOf(options: Given): ParamRules {
  // A bound of -0 is the bound 0: JSON and conditions write both alike.
  return Object.fromEntries(RULES.flatMap((rule) => (options[rule] === undefined ? [] : [[rule, options[rule] === 0 ? 0 : options[rule]]])));
}

function declare(type: ParamType, options: (Omit<Given, 'default'> & ParamOptions<ParamValue>) | undefined, values: readonly string[] = []): ParamDeclaration {
  return { type, description: options?.description ?? '', default: options?.default ?? null, values, ...rulesOf(options ?? {}) };
}

function declareWide<T extends DeclaredType>(type: T, options: Given | undefined): Declaration & { readonly type: T } {
  return { type, description: options?.description ?? '', default: options?.default ?? null, values: [], ...rulesOf(options ?? {}) };
}

/**
 * Builders of parameter declarations. They return plain JSON and never throw: what is wrong is told by `checkDeclarations`.
 *
 * @example
 * const params = {
 *   source: param.s3Uri({ description: 'Raw files', default: 's3://acme-raw/orders/' }),
 *   day: param.date({ default: { run: 'date' } }),
 *   mode: param.enum({ values: ['full', 'delta'], default: 'delta' }),
 *   region: param.string({ pattern: '[A-Z]{2}', overridable: false, default: 'NY' }),
 * };
 */
export const param = {
  string: (options?: TextOptions): ParamDeclaration => declare('string', options),
  /** A whole number that JavaScript holds exactly. */
  integer: (options?: NumberOptions): ParamDeclaration => declare('integer', options),
  /** Any finite number. */
  double: (options?: NumberOptions): ParamDeclaration => declare('double', options),
  boolean: (options?: ParamOptions<boolean>): ParamDeclaration => declare('boolean', options),
  /** A day of the calendar, `YYYY-MM-DD`. */
  date: (options?: ParamOptions<string>): ParamDeclaration => declare('date', options),
  /** `s3://bucket/key`; the key may be empty or end with a slash. */
  s3Uri: (options?: TextOptions): ParamDeclaration => declare('s3Uri', options),
  enum: <const V extends string>(options: EnumOptions<V>): ParamDeclaration => declare('enum', options, options?.values ?? []),
  /** The name of an S3 bucket, without `s3://`. */
  bucket: (options?: TextOptions): ParamDeclaration => declare('bucket', options),
  /** The ARN of an IAM role. */
  iamRole: (options?: TextOptions): ParamDeclaration => declare('iamRole', options),
  /** Texts or whole numbers, passed as a JSON array. */
  list: (options?: ListOptions): Declaration & { readonly type: 'list' } => ({ ...declareWide('list', options), ...(options?.items === undefined ? {} : { items: options.items }) }),
  /** Any JSON but null, passed as its text. */
  json: (options?: JsonOptions): Declaration & { readonly type: 'json' } => declareWide('json', options),
  /** The name or ARN of a secret: a reference that the job resolves, never the secret itself. */
  secret: (options?: ParamOptions<string>): ParamDeclaration & { readonly type: 'secret' } => ({ ...declare('secret', options), type: 'secret' }),
} as const;
