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
 * selects nothing, except that two names in the last bracket give an object of the two. Where a path that selects many begins with
 * names that are not there, it gives undefined too.
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
  return follow(path.steps, root, new Visits(path.source));
}

export function follow(steps: readonly Step[], root: Json, visits: Visits): Found {
  let value = root;
  for (const [i, step] of steps.entries()) {
    const many = step.to === 'names' ? i < steps.length - 1 : step.to !== 'name' && step.to !== 'index';
    const unfit = whyNot(step, value);
    if (unfit !== null) return { missing: unfit, steps: steps.slice(0, i + 1), value };
    if (many) return { value: select(steps.slice(i), [value], visits) };
    const next = step.to === 'names' ? picked(step.names, value) : child(step, value);
    if (next === undefined) return absent(steps, i, value);
    value = next;
  }
  return { value };
}

function absent(steps: readonly Step[], at: number, value: Json): Found {
  const step = steps[at];
  // Jayway passes over an index that is not there, so what selects many after it selects nothing.
  const selecting = steps.slice(at + 1).some(({ to }) => to !== 'name' && to !== 'index' && to !== 'names');
  if (step?.to === 'index' && selecting) return { value: [] };
  return { missing: step?.to === 'index' ? 'index' : 'name', steps: steps.slice(0, at + 1), value };
}

/** What the value would have to be for the step to apply at all; null when it applies. */
function whyNot(step: Step, value: Json): 'object' | 'array' | null {
  if (step.to === 'name' || step.to === 'names') return isObject(value) ? null : 'object';
  if (step.to === 'index' || step.to === 'indices' || step.to === 'slice') return isArray(value) ? null : 'array';
  if (step.to === 'matching') return isArray(value) || isObject(value) ? null : 'array';
  return null;
}

function child(step: Step, value: Json): Json | undefined {
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
    case 'index': {
      const found = child(step, value);
      return found === undefined ? [] : [found];
    }
    case 'names':
      if (!isObject(value)) return [];
      return last ? [picked(step.names, value)] : step.names.flatMap((name) => wrapped(member(value, name)));
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
    visits.add(1);
    found.push(next);
    const inside = isArray(next) ? next : Object.values(next);
    for (let i = inside.length - 1; i >= 0; i--) waiting.push(inside[i] ?? null);
  }
  return found;
}
