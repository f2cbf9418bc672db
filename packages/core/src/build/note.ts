import type { Position } from '../problem.ts';

// Registered, so that two copies of this package (the command line's and the project's) know each other's drafts.
const NOTE = Symbol.for('millrace.note');
const STEP = Symbol.for('millrace.step');

/** Puts the author's position on an object, where JSON does not see it. */
export function note<T extends object>(object: T, at: Position | null): T {
  if (at !== null) Object.defineProperty(object, NOTE, { value: at, configurable: true });
  return object;
}

/** The position that `note` left on a value, or null. */
export function noteOf(value: object): Position | null {
  // The symbol is ours alone: what stands under it was put there by `note`.
  return NOTE in value ? (value[NOTE] as Position) : null;
}

/** Marks what a step builder returns and keeps what it was given, unread: a builder never throws. */
export function markStep<T extends object>(draft: T, fields: Readonly<Record<string, unknown>>): T {
  return Object.defineProperty(draft, STEP, { value: fields });
}

/** The fields of a step draft, or null when the value is none. */
export function stepFields(value: object): Readonly<Record<string, unknown>> | null {
  // As above: only `markStep` writes under this symbol.
  return STEP in value ? (value[STEP] as Readonly<Record<string, unknown>>) : null;
}

// Brackets that no argument has by chance.
const IN_TEXT = /⟦(param|output|run) ([^⟧]*)⟧/;

/** Makes a reference show itself where somebody joins it into a text, so that `joinedReference` finds it. */
export function revealed<T extends object>(reference: T, what: string): T {
  return Object.defineProperty(reference, 'toString', { value: () => `⟦${what}⟧` });
}

/** The reference that was joined into a text ('param day'), or null. */
export function joinedReference(text: string): string | null {
  const match = IN_TEXT.exec(text);
  return match === null ? null : `${match[1] ?? ''} ${match[2] ?? ''}`;
}
