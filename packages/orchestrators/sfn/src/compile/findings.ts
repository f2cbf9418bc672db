import type { Pipeline, Problem, Site } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { physical } from '@millrace/workload';
import { LIMITS } from './limits.ts';
import { standing } from './start.ts';

/** Values that stand in the definition must be right, or every execution would be refused by its first state. */
export function paramProblems(pipeline: Pipeline, site: Site): Problem[] {
  const own = Object.fromEntries(Object.entries(site.params).filter(([name]) => Object.hasOwn(pipeline.params, name)));
  const { problems } = resolveParams(pipeline.params, [{ name: 'environment', values: own }], null);
  const wrong = problems.filter((problem) => problem.code !== MISSING).map((problem): [name: string, message: string, hint: string] => [problem.name, problem.message, problem.hint]);
  for (const [name, value] of standing(pipeline, site)) {
    if (typeof value === 'number' && Number(value.toPrecision(15)) !== value) {
      wrong.push([name, `parameter '${name}' has the value ${value}, with more than 15 significant digits: a state machine would pass on another number`, 'Declare the parameter as a string.']);
    }
  }
  return wrong.map(([name, message, hint]) => ({ code: 'MR5012', severity: 'error', message, pointer: `/params/${name}`, at: null, hint }));
}

/** Of `resolveParams`: no value yet. A start may still give it. */
const MISSING = 'MR2011';

export function nameProblem(pipeline: Pipeline, site: Site): Problem[] {
  const name = physical(site, pipeline).stateMachine;
  if (name.length <= LIMITS.name) return [];
  return [{
    code: 'MR5013', severity: 'error', message: `The state machine would be named '${name}': ${name.length} characters, but at most ${LIMITS.name} are allowed.`,
    pointer: '/name', at: null, hint: `Shorten the environment's prefix '${site.prefix}', or the name of the pipeline.`,
  }];
}
