import { satisfies, type RunSnapshot, type Step, type StepSnapshot } from '@millrace/core';
import type { WorkflowRun } from '../port.ts';
import type { RunnerContext } from './context.ts';

/**
 * A run that has ended says of each step that was due and did not start why: Glue itself could not run what it waits for, and no trigger fires on such
 * an end. The run failed then, since the workflow left out what was due.
 *
 * @param last the workflow run that served the last continuation
 */
export function tellLost(context: Pick<RunnerContext, 'pipeline' | 'nodes'>, snapshot: RunSnapshot, last: WorkflowRun | null): RunSnapshot {
  if (snapshot.state !== 'failed') return snapshot;
  const { pipeline, nodes } = context;
  const broken = brokenSteps(context, last);
  const stops = ({ name, optional }: Step): boolean => !optional && isBad(snapshot.steps[name]?.state);
  // Once the stop policy has acted nothing is due any more.
  if (broken.size === 0 || (pipeline.failurePolicy === 'stop' && pipeline.steps.some(stops))) return snapshot;
  const told = pipeline.steps.flatMap((step): readonly (readonly [string, StepSnapshot])[] => {
    const found = snapshot.steps[step.name];
    const guilty = step.after.filter(({ step: name }) => broken.has(name));
    if (found?.state !== 'skipped' || guilty.length === 0 || nodes.plan.gates.some((gate) => gate.steps.some(({ name }) => name === step.name)) || !isDue(step, snapshot)) return [];
    const words = guilty.map(({ step: name }) => `${name} ended as ${broken.get(name) ?? ''}`).join(', ');
    return [[step.name, { ...found, message: `${words}: Glue itself could not run it, and no trigger fires on that, so the step did not start. Resume the run.` }]];
  });
  return told.length === 0 ? snapshot : { ...snapshot, steps: { ...snapshot.steps, ...Object.fromEntries(told) } };
}

/** Steps whose own node ended as a state that no condition can name. */
function brokenSteps({ nodes }: Pick<RunnerContext, 'nodes'>, last: WorkflowRun | null): ReadonlyMap<string, string> {
  return new Map((last?.Graph?.Nodes ?? []).flatMap(({ Type, Name, JobDetails, CrawlerDetails }) => {
    const step = nodes.steps.get(`${Type ?? ''} ${Name ?? ''}`);
    const state = [...(JobDetails?.JobRuns ?? []).map((run) => ({ at: run.StartedOn ?? 0, state: run.JobRunState })), ...(CrawlerDetails?.Crawls ?? []).map((crawl) => ({ at: crawl.StartedOn ?? 0, state: crawl.State }))]
      .toSorted((a, b) => a.at - b.at).at(-1)?.state;
    return step === undefined || (state !== 'ERROR' && state !== 'EXPIRED') ? [] : [[step.name, state] as const];
  }));
}

const isBad = (state: StepSnapshot['state'] | undefined): boolean => state === 'failed' || state === 'timedOut' || state === 'stopped';

/** By the rules it was to start. */
function isDue({ after }: Step, { steps }: RunSnapshot): boolean {
  return after.every(({ step, on }) => {
    const state = steps[step]?.state;
    return state !== undefined && state !== 'pending' && state !== 'running' && satisfies(on, state);
  });
}
