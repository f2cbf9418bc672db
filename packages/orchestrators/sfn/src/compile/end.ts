import type { Pipeline, Site, Step } from '@millrace/core';
import { entryOf, stepStates, canRetry, type Place } from '../kinds/builder.ts';
import { nodeOf } from '../kinds/index.ts';
import { isOneOf, query, variable, wentWrong } from './expression.ts';
import { BAD, type Fields, type States } from './states.ts';

const HANDLER_ARGUMENTS: Fields = { '--MILLRACE_OUTCOME': query('$outcome'), '--MILLRACE_FAILED_STEPS': query('$failed') };

/** The states after the last step: verdict, handlers, end. `nodes` takes the names of the handlers' states. */
export function endStates(pipeline: Pipeline, site: Site, nodes: Map<string, readonly string[]>, plain: ReadonlySet<string>): { readonly entry: string; readonly states: States } {
  const optional = pipeline.steps.filter((step) => step.optional).map((step) => step.name);
  const handlers = [pipeline.onFailure, pipeline.finally].filter((step) => step !== null);
  const failed = `$count($keys(${wentWrong(optional)})) > 0`;
  const states: States = new Map();
  // Whoever comes this far has no plain step behind that went wrong.
  if (handlers.length === 0 && pipeline.steps.every((step) => step.optional || plain.has(step.name))) return { entry: 'Succeeded', states: new Map([['Succeeded', { Type: 'Succeed' }]]) };
  if (handlers.length === 0) {
    states.set('All well?', { Type: 'Choice', Choices: [{ Comment: 'a step went wrong', Condition: query(failed), Next: 'Failed' }], Default: 'Succeeded' });
    return { entry: 'All well?', states: new Map([...states, ...endings()]) };
  }
  states.set('Verdict', {
    Type: 'Pass',
    Comment: 'Every step has ended. What follows is told the outcome and the steps that went wrong.',
    Assign: { outcome: query(`${failed} ? "failed" : "succeeded"`), failed: query(`$join([$keys(${wentWrong([])})], ",")`) },
    Next: pipeline.onFailure !== null ? `${pipeline.onFailure.name}?` : firstOf(pipeline.finally, 'All well?'),
  });
  if (pipeline.onFailure !== null) {
    const after = firstOf(pipeline.finally, 'All well?');
    states.set(`${pipeline.onFailure.name}?`, { Type: 'Choice', Choices: [{ Comment: 'a step went wrong', Condition: query('$outcome = "failed"'), Next: firstOf(pipeline.onFailure, after) }], Default: after });
    add(pipeline.onFailure, after);
  }
  if (pipeline.finally !== null) add(pipeline.finally, 'All well?');
  const bad = handlers.filter((step) => !step.optional).map((step) => isOneOf(step.name, BAD));
  states.set('All well?', { Type: 'Choice', Choices: [{ Comment: 'something went wrong', Condition: query(['$outcome = "failed"', ...bad].join(' or ')), Next: 'Failed' }], Default: 'Succeeded' });
  return { entry: 'Verdict', states: new Map([...states, ...endings()]) };

  function add(step: Step, next: string): void {
    const place: Place = { pipeline, site, next, stop: null, skip: null, keepable: false, plain: false };
    const built = stepStates(step, nodeOf(step)(place, HANDLER_ARGUMENTS), place, variable('tries', step.name));
    nodes.set(step.name, [...built.states.keys()]);
    for (const [name, state] of built.states) states.set(name, state);
  }

  function firstOf(step: Step | null, otherwise: string): string {
    if (step === null) return otherwise;
    if (canRetry(step)) return entryOf(step.name);
    const place: Place = { pipeline, site, next: '', stop: null, skip: null, keepable: false, plain: false };
    return nodeOf(step)(place, {}).begin;
  }
}

function endings(): States {
  return new Map<string, Fields>([
    ['Succeeded', { Type: 'Succeed' }],
    ['Failed', {
      Type: 'Fail',
      Error: 'Millrace.RunFailed',
      Cause: query(`"The run failed: " & $join($each(${wentWrong([])}, function($is, $step) { $step & " " & ($is = "timedOut" ? "timed out" : $is) }), ", ") & "."`),
    }],
  ]);
}
