import type { Json } from './engine-types.ts';
import { run as runDefinition } from './run/run.ts';
import type { Ended, RunOptions } from './run/types.ts';

type Fields = { readonly [key: string]: Json };

/** A JSONata machine whose first state is the first one given. */
export function machineOf(states: { readonly [name: string]: Fields }, more: Fields = {}): Fields {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...more };
}
export function branchOf(states: { readonly [name: string]: Fields }): Fields {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}
export const task = (more: Fields = {}): Fields => ({ Type: 'Task', Resource: 'work', ...('Next' in more ? {} : { End: true }), ...more });

const random = (): number => 0.5;

export function run(states: { readonly [name: string]: Fields }, input: Json = {}, options: RunOptions = {}): Promise<Ended> {
  return runDefinition(machineOf(states), input, { random, ...options });
}

/** A JSONPath machine whose first state is the first one given. */
export function runPaths(states: { readonly [name: string]: Fields }, input: Json = {}, options: RunOptions = {}): Promise<Ended> {
  return runDefinition({ StartAt: Object.keys(states)[0] ?? '', States: states }, input, { random, ...options });
}

export const typesOf = (end: Ended): readonly string[] => end.events.map(({ type }) => type);

/** Names of the states in the order in which they were entered. */
export const enteredIn = (end: Ended): readonly string[] =>
  end.events.flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [(details as { readonly name: string }).name] : [])); // as every Entered event has it

export function simulateMachine(states: { readonly [name: string]: Fields }, more: Fields, options: RunOptions = {}): Promise<Ended> {
  return runDefinition(machineOf(states, more), {}, { random, ...options });
}
