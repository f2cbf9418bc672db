import type { Json } from '../engine-types.ts';
import { compileIntrinsic, IntrinsicSyntaxError, isIntrinsic, type Argument, type Intrinsic } from '../intrinsics/index.ts';
import { isArray, isObject } from '../json.ts';
import { compilePath, PathSyntaxError, type Path } from '../json-path/index.ts';
import { adviseCall, advisePath } from './calls.ts';
import { checkContext } from './context.ts';
import { cut, shown } from './problem.ts';
import type { State } from './run.ts';
import { step } from './step.ts';
import { noteUse } from './variables.ts';

/** Checks the syntax of a path and the variable that it starts with. null: it is none, and that was told. */
export function checkPath(state: State, source: Json, at: string, field: string): Path | null {
  const { report } = state.run;
  if (typeof source !== 'string') {
    report('ASL1104', at, `'${field}' must be a path, not ${shown(source)}.`, "Write a text that starts with '$'.");
    return null;
  }
  try {
    const path = compilePath(source);
    checkRead(state, path, at);
    return path;
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error;
    report('ASL1305', at, `'${cut(source)}' of '${field}' is not a path: ${reason(error.message, source)} (at character ${error.offset + 1}).`, "A path starts with '$', '$$' or the name of a variable after '$'.");
    return null;
  }
}

/** The same for a field that takes a Reference Path. */
export function checkReference(state: State, source: Json, at: string, field: string): Path | null {
  const path = checkPath(state, source, at, field);
  if (path !== null && !path.reference) {
    state.run.report('ASL1306', at, `'${cut(path.source)}' of '${field}' can name many values; the field takes a path that names one.`, "Use names and indices only: no '..', '*', ',', ':', '?' or '@'.");
  }
  return path;
}

/** A path or a call of an intrinsic function: what stands behind a name that ends with `.$`. */
export function checkPathOrCall(state: State, source: Json, at: string, field: string): void {
  if (typeof source === 'string' && isIntrinsic(source)) return checkCall(state, source, at);
  if (typeof source === 'string' && source.startsWith('$')) return void checkPath(state, source, at, field);
  state.run.report('ASL1308', at, `'${field}' must be a path or an intrinsic function, not ${shown(source)}.`, "Start it with '$' or 'States.', or take '.$' from the end of the name.");
}

function checkCall(state: State, source: string, at: string): void {
  try {
    const call = compileIntrinsic(source);
    for (const path of pathsOf(call)) checkRead(state, path, at);
    adviseCall(state, call, at);
  } catch (error) {
    if (!(error instanceof IntrinsicSyntaxError) && !(error instanceof PathSyntaxError)) throw error;
    state.run.report('ASL1307', at, `'${cut(source)}' is not a call of an intrinsic function: ${reason(error.message, source)} (at character ${error.offset + 1}).`, 'Correct the call.');
  }
}

function* pathsOf({ args }: Intrinsic): Generator<Path> {
  for (const arg of args) yield* pathsIn(arg);
}

function* pathsIn(arg: Argument): Generator<Path> {
  if (arg.is === 'path') yield arg.path;
  else if (arg.is === 'call') yield* pathsOf(arg.call);
}

function checkRead(state: State, path: Path, at: string): void {
  const { variable, root, steps } = path;
  if (variable !== null) noteUse(state, variable, at);
  const other = steps.findIndex(({ to }) => to !== 'name');
  if (root === 'context') checkContext(state, steps.slice(0, other === -1 ? steps.length : other).flatMap((one) => (one.to === 'name' ? [one.name] : [])), at);
  advisePath(state, path, at);
}

/** What the reader of paths says, without the text itself and the position, which are told already. */
function reason(message: string, source: string): string {
  const told = message.startsWith(`'${source}' is`) ? message.slice(message.indexOf(': ', source.length + 5) + 2) : message;
  return cut(told.replace(/(?: at position \d+)?[.\s]*$/u, ''));
}

/** A payload template: fields whose names end with `.$` hold paths and calls, at any depth. */
export function checkTemplate(state: State, value: Json, at: string): void {
  if (isArray(value)) for (const [i, item] of value.entries()) checkTemplate(state, item, step(at, String(i)));
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const here = step(at, key);
      if (!key.endsWith('.$')) checkTemplate(state, item, here);
      else checkFilled(state, value, key, here);
    }
  } else if (typeof value === 'string' && (/^\$(?:\$?[.[]|$)/u.test(value) || /^States\.[A-Za-z0-9]+\(/u.test(value))) {
    state.run.report('ASL2008', at, `The text '${cut(value)}' looks like a path or an intrinsic function and is passed on as it is.`, "Let the name of the field end with '.$' if it is one.");
  }
}

function checkFilled(state: State, template: { readonly [key: string]: Json }, key: string, at: string): void {
  const bare = key.slice(0, -2);
  if (Object.hasOwn(template, bare)) state.run.report('ASL1309', at, `The fields '${bare}' and '${key}' would both be '${bare}'.`, 'Keep one of them.');
  checkPathOrCall(state, template[key] ?? null, at, key);
}
