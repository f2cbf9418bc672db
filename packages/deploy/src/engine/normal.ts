import { stableJson } from '@millrace/core';
import type { Json } from '@millrace/core';

/**
 * The form in which properties are compared: nulls and empty objects and lists are left out, since services return them or not as
 * they please and they mean the same.
 */
export function normal(value: Json): Json {
  if (isList(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value)) {
    const plain = normal(inner);
    if (!isEmpty(plain)) kept[name] = plain;
  }
  return kept;
}

/** Leaves by their path ('Command.ScriptLocation'). A list is one leaf: the order of its items means something. */
export function leaves(props: Json): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const visit = (path: string, value: Json): void => {
    if (isObject(value)) for (const [name, inner] of Object.entries(value)) visit(path === '' ? name : `${path}.${name}`, inner);
    else found.set(path, value);
  };
  visit('', normal(props));
  return found;
}

export function equal(a: Json, b: Json): boolean {
  return stableJson(a) === stableJson(b);
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
