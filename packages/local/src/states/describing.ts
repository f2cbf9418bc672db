import type { Json } from '@millrace/core';
import { optionalText, type Input } from './input.ts';

/** Does the caller want no inputs, outputs and definitions? Source: DescribeExecution, `includedData`. */
export const metadataOnly = (input: Input): boolean => optionalText(input, 'includedData') === 'METADATA_ONLY';

type Fields = { readonly [key: string]: Json };

/** An input or output as a description holds it. */
export function data(member: 'input' | 'output', value: string | null, included: boolean): Fields {
  if (value === null) return {};
  return { ...(included ? { [member]: value } : {}), [`${member}Details`]: { included } };
}

/** Members that have a value. */
export function given(fields: { readonly [key: string]: Json }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
