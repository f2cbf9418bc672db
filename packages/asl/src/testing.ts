import type { Json } from './engine-types.ts';
import { simulate, type SimulateOptions, type Simulated } from './simulate.ts';

type Fields = { readonly [key: string]: Json };

/** A JSONata machine whose first state is the first one given. */
export function machineOf(states: { readonly [name: string]: Fields }, more: Fields = {}): Fields {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...more };
}
export function branchOf(states: { readonly [name: string]: Fields }): Fields {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}
export const task = (more: Fields = {}): Fields => ({ Type: 'Task', Resource: 'work', ...('Next' in more ? {} : { End: true }), ...more });

export function run(states: { readonly [name: string]: Fields }, input: Json = {}, options: SimulateOptions = {}): Promise<Simulated> {
  return simulate(machineOf(states), input, options);
}

/** A JSONPath machine whose first state is the first one given. */
export function runPaths(states: { readonly [name: string]: Fields }, input: Json = {}, options: SimulateOptions = {}): Promise<Simulated> {
  return simulate({ StartAt: Object.keys(states)[0] ?? '', States: states }, input, options);
}

export const typesOf = (end: Simulated): readonly string[] => end.events.map(({ type }) => type);

/** Names of the states in the order in which they were entered. */
export const enteredIn = (end: Simulated): readonly string[] =>
  end.events.flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [(details as { readonly name: string }).name] : [])); // as every Entered event has it

export function simulateMachine(states: { readonly [name: string]: Fields }, more: Fields, options: SimulateOptions = {}): Promise<Simulated> {
  return simulate(machineOf(states, more), {}, options);
}
