import type { Json } from '../engine-types.ts';
import { pointer } from '../json.ts';

/**
 * A value that a caller gives, as JSON: any type that holds JSON goes in, such as an interface. As JSON.stringify does, members that are
 * undefined are left out, and what has a `toJSON`, such as a Date, becomes what that gives.
 *
 * Throws TypeError, which names `what` and the place, for what JSON cannot hold.
 */
export function jsonIn(value: unknown, what: string): Json {
  if (value === undefined) throw new TypeError(`${what} is undefined: pass a JSON value, {} where there is nothing to say.`);
  const found = look(value);
  if (found === 'plain') return value as Json; // the look found nothing else
  if (found === 'written') return copied(value, what);
  const at = found.keys === null ? '' : ` at '${pointer('', ...keysOf(found))}'`;
  throw new TypeError(`${what} is no JSON: there is ${nameOf(found.value)}${at}.`);
}

interface Place {
  readonly value: unknown;
  /** The key under the place around it; null at the top. */
  readonly keys: { readonly key: string; readonly around: Place } | null;
}

/** Plain JSON; something that becomes JSON when it is written; or where the first value is that JSON cannot hold. */
function look(value: unknown): 'plain' | 'written' | Place {
  const seen = new Set<object>();
  const open: Place[] = [{ value, keys: null }];
  let found: 'plain' | 'written' = 'plain';
  // Without recursion: what nests too deep is refused by its own words.
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const at = place.value;
    if (at === null || typeof at === 'string' || typeof at === 'boolean' || (typeof at === 'number' && Number.isFinite(at))) continue;
    if (typeof at === 'object') {
      if (seen.has(at)) continue;
      seen.add(at);
      if ('toJSON' in at && typeof at.toJSON === 'function') found = 'written';
      else for (const [key, item] of Object.entries(at as Readonly<Record<string, unknown>>)) open.push({ value: item, keys: { key, around: place } }); // any object has members of some kind
    } else if (at === undefined && place.keys !== null && !Array.isArray(place.keys.around.value)) found = 'written';
    else return place;
  }
  return found;
}

function copied(value: unknown, what: string): Json {
  try {
    return JSON.parse(JSON.stringify(value)) as Json; // JSON.parse gives JSON
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    throw new TypeError(`${what} cannot be written as JSON: it nests too deep or holds itself.`, { cause: error });
  }
}

function keysOf(place: Place): readonly string[] {
  const keys: string[] = [];
  for (let at = place; at.keys !== null; at = at.keys.around) keys.unshift(at.keys.key);
  return keys;
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'undefined';
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
