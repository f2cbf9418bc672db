import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, type JsonObject } from '../json.ts';
import { choiceHolds, compilePath, fillTemplate, placeAt, PathSyntaxError, readPath, valueAt, type Path, type PathScope } from '../json-path/index.ts';
import { errorNames, StateError } from './errors.ts';
import type { Flow } from './flow.ts';
import { pathScope, type At, type Extra } from './scope.ts';

/** Data through a JSONPath state. Source: Amazon States Language specification, "Input and Output Processing". */
export const jsonPathFlow: Flow = {
  work: (at, extra) => {
    const input = effectiveInput(at);
    const template = at.state.json['Parameters'];
    return template === undefined ? input : fillTemplate(template, pathScope(at, input, extra), 'Parameters');
  },
  field: (at, name) => {
    const path = at.state.json[`${name}Path`];
    if (typeof path !== 'string') {
      const value = at.state.json[name];
      return value === undefined ? null : { value, source: null };
    }
    const scope = pathScope(at, effectiveInput(at));
    const value = name === 'Error' || name === 'Cause' ? valueAt(path, scope, `${name}Path`) : found(path, scope);
    return { value, source: path };
  },
  payload: (at, name) => {
    const template = at.state.json[name];
    return template === undefined ? null : fillTemplate(template, pathScope(at, effectiveInput(at)), name);
  },
  items: (at) => {
    const input = effectiveInput(at);
    const path = at.state.json['ItemsPath'];
    return typeof path === 'string' ? { value: found(path, pathScope(at, input)), source: path } : { value: input, source: null };
  },
  item: (at, extra) => {
    const template = at.state.json['ItemSelector'] ?? at.state.json['Parameters'];
    const field = at.state.json['ItemSelector'] === undefined ? 'Parameters' : 'ItemSelector';
    return template === undefined ? (extra.item?.input ?? null) : fillTemplate(template, pathScope(at, effectiveInput(at), extra), field);
  },
  choose: (at) => {
    const rules = at.state.json['Choices'];
    const scope = pathScope(at, effectiveInput(at));
    for (const rule of isArray(rules) ? rules : []) if (isObject(rule) && choiceHolds(rule, scope)) return rule;
    return null;
  },
  leave: (at, { holder, extra }) => {
    const result = resultOf(at, holder, extra);
    const placed = withResult(at, holder, result, extra);
    const assign = member(holder, 'Assign');
    const assigned = assign === undefined ? null : fillTemplate(assign, pathScope(at, result, extra), 'Assign');
    return { output: extra.errorOutput === undefined ? shown(at, placed) : placed, assigned };
  },
};

/** The raw input as InputPath cuts it: `$` of most fields. */
function effectiveInput(at: At): Json {
  return cut(at, 'InputPath', at.frame.input);
}

function cut(at: At, field: 'InputPath' | 'OutputPath', whole: Json): Json {
  const path = at.state.json[field];
  if (path === undefined || path === '$') return whole;
  return typeof path === 'string' ? found(path, pathScope(at, whole)) : {};
}

/** What Assign reads and ResultPath places. */
function resultOf(at: At, holder: JsonObject, extra: Extra): Json {
  if (extra.errorOutput !== undefined) return extra.errorOutput;
  if (extra.result === undefined) return effectiveInput(at);
  const selector = member(holder, 'ResultSelector');
  return selector === undefined ? extra.result : fillTemplate(selector, pathScope(at, extra.result, extra), 'ResultSelector');
}

const withoutResult = new Set(['Choice', 'Wait', 'Succeed']);

function withResult(at: At, holder: JsonObject, result: Json, { errorOutput }: Extra): Json {
  if (errorOutput === undefined && withoutResult.has(at.state.type)) return result;
  const path = member(holder, 'ResultPath');
  if (path === undefined || path === '$') return result;
  if (typeof path !== 'string') return at.frame.input;
  return placeAt(compiled(path), at.frame.input, result);
}

function shown(at: At, whole: Json): Json {
  return cut(at, 'OutputPath', whole);
}

function found(source: string, scope: PathScope): Json {
  const path = compiled(source);
  const value = readPath(path, scope);
  if (value === undefined) throw new StateError(errorNames.runtime, `Invalid path '${source}' : ${missing(path, scope)}`);
  return value;
}

// The paths of definitions that run, by their text. Definitions repeat a few thousands of times; more than that is no definition.
const kept = new Map<string, Path>();
const mostKept = 10_000;

function compiled(source: string): Path {
  const known = kept.get(source);
  if (known !== undefined) return known;
  try {
    const path = compilePath(source);
    if (kept.size >= mostKept) kept.clear();
    kept.set(source, path);
    return path;
  } catch (error) {
    if (error instanceof PathSyntaxError) throw new StateError(errorNames.runtime, `Invalid path '${source}' : ${error.message}`);
    throw error;
  }
}

/** Where a path of names leads nowhere, in the words of AWS. */
function missing(path: Path, scope: PathScope): string {
  let value: Json | undefined = path.root === 'input' ? scope.input : path.root === 'context' ? scope.context : scope.variable(path.variable ?? '');
  let place = '$';
  const steps = path.steps as readonly { readonly to: string; readonly name?: string }[]; // every step has `to`; those to a name have it
  for (const [i, step] of steps.entries()) {
    if (step.to !== 'name' || step.name === undefined) break;
    place += `['${step.name}']`;
    value = member(value, step.name);
    if (value === undefined && i < steps.length - 1) return `Missing property in path ${place}`;
  }
  return `No results for path: ${place}`;
}
