import { pointerOf, type Pipeline, type Problem, type Site } from '@millrace/core';
import { allSteps, isStream, physical } from '@millrace/workload';
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

/** Neither a deploy nor a run ends a live stream: when it may end is for people to say. */
export function streamNotes({ steps }: Pipeline): Problem[] {
  return steps.flatMap((step, index): Problem[] => (isStream(step) ? [{
    code: 'MR5016', severity: 'info', pointer: pointerOf('steps', index, 'with'), at: null,
    message: `Step '${step.name}' is a stream: a deploy does not restart it while it runs, and an execution that finds it running leaves it as it is.`,
    hint: 'Stop its live job run after a deploy that changes it; the next execution starts it anew.',
  }] : []));
}

/** The next run takes its turn though an automation of a stopped one is still being cancelled: only job runs are looked for. */
export function leftAutomations(pipeline: Pipeline): Problem[] {
  const names = allSteps(pipeline).filter(({ kind }) => kind === 'ssm').map(({ name }) => name);
  if (pipeline.overlap === 'allow' || names.length === 0) return [];
  return [{
    code: 'MR5017', severity: 'warning', pointer: '/overlap', at: null,
    message: `A run that was stopped holds the next one back until its job runs have ended, but not until its automations have: ${names.join(', ')} may be live twice for as long as a cancel takes.`,
    hint: 'Wait until `millrace status` says that the run has stopped before you start the next, or use documents whose cancel is quick.',
  }];
}

/** Constants of a job's arguments that are longer than what Step Functions keeps of the cause of an error, in which it tells them. */
export function longArguments(pipeline: Pipeline): Problem[] {
  return allSteps(pipeline).flatMap((step): Problem[] => {
    if (step.kind !== 'glueJob') return [];
    const characters = Object.entries(step.with.args).reduce((sum, [name, value]) => sum + name.length + (typeof value === 'object' && !Array.isArray(value) ? 0 : JSON.stringify(value).length), 0);
    if (characters <= LIMITS.causeCharacters - FOR_THE_REST) return [];
    const at = pipeline.steps.indexOf(step);
    return [{
      code: 'MR5018', severity: 'warning', pointer: at === -1 ? '/' : pointerOf('steps', at, 'with', 'args'), at: null,
      message: `The arguments of step '${step.name}' have ${characters} characters: Step Functions keeps ${LIMITS.causeCharacters} of the cause of an error, in which it tells them, and may take a timeout or a stop of the job run for a failure.`,
      hint: 'Put long values into an object in S3, and hand on its URI.',
    }];
  });
}

/** What a job run tells besides its arguments. */
const FOR_THE_REST = 4_000;
