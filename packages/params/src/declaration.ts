export type ParamType = 'string' | 'integer' | 'double' | 'boolean' | 'date' | 's3Uri' | 'enum';
export type ParamValue = string | number | boolean;

/**
 * One declared parameter, as plain JSON. A null `default` makes it required.
 * `values` holds the allowed strings of an enum and is empty for every other type.
 */
export interface ParamDeclaration {
  readonly type: ParamType;
  readonly description: string;
  readonly default: ParamValue | { readonly run: 'id' | 'date' } | null;
  readonly values: readonly string[];
}
