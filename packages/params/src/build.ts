import type { ParamDeclaration, ParamType, ParamValue } from './declaration.ts';

type RunFact = { readonly run: 'id' | 'date' };

/** What every builder takes. Without a `default` the parameter is required. */
export interface ParamOptions<V extends ParamValue> {
  readonly description?: string | undefined;
  readonly default?: V | RunFact | undefined;
}
/** An enum also takes its allowed words. */
export interface EnumOptions<V extends string> extends ParamOptions<V> {
  readonly values: readonly V[];
}

function declare(type: ParamType, options: ParamOptions<ParamValue> | undefined, values: readonly string[] = []): ParamDeclaration {
  return { type, description: options?.description ?? '', default: options?.default ?? null, values };
}

/**
 * Builders of parameter declarations. They return plain JSON and never throw: what is wrong is told by `checkDeclarations`.
 *
 * @example
 * const params = {
 *   source: param.s3Uri({ description: 'Raw files', default: 's3://acme-raw/orders/' }),
 *   day: param.date({ default: { run: 'date' } }),
 *   mode: param.enum({ values: ['full', 'delta'], default: 'delta' }),
 * };
 */
export const param = {
  string: (options?: ParamOptions<string>): ParamDeclaration => declare('string', options),
  /** A whole number that JavaScript holds exactly. */
  integer: (options?: ParamOptions<number>): ParamDeclaration => declare('integer', options),
  /** Any finite number. */
  double: (options?: ParamOptions<number>): ParamDeclaration => declare('double', options),
  boolean: (options?: ParamOptions<boolean>): ParamDeclaration => declare('boolean', options),
  /** A day of the calendar, `YYYY-MM-DD`. */
  date: (options?: ParamOptions<string>): ParamDeclaration => declare('date', options),
  /** `s3://bucket/key`; the key may be empty or end with a slash. */
  s3Uri: (options?: ParamOptions<string>): ParamDeclaration => declare('s3Uri', options),
  enum: <const V extends string>(options: EnumOptions<V>): ParamDeclaration => declare('enum', options, options?.values ?? []),
} as const;
