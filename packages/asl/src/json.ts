import type { Json } from './engine-types.ts';

export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The own member, never one of Object.prototype: state and variable names come from users. */
export function member(of: Json | undefined, key: string): Json | undefined {
  return isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** One step of a JSON pointer (RFC 6901). */
export function pointer(base: string, ...keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, base);
}
