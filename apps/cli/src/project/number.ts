import { CliError, exit } from '../io.ts';
import type { Options } from '../table.ts';

/** A whole number that an option gives, or null when it was left out. */
export function wholeNumber(options: Options, name: string, least: number, most: number): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const number = typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN;
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new CliError(`--${name} takes a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}, not ${String(text)}.`, `For example: --${name} ${Math.max(least, 1)}`, exit.usage);
}
