import { pointer } from '../json.ts';

/** A JSON pointer, one step further; without work for names that need no escapes, since checks take a step for every value. */
export function step(base: string, key: string): string {
  return key.includes('/') || key.includes('~') ? pointer(base, key) : `${base}/${key}`;
}
