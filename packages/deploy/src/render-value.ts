import type { Json } from '@millrace/core';

/** One place inside a value where two versions differ; `undefined` where a version has nothing. */
export interface Difference {
  readonly path: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

type Members = Readonly<Record<string, Json>>;

/**
 * What differs inside a value, place by place. Texts that are JSON are looked into; items of lists are told apart by what names them, and
 * where nothing does by what they are: then a list has lost some and gained others.
 */
export function differences(from: Json | undefined, to: Json | undefined, path = ''): readonly Difference[] {
  const [a, b] = [opened(from), opened(to)];
  if (JSON.stringify(a) === JSON.stringify(b)) return from === to || JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
  if (isMembers(a ?? b) && isMembers(b ?? a)) return ofMembers(membersOf(a), membersOf(b), path, (name) => (path === '' ? name : `${path}.${name}`));
  if (isList(a ?? b) && isList(b ?? a)) return ofLists(itemsOf(a), itemsOf(b), path);
  return [{ path, from, to }];
}

function ofMembers(a: Members, b: Members, path: string, pathOf: (name: string) => string): readonly Difference[] {
  const found = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((name) => differences(a[name], b[name], pathOf(name)));
  return found.length > 0 ? found : [{ path, from: a, to: b }];
}

function ofLists(a: readonly Json[], b: readonly Json[], path: string): readonly Difference[] {
  const [named, others] = [namedItems(a), namedItems(b)];
  if (named !== null && others !== null) {
    const found = ofMembers(named, others, path, (name) => `${path}[${name}]`);
    // The same items in another order.
    return found.length > 0 && !(found.length === 1 && found[0]?.path === path) ? found : [{ path, from: a, to: b }];
  }
  const [lost, gained] = [without(a, b), without(b, a)];
  if (lost.length === 1 && gained.length === 1) return differences(lost[0], gained[0], `${path}[${a.findIndex((item) => item === lost[0])}]`);
  if (lost.length + gained.length === 0) return [{ path, from: a, to: b }];
  return [...lost.map((item) => ({ path: `${path}[]`, from: item, to: undefined })), ...gained.map((item) => ({ path: `${path}[]`, from: undefined, to: item }))];
}

/** What names an item in lists of AWS. */
const NAMES = ['Sid', 'PolicyName', 'Key', 'Id', 'JobName', 'CrawlerName', 'Name', 'Path'];

/** Items by their name, or null where they have none or share one. */
function namedItems(items: readonly Json[]): Members | null {
  const name = NAMES.find((member) => items.every((item) => isMembers(item) && typeof item[member] === 'string'));
  if (name === undefined) return items.length === 0 ? {} : null;
  const named = items.flatMap((item) => {
    const key = isMembers(item) ? item[name] : undefined;
    return typeof key === 'string' ? [[key, item] as const] : [];
  });
  return new Set(named.map(([key]) => key)).size === items.length ? Object.fromEntries(named) : null;
}

function without(items: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = others.map((other) => JSON.stringify(other));
  return items.filter((item) => {
    const at = left.indexOf(JSON.stringify(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The value in a text of JSON: an object or a list; other texts are what they are. */
function opened(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    // JSON.parse yields JSON.
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const isMembers = (value: Json | undefined): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const membersOf = (value: Json | undefined): Members => (isMembers(value) ? value : {});
const itemsOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

const BEFORE = 16;

/** Two texts within `room` characters each, cut so that where they begin to differ is seen. */
export function cutApart(a: string, b: string, room: number): readonly [string, string] {
  if (a.length <= room && b.length <= room) return [a, b];
  const shared = sharedStart(a, b);
  const start = Math.max(0, Math.min(shared - BEFORE, Math.max(a.length, b.length) - room));
  return [window(a, start, room), window(b, start, room)];
}

function window(text: string, start: number, room: number): string {
  const head = start === 0 ? '' : '…';
  const rest = text.slice(start + head.length);
  return rest.length + head.length <= room ? `${head}${rest}` : `${head}${rest.slice(0, room - head.length - 1)}…`;
}

function sharedStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}
