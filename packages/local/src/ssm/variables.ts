import type { Json } from '@millrace/core';
import { type Fields, isList, isRecord } from '../service/input.ts';

/** `{{ name }}` alone stands for the value itself, inside a text for its text. What is not known stays as it is. */
export function withVariables(value: Json, known: (name: string) => Json | undefined): Json {
  if (isList(value)) return value.map((item) => withVariables(item, known));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withVariables(item, known)]));
  if (typeof value !== 'string') return value;
  const whole = /^\{\{\s*([\w.:-]+)\s*\}\}$/u.exec(value)?.[1];
  if (whole !== undefined) return known(whole) ?? value;
  return value.replaceAll(/\{\{\s*([\w.:-]+)\s*\}\}/gu, (all, name: string) => textOf(known(name)) ?? all);
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `$.a.b[0]` of a step's answer. */
export function select(value: Json, selector: string): Json {
  let here: Json | undefined = value;
  for (const [, name, index] of selector.matchAll(/\.([^.[\]]+)|\[(\d+)\]/gu)) {
    if (index !== undefined) here = here !== undefined && isList(here) ? here[Number(index)] : undefined;
    else here = here !== undefined && isRecord(here) && name !== undefined && Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return here ?? null;
}

/** Milliseconds of `PT1H30M10S`; null when it is no such duration. */
export function durationMs(text: string): number | null {
  const [whole, days = 0, hours = 0, minutes = 0, seconds = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/u.exec(text) ?? [];
  if (whole === undefined || whole === 'P' || whole.endsWith('T')) return null;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** Parameters of a start are lists of text; a parameter of one value is that value. */
export function parameterValues(declared: Fields, given: Fields): Fields {
  const values = Object.entries(declared).map(([name, about]): [string, Json] => {
    const kind = isRecord(about) ? about['type'] : null;
    const list = given[name];
    if (list === undefined || !isList(list)) return [name, (isRecord(about) ? about['default'] : null) ?? ''];
    return [name, kind === 'StringList' ? list : (list[0] ?? '')];
  });
  return Object.fromEntries(values);
}
