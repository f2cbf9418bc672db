import type { Pipeline, Site, SpTree, Step } from '@millrace/core';
import { entryOf, stepStates, type Place } from '../kinds/builder.ts';
import { nodeOf } from '../kinds/index.ts';
import { hasOutputs, outputReferences, outputsRead, valuesOf } from '../kinds/outputs.ts';
import { outcomeOf, query, variable, wentWrong } from './expression.ts';
import { LIMITS } from './limits.ts';
import { skipCondition, type Certain } from './ready.ts';
import { machineOf, type Fields, type States } from './states.ts';

/** What the walk over the tree needs to know, and what it collects. */
export interface BodyContext {
  readonly pipeline: Pipeline;
  readonly site: Site;
  readonly steps: ReadonlyMap<string, Step>;
  readonly certain: Certain;
  /** Steps whose bad end is the end of the execution. */
  readonly plain: ReadonlySet<string>;
  /** Where an early stop leads, once every branch is aborted; null under the policy 'continue'. */
  readonly halt: string | null;
  /** Where the machine goes when no step is left. */
  readonly end: string;
  readonly nodes: Map<string, readonly string[]>;
  readonly taken: Set<string>;
}

/** One run of states, top or branch: what it holds, what it looks at from outside. */
interface Scope {
  readonly states: States;
  readonly own: string[];
  readonly reads: Set<string>;
  /** Where a bad outcome leads that ends the run; null under the policy 'continue'. */
  readonly stop: string | null;
  readonly top: boolean;
  /** Set when a state of this scope leads to `stop`. */
  leadsToStop: boolean;
  /** Set when this scope or one inside it may end the run. */
  mayStop: boolean;
}

/** The steps as chains and nested Parallels. */
export function bodyStates(tree: SpTree, context: BodyContext): { readonly entry: string; readonly states: States } {
  const scope: Scope = { states: new Map(), own: [], reads: new Set(), stop: context.halt === null ? null : context.end, top: true, leadsToStop: false, mayStop: false };
  const entries = new Map<SpTree, string>();
  const entry = entryName(tree, entries, context);
  emit(tree, context.end, scope, entries, context);
  return { entry: entry ?? context.end, states: scope.states };
}

/** The state in which a part begins; null for an empty one. Parallels get their names here, once. */
function entryName(tree: SpTree, entries: Map<SpTree, string>, context: BodyContext): string | null {
  if ('step' in tree) return entryOf(tree.step);
  if ('series' in tree) {
    const [first] = tree.series;
    return first === undefined ? null : entryName(first, entries, context);
  }
  const known = entries.get(tree);
  if (known !== undefined) return known;
  const name = unique(parallelName(tree.parallel), context.taken);
  entries.set(tree, name);
  return name;
}

function parallelName(branches: readonly SpTree[]): string {
  const firsts = branches.map(firstStep);
  const shown = firsts.length > 3 ? [...firsts.slice(0, 2), `${firsts.length - 2} more`] : firsts;
  const name = `Side by side: ${shown.join(', ')}`;
  return name.length <= LIMITS.name - 6 ? name : `Side by side: ${firsts[0] ?? ''} and ${firsts.length - 1} more`;
}

function firstStep(tree: SpTree): string {
  if ('step' in tree) return tree.step;
  const [first] = 'series' in tree ? tree.series : tree.parallel;
  return first === undefined ? '' : firstStep(first);
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  taken.add(free);
  return free;
}

function emit(tree: SpTree, next: string, scope: Scope, entries: Map<SpTree, string>, context: BodyContext): void {
  if ('step' in tree) emitStep(tree.step, next, scope, context);
  else if ('parallel' in tree) emitParallel(tree, next, scope, entries, context);
  else {
    tree.series.forEach((part, at) => {
      const following = tree.series[at + 1];
      emit(part, (following === undefined ? null : entryName(following, entries, context)) ?? next, scope, entries, context);
    });
  }
}

