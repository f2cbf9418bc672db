import { pointerOf, type Pipeline, type Problem, type Site } from '@millrace/core';
import { physical } from '@millrace/workload';
import { LIMITS } from './limits.ts';
import { standing } from './start.ts';

/** Does a state machine pass the value on as it is? JSONata writes numbers with at most 15 significant digits. */
export const passesOn = (value: unknown): boolean => typeof value !== 'number' || Number(value.toPrecision(15)) === value;

/** Values that stand in the definition, and that a state machine would change as it passes them on. */
export function longNumbers(pipeline: Pipeline, site: Site): Problem[] {
  const told = [
    ...[...standing(pipeline, site)].map(([name, value]) => ({ name, value, pointer: pointerOf('params', name) })),
    ...pipeline.starts.flatMap((start, index) => ('schedule' in start ? Object.entries(start.params).map(([name, value]) => ({ name, value, pointer: pointerOf('starts', index, 'params', name) })) : [])),
  ];
  return told.flatMap(({ name, value, pointer }): Problem[] => {
    if (typeof value !== 'number' || passesOn(value)) return [];
    return [{
      code: 'MR5012', severity: 'error', message: `parameter '${name}' has the value ${value}, with more than 15 significant digits: a state machine would pass on another number`,
      pointer, at: null, hint: 'Declare the parameter as a string.',
    }];
  });
}

export function nameProblem(pipeline: Pipeline, site: Site): Problem[] {
  const name = physical(site, pipeline).stateMachine;
  if (name.length <= LIMITS.name) return [];
  return [{
    code: 'MR5013', severity: 'error', message: `The state machine would be named '${name}': ${name.length} characters, but at most ${LIMITS.name} are allowed.`,
    pointer: '/name', at: null, hint: `Shorten the environment's prefix '${site.prefix}', or the name of the pipeline.`,
  }];
}
