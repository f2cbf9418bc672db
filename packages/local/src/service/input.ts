import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';

export type Fields = { readonly [key: string]: Json };
/** Makes the error of a request that a service refuses. */
export type Refuse = (message: string) => AwsError;

/** A request, or an object inside one, read member by member; null counts as absent. Each read throws the service's own error. */
export class Input {
  readonly json: Fields;
  readonly #refuse: Refuse;
  readonly #at: string;

  constructor(json: Json, refuse: Refuse, at = '') {
    if (!isRecord(json)) throw mistyped(at === '' ? 'The request' : at, 'an object');
    this.json = json;
    this.#refuse = refuse;
    this.#at = at;
  }

  has(name: string): boolean {
    return this.raw(name) !== null;
  }
  raw(name: string): Json {
    return Object.hasOwn(this.json, name) ? (this.json[name] ?? null) : null;
  }
  /** @param pattern the whole value must match it */
  text(name: string, pattern?: RegExp): string {
    const value = this.maybeText(name, pattern);
    if (value === null) throw this.#refuse(`1 validation error detected: Value at '${this.#path(name)}' failed to satisfy constraint: Member must not be null`);
    return value;
  }
  maybeText(name: string, pattern?: RegExp): string | null {
    const value = this.raw(name);
    if (value === null) return null;
    if (typeof value !== 'string') throw mistyped(this.#path(name), 'a string');
    if (pattern === undefined || pattern.test(value)) return value;
    const message = `Value '${value}' at '${this.#path(name)}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`;
    throw this.#refuse(`1 validation error detected: ${message}`);
  }
  oneOf<const T extends string>(name: string, words: readonly T[], usual: T): T {
    const value = this.maybeText(name);
    if (value === null) return usual;
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw this.#refuse(`1 validation error detected: Value '${value}' at '${this.#path(name)}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`);
  }
  /** A number, or its text, since forms carry text. */
  maybeNumber(name: string, least = 0, most: number = Number.MAX_SAFE_INTEGER): number | null {
    const value = this.raw(name);
    if (value === null) return null;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number)) throw mistyped(this.#path(name), 'a number');
    if (number >= least && number <= most) return number;
    throw this.#refuse(`1 validation error detected: Value '${number}' at '${this.#path(name)}' failed to satisfy constraint: it must be from ${least} to ${most}`);
  }
  flag(name: string, usual = false): boolean {
    const value = this.raw(name);
    if (value === null) return usual;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw mistyped(this.#path(name), 'true or false');
  }
  list(name: string): readonly Json[] {
    const value = this.raw(name);
    if (value === null) return [];
    if (isList(value)) return value;
    throw mistyped(this.#path(name), 'a list');
  }
  texts(name: string): readonly string[] {
    return this.list(name).map((one) => {
      if (typeof one === 'string') return one;
      throw mistyped(this.#path(name), 'a list of strings');
    });
  }
  inputs(name: string): readonly Input[] {
    return this.list(name).map((one, index) => new Input(one, this.#refuse, `${this.#path(name)}[${index}]`));
  }
  maybeInput(name: string): Input | null {
    const value = this.raw(name);
    return value === null ? null : new Input(value, this.#refuse, this.#path(name));
  }
  input(name: string): Input {
    return this.maybeInput(name) ?? new Input(this.text(name), this.#refuse, this.#path(name));
  }
  /** A map of strings. */
  strings(name: string): Readonly<Record<string, string>> {
    const inner = this.maybeInput(name);
    return inner === null ? {} : Object.fromEntries(Object.keys(inner.json).map((key) => [key, inner.text(key)]));
  }
  /** `[{Key, Value}]` as a map. */
  tags(name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.inputs(name).map((tag) => [tag.text('Key'), tag.maybeText('Value') ?? '']));
  }
  #path(name: string): string {
    return this.#at === '' ? name : `${this.#at}.${name}`;
  }
}

export function isRecord(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value);
}
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
/** A map of tags as AWS lists them. */
export function tagList(tags: Readonly<Record<string, string>>): readonly Json[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function mistyped(what: string, wanted: string): AwsError {
  return new AwsError('SerializationException', `${what} must be ${wanted}.`);
}
