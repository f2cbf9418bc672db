import type { Json } from '../engine-types.ts';
import { isArray, isObject, member } from '../json.ts';
import { meets } from './filter.ts';
import { Visits } from './limits.ts';
import type { PathScope } from './scope.ts';
import type { Path, Step } from './syntax.ts';

/** Why a path leads nowhere. `steps` are those up to and with the one that could not be taken; `value` is what it was tried on. */
export interface Miss {
  readonly missing: 'variable' | 'name' | 'object' | 'array' | 'index';
  readonly steps: readonly Step[];
  readonly value: Json;
}

export type Found = { readonly value: Json } | Miss;

/**
 * Reads a path. A reference gives the value it leads to, or undefined; any other path gives an array of what it selects, empty when it
 * selects nothing or a name before is not there. Two names in the last bracket, after a reference, give an object of the two.
 *
 * @throws {StateError} States.Runtime when the path visits too many places.
 * @example readPath(compilePath('$.rows[1:].id'), scope) // [2, 3] of { rows: [{ id: 1 }, { id: 2 }, { id: 3 }] }
 */
export function readPath(path: Path, scope: PathScope): Json | undefined {
  return valueOf(find(path, scope));
}

function valueOf(found: Found): Json | undefined {
  return 'missing' in found ? undefined : found.value;
}

/** The value that `$`, `$$` or `$name` stands for. */
export function rootValue(path: Path, scope: PathScope): Json | undefined {
  if (path.root === 'variable') return scope.variable(path.variable ?? '');
  return path.root === 'context' ? scope.context : scope.input;
}

/** `readPath` that says why it found nothing, for the causes of errors. */
export function find(path: Path, scope: PathScope): Found {
  const root = rootValue(path, scope);
  if (root === undefined) return { missing: 'variable', steps: [], value: null };
  return follow(path.steps, root, new Visits(path.source, scope.bounds));
}

/** Where `steps` lead from `root`. */
export function follow(steps: readonly Step[], root: Json, visits: Visits): Found {
  let value = root;
  for (const [i, step] of steps.entries()) {
    if (selects(step, i === steps.length - 1)) return { value: select(steps.slice(i), [value], visits) };
    const next = only(step, value);
    if (next === undefined) return absent(steps, i, value);
    value = next;
  }
  return { value };
}

/** Does the step lead to any number of places? Two names do, unless they are the last step. */
function selects(step: Step, last: boolean): boolean {
  return step.to === 'names' ? !last : step.to !== 'name' && step.to !== 'index';
}

/** What selects any number of places selects none where a name before it is not there. */
function absent(steps: readonly Step[], at: number, value: Json): Found {
  if (steps.some((step, i) => selects(step, i === steps.length - 1))) return { value: [] };
  return { missing: whyNot(steps[at], value), steps: steps.slice(0, at + 1), value };
}

function whyNot(step: Step | undefined, value: Json): Exclude<Miss['missing'], 'variable'> {
  if (step?.to === 'index') return isArray(value) ? 'index' : 'array';
  return isObject(value) ? 'name' : 'object';
}

/** The one place that a step leads to. */
function only(step: Step, value: Json): Json | undefined {
  if (step.to === 'names') return isObject(value) ? picked(step.names, value) : undefined;
  if (step.to === 'name') return member(value, step.name);
  return step.to === 'index' && isArray(value) ? value.at(step.index) : undefined;
}

function picked(names: readonly string[], value: Json): Json {
  return Object.fromEntries(names.flatMap((name) => {
    const found = member(value, name);
    return found === undefined ? [] : [[name, found] as const];
  }));
}

/** All that `steps` select from `from`, in document order. */
function select(steps: readonly Step[], from: readonly Json[], visits: Visits): Json[] {
  let values = [...from];
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    const next: Json[] = [];
    for (const value of values) {
      for (const selected of selectedBy(step, value, last, visits)) next.push(selected);
      visits.add(1);
    }
    values = next;
  }
  return values;
}

function selectedBy(step: Step, value: Json, last: boolean, visits: Visits): readonly Json[] {
  switch (step.to) {
    case 'name':
    case 'index':
      return wrapped(only(step, value));
    case 'names':
      return last ? wrapped(only(step, value)) : step.names.flatMap((name) => wrapped(member(value, name)));
    case 'indices':
      return isArray(value) ? step.indices.flatMap((index) => wrapped(value.at(index))) : [];
    case 'slice':
      return isArray(value) ? sliced(step, value) : [];
    case 'all':
      return counted(isArray(value) ? value : isObject(value) ? Object.values(value) : [], visits);
    case 'descendants':
      return descendants(value, visits);
    case 'matching':
      return counted(isArray(value) ? value : [value], visits).filter((item) => meets(step.condition, item, (steps, from) => valueOf(follow(steps, from, visits))));
  }
}

/** A list to be joined with others: an array found is one item of it. */
function wrapped(found: Json | undefined): readonly Json[] {
  return found === undefined ? [] : [found];
}

function counted(values: readonly Json[], visits: Visits): readonly Json[] {
  visits.add(values.length);
  return values;
}

function sliced(step: { readonly from: number | null; readonly until: number | null; readonly by: number }, value: readonly Json[]): readonly Json[] {
  return value.slice(step.from ?? 0, step.until ?? value.length).filter((_, i) => i % step.by === 0);
}

/** The value and all objects and arrays in it, each before what it holds. Without recursion: inputs may nest deeply. */
function descendants(value: Json, visits: Visits): Json[] {
  const found: Json[] = [];
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isArray(next) && !isObject(next)) continue;
    found.push(next);
    const inside = isArray(next) ? next : Object.values(next);
    // Plain values are looked at, too.
    visits.add(1 + inside.length);
    for (let i = inside.length - 1; i >= 0; i--) waiting.push(inside[i] ?? null);
  }
  return found;
}
