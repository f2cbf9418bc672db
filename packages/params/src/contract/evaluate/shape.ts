import type { Node } from '../ast.ts';
import type { Ends } from './ends.ts';
import { join } from './join.ts';
import type { Recorder } from './recorder.ts';
import type { Scope, Value } from './values.ts';

/** Every name that is read somewhere, as such or as a part of something. */
export function namesUsed(tree: unknown, into: Set<string>): void {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const each = open.pop();
    if (Array.isArray(each)) for (const item of each as readonly unknown[]) open.push(item); // Array.isArray gives any[].
    else if (typeof each === 'object' && each !== null) {
      if ('kind' in each && each.kind === 'name' && 'id' in each) into.add(String(each.id));
      if ('kind' in each && each.kind === 'attribute' && 'name' in each) into.add(String(each.name));
      open.push(...(Object.values(each) as readonly unknown[])); // Object.values of an object gives any[].
    }
  }
}

export function isMain(test: Node): boolean {
  return test.kind === 'binary' && [test.left, test.right].some((side) => side.kind === 'name' && side.id === '__name__');
}

export function merged(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): Map<string, Value> {
  const names = new Map(a);
  for (const [name, value] of b) {
    const other = a.get(name);
    names.set(name, other === undefined ? value : join(other, value));
  }
  return names;
}

/**
 * Does a handler go on with something else? One that only tells about an error and ends the job does not; one that returns a value
 * in place of what was tried does, and so does one that goes on with a loop.
 */
export function recovers(ends: Ends, handler: Node, tried: Node): boolean {
  return !ends.always(handler) || goesOn(handler) || (ends.always(tried) && returns(handler));
}

function goesOn(node: Node): boolean {
  return node.kind === 'leave' ? !node.raises : node.kind === 'block' && node.body.some(goesOn);
}

function returns(node: Node): boolean {
  return node.kind === 'return' ? node.value !== null : node.kind === 'block' && node.body.some(returns);
}

export function isGuarded(guarded: ReadonlySet<string>, value: Value): boolean {
  return value.kind === 'text' && guarded.has(value.value);
}

export function wordName(value: Value): string[] {
  const name = value.kind === 'text' ? /^--([^=]+)/.exec(value.value)?.[1] : undefined;
  return name === undefined ? [] : [name];
}

/** Names that a test over the words of the job, or over the options, asks about. */
export function argvNames(recorder: Recorder, texts: ReadonlySet<string>, left: Value, right: Value): string[] {
  if (left.kind === 'options' || right.kind === 'options') return [...texts];
  return [...texts].flatMap((text) => (text.startsWith('--') ? [recorder.mention(text)] : [])).filter((name) => name !== null);
}

// Of all names that `import *` may bring: those of Glue, and those that a library has in common with the language.
const OF_GLUE = ['getResolvedOptions', 'GlueArgumentError', 'argv', 'GlueArgParser', 'LocalDate'];
const SHARED = ['abs', 'max', 'min', 'round', 'sum', 'pow', 'hex', 'bin'];

/** Names that an import brings. */
export function importInto(scope: Scope, names: Extract<Node, { kind: 'import' }>['names']): void {
  for (const { as, path } of names) {
    if (as !== '*') scope.names.set(as, { kind: 'path', path });
    else for (const name of path.startsWith('awsglue') ? OF_GLUE : [...OF_GLUE, ...SHARED]) scope.names.set(name, { kind: 'path', path: path.replace(/[*_]$/, name) });
  }
}

/** Parts of an object that more than one of its methods sets: which comes first depends on who calls them. */
export function unsettled(body: Node): ReadonlySet<string> {
  const [once, again] = [new Set<string>(), new Set<string>()];
  for (const method of body.kind === 'block' ? body.body : []) {
    if (method.kind !== 'function') continue;
    const own = new Set<string>();
    assigned(method.body, own);
    for (const name of own) (once.has(name) ? again : once).add(name);
  }
  return again;
}

function assigned(node: Node, into: Set<string>): void {
  if (node.kind === 'assign' && node.target.kind === 'attribute') into.add(node.target.name);
  else if (node.kind === 'block') for (const each of node.body) assigned(each, into);
  else if (node.kind === 'if') for (const each of [node.then, node.otherwise]) if (each !== null) assigned(each, into);
  if (node.kind === 'for' || node.kind === 'try') assigned(node.body, into);
}