function emitStep(name: string, next: string, scope: Scope, context: BodyContext): void {
  const step = context.steps.get(name);
  if (step === undefined) throw new Error(`The order of the steps names '${name}', which the pipeline does not have.`);
  const skip = skipCondition(step, context.certain);
  for (const read of skip?.reads ?? []) scope.reads.add(read);
  for (const { output: [from] } of outputReferences(step)) scope.reads.add(valuesOf(from));
  const place: Place = {
    pipeline: context.pipeline, site: context.site, next, keepable: true,
    skip: skip?.condition ?? null,
    plain: context.plain.has(name),
    stop: step.optional || context.plain.has(name) ? null : scope.stop,
  };
  const { states } = stepStates(step, nodeOf(step)(place, {}), place, variable('tries', name));
  for (const [state, fields] of states) scope.states.set(state, fields);
  context.nodes.set(name, [...states.keys()]);
  scope.own.push(name);
  if (hasOutputs(step) && outputsRead(context.pipeline).has(name)) scope.own.push(valuesOf(name));
  if (place.stop !== null) scope.leadsToStop = scope.mayStop = true;
}

function emitParallel(tree: Extract<SpTree, { parallel: unknown }>, next: string, scope: Scope, entries: Map<SpTree, string>, context: BodyContext): void {
  const name = entryName(tree, entries, context) ?? next;
  const branches = tree.parallel.map((branch) => emitBranch(branch, entries, context));
  const own = branches.flatMap((branch) => branch.own);
  const inside = new Set(own);
  // All branches get the same input, so it holds what any of them looks at, and no more: inputs and outputs share 262,144 bytes.
  const reads = [...new Set(branches.flatMap((branch) => [...branch.reads]))].filter((step) => !inside.has(step));
  const stops = branches.some((branch) => branch.mayStop);
  if (stops) scope.mayStop = true;
  scope.states.set(name, {
    Type: 'Parallel',
    ...(scope.own.length === 0 && reads.length === 0 && scope.top ? {} : { Arguments: recordsOf(reads) }),
    Branches: branches.map((branch) => machineOf(branch.entry, withEnd(branch, reads.length > 0))),
    Output: query('$merge($append($states.input, $states.result))'),
    ...(stops && scope.top
      ? { Catch: [{ ErrorEquals: ['Millrace.StepFailed'], Output: query('$merge([$states.input, $parse($states.errorOutput.Cause)])'), Next: context.halt }] }
      : {}),
    Next: next,
  });
  scope.own.push(...own);
  for (const read of reads) scope.reads.add(read);
}

interface Branch extends Scope {
  readonly entry: string;
  readonly done: string;
}

function emitBranch(tree: SpTree, entries: Map<SpTree, string>, context: BodyContext): Branch {
  const first = firstStep(tree);
  const done = unique(`Done: ${first}`, context.taken);
  const stop = context.halt === null ? null : unique(`Stop: ${first}`, context.taken);
  const scope: Scope = { states: new Map(), own: [], reads: new Set(), stop, top: false, leadsToStop: false, mayStop: false };
  emit(tree, done, scope, entries, context);
  if (stop !== null && scope.leadsToStop) scope.states.set(stop, stopState());
  return { ...scope, entry: entryName(tree, entries, context) ?? done, done };
}

/** Ends the branch, and with it its siblings; the cause carries what went wrong here to the state that catches it. */
function stopState(): Fields {
  return { Type: 'Fail', Comment: 'A bad outcome ends the run: the other branches are aborted.', Error: 'Millrace.StepFailed', Cause: query(`$string(${wentWrong([])})`) };
}

/** The branch with its last state: it hands back what the branch adds, not what it was given. */
function withEnd(branch: Branch, trim: boolean): States {
  const last: Fields = { Type: 'Succeed', ...(trim ? { Output: recordsOf(branch.own) } : {}) };
  return new Map([...branch.states, [branch.done, last]]);
}

/** The named parts of the state data: outcomes, which are always there, and values, which only a success leaves. */
const recordsOf = (parts: readonly string[]): Fields => Object.fromEntries(parts.map((part) => [part, query(part.includes('.') ? `$exists(${outcomeOf(part)}) ? ${outcomeOf(part)} : {}` : outcomeOf(part))]));
