import { isArray, isObject, member, type JsonObject } from '../json.ts';
import { createOrder } from './order.ts';
import { cut } from './problem.ts';
import type { Part, Region, Run } from './run.ts';
import { endings } from './state.ts';
import { step } from './step.ts';

interface Target {
  readonly name: unknown;
  readonly at: string;
}

/** Where a state can lead, with the place of each name. */
function targetsOf({ json, at }: Part): readonly Target[] {
  const found: Target[] = [];
  const add = (of: JsonObject, where: string, field: string): void => {
    if (Object.hasOwn(of, field)) found.push({ name: of[field], at: step(where, field) });
  };
  const type = json['Type'];
  if (typeof type === 'string' && endings.has(type)) return found;
  add(json, at, 'Next');
  add(json, at, 'Default');
  for (const field of ['Choices', 'Catch']) {
    const rules = json[field];
    if (!isArray(rules)) continue;
    for (const [i, rule] of rules.entries()) if (isObject(rule)) add(rule, step(step(at, field), String(i)), 'Next');
  }
  return found;
}

const isEnd = (state: Part | undefined): boolean => state?.json['End'] === true || (typeof state?.json['Type'] === 'string' && endings.has(state.json['Type']));

/** Checks that all targets are there, all states are reached, and an end is. Each state and each target is looked at a fixed number of times. */
export function checkFlow(run: Run, region: Region, states: ReadonlyMap<string, Part>): void {
  const graph = graphOf(run, region, states);
  const { leads, from, whole } = graph;
  const start = Object.hasOwn(region.json, 'StartAt') ? knownName(run, region, states, { name: region.json['StartAt'], at: step(region.at, 'StartAt') }) : null;
  if (start === null) return;
  const reached = spread([start], leads);
  for (const [name, state] of states) {
    if (!reached.has(name)) run.report('ASL1202', state.at, `No path from StartAt leads to state '${cut(name)}'.`, 'Name it in a Next, or remove it.');
  }
  // Where a path breaks off, that was told.
  if (!whole) return;
  checkOrder(run, region, graph);
  const ends = [...reached].filter((name) => isEnd(states.get(name)));
  if (ends.length === 0) return run.report('ASL1203', step(region.at, 'States'), 'No path from StartAt leads to an end.', 'Add "End": true to the last state, or a Succeed or Fail state.');
  const out = spread(ends, from);
  const stuck = [...reached].find((name) => !out.has(name));
  // One telling is enough for a whole circle.
  if (stuck !== undefined) run.report('ASL2010', states.get(stuck)?.at ?? region.at, `From state '${cut(stuck)}' no path leads to an end.`, 'Let a Choice leave the circle.');
}

interface Graph {
  readonly leads: ReadonlyMap<string, readonly string[]>;
  readonly from: ReadonlyMap<string, readonly string[]>;
  /** Every state leads somewhere that is there, or ends. */
  readonly whole: boolean;
}

function graphOf(run: Run, region: Region, states: ReadonlyMap<string, Part>): Graph {
  const from = new Map<string, string[]>();
  const leads = new Map<string, readonly string[]>();
  let whole = true;
  for (const [name, state] of states) {
    const targets = targetsOf(state);
    const found = targets.flatMap((target) => knownName(run, region, states, target) ?? []);
    if (found.length < targets.length || (targets.length === 0 && !isEnd(state))) whole = false;
    leads.set(name, found);
    for (const one of found) {
      const known = from.get(one);
      if (known === undefined) from.set(one, [name]);
      else known.push(name);
    }
  }
  return { leads, from, whole };
}

/** Tells variables that are read where no path comes from a state that assigns them. */
function checkOrder(run: Run, region: Region, { leads, from }: Graph): void {
  if (region.uses.length === 0) return;
  const used = new Set(region.uses.map(({ variable }) => variable));
  const assigned = createOrder(leads, from, [...used].map((variable) => [variable, region.assigners.get(variable) ?? []]));
  for (const { variable, key, at } of region.uses) {
    if (!assigned(variable, key)) run.report('ASL2013', at, `State '${cut(key)}' reads the variable '$${cut(variable)}', and no path to it comes from a state that assigns it.`, 'Assign it in an earlier state.');
  }
}

/** The name of a target that is there; null: it is not, and that was told. */
function knownName(run: Run, region: Region, states: ReadonlyMap<string, Part>, { name, at }: Target): string | null {
  // A name that is no string was told as a value of the wrong type, and a state that is no object as that.
  if (typeof name !== 'string') return null;
  if (states.has(name)) return name;
  if (member(region.json['States'], name) !== undefined) return null;
  const near = run.near(name, states.keys());
  run.report('ASL1201', at, `${at.slice(at.lastIndexOf('/') + 1)} names '${cut(name)}', which is not a state here.`, near === null ? 'Name a state of the same States.' : `Did you mean '${near}'?`);
  return null;
}

function spread(from: readonly string[], along: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set(from);
  // A set is walked in the order in which it grows.
  for (const name of reached) for (const next of along.get(name) ?? []) reached.add(next);
  return reached;
}
