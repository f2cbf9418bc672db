import jsonata from 'jsonata';
import { LimitReached, type Guard } from './guard.ts';

interface Bounded {
  readonly name: string;
  /** Gets what the signature lets through. */
  readonly implementation: Parameters<jsonata.Expression['registerFunction']>[1];
  readonly signature: string;
}

/**
 * Functions of JSONata whose own versions could run or grow without end: the same results, and an end. Source of the signatures and of what
 * they mean: https://docs.jsonata.org, "String functions", "Array functions" and "Date/Time functions".
 */
export function bounded(guard: Guard): readonly Bounded[] {
  return [
    { name: 'pad', signature: '<s-ns?:s>', implementation: (text: string | undefined, width: number, with_: string | undefined) => pad(guard, text, width, with_) },
    { name: 'join', signature: '<a<s>s?:s>', implementation: (texts: readonly string[] | undefined, separator: string | undefined) => join(guard, texts, separator ?? '') },
    { name: 'distinct', signature: '<x:x>', implementation: (value: unknown) => distinct(value) },
    { name: 'toMillis', signature: '<s-s?:n>', implementation: (text: string | undefined, picture: string | undefined) => toMillis(text, picture) },
  ];
}

function pad(guard: Guard, text: string | undefined, width: number, fill: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const wanted = Math.trunc(Math.abs(width));
  guard.text(wanted);
  // Characters count, not the halves that JavaScript keeps some of them in.
  const missing = wanted - Array.from(text).length;
  if (missing <= 0) return text;
  const unit = Array.from(fill === undefined || fill === '' ? ' ' : fill);
  const padding = Array.from({ length: missing }, (_, i) => unit[i % unit.length]).join('');
  return width > 0 ? text + padding : padding + text;
}

function join(guard: Guard, texts: readonly string[] | undefined, separator: string): string | undefined {
  if (texts === undefined) return undefined;
  guard.text(texts.reduce((sum, text) => sum + text.length, separator.length * Math.max(texts.length - 1, 0)));
  return texts.join(separator);
}

/** By a table of what was seen: comparing each with each takes minutes for what a state may hold. */
function distinct(value: unknown): unknown {
  if (!Array.isArray(value) || value.length <= 1) return value;
  const seen = new Set<string>();
  const kept = (value as readonly unknown[]).filter((item) => { // Array.isArray gives any[]
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  // A sequence of one is that one: jsonata marks sequences so.
  return 'sequence' in value ? Object.assign(kept, { sequence: true }) : kept;
}

function keyOf(item: unknown): string {
  return JSON.stringify(item, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner) ?? 'undefined';
}

const original = jsonata('$toMillis($text, $picture)');
const longestTime = 64;
const mostAdjacent = 6;

/** A picture becomes a regular expression; parts without anything between them can match a text in too many ways. */
function toMillis(text: string | undefined, picture: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (picture !== undefined && (text.length > longestTime || (picture.match(/\]\[/gu) ?? []).length > mostAdjacent)) {
    throw new LimitReached(`$toMillis reads at most ${longestTime} characters, with at most ${mostAdjacent} parts of the picture side by side`);
  }
  return original.evaluate(undefined, picture === undefined ? { text } : { text, picture });
}
