import type { ParamValue } from './declaration.ts';

/**
 * A value as the text of a job argument: text as it is, numbers and booleans as JSON writes them, a list as JSON.
 *
 * @example
 * argumentText('a b') // 'a b'
 * argumentText(true) // 'true'
 * argumentText(['x', 1]) // '["x",1]'
 */
export function argumentText(value: ParamValue | readonly ParamValue[]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
