import type { Pipeline, ResumePlan, ResumeRefusal, RunSnapshot, Step } from '@millrace/core';
import { isRefusal, planResumeBase } from '@millrace/workload';
import type { WorkflowRun } from '../port.ts';
import type { Nodes } from './nodes.ts';
import { nativeFrontier, runnable } from './rerun.ts';

/** What a plan is made of: what a run was, and its last workflow run. */
export interface PlanFacts {
  readonly pipeline: Pipeline;
  readonly snapshot: RunSnapshot;
  readonly last: WorkflowRun | null;
  readonly nodes: Nodes;
}

/** Rule 11: what a resume keeps and runs again, and by which means; or why it is refused. Pure. */
export function planResume({ pipeline, snapshot, last, nodes }: PlanFacts): ResumePlan | ResumeRefusal {
  const refuse = (refused: string, hint: string): ResumeRefusal => ({ run: snapshot.run, refused, hint });
  const base = planResumeBase(pipeline, snapshot);
  if (isRefusal(base)) return base;
  if (last?.Status === 'RUNNING' || last?.Status === 'STOPPING') return refuse('A workflow run of it is still going on.', `Wait for its end, or stop it first: millrace stop ${snapshot.run}`);
  const { keep, again } = base;
  const kept = new Set(keep);
  const frontier = last?.Status === 'COMPLETED' ? nativeFrontier(pipeline, nodes.plan, kept, attemptedSteps(last, nodes.steps)) : null;
  const ids = frontier === null || last === null ? null : nodeIds(last, nodes.steps, frontier);
  if (ids !== null) return { run: snapshot.run, keep, again, means: 'native', nativeIds: ids };

  const plain = keep.filter((step) => nodes.isNative(step));
  if (plain.length === 0) return { run: snapshot.run, keep, again, means: 'skipMap', nativeIds: [] };
  // A stop may come when all has just succeeded: then nothing is left to run, and nothing is started.
  if (runnable(pipeline, kept).size === 0) return { run: snapshot.run, keep, again, means: 'native', nativeIds: [] };
  return refuse(
    `A new workflow run would run again what must be kept (${plain.join(', ')}), and Glue itself does not resume this one: it was stopped as a whole outside Millrace, is forgotten, or the deploy has changed since.`,
    'Start a new run.',
  );
}

function attemptedSteps(run: WorkflowRun, steps: ReadonlyMap<string, Step>): ReadonlySet<string> {
  return new Set((run.Graph?.Nodes ?? []).flatMap((node) => {
    const started = (node.JobDetails?.JobRuns ?? []).length + (node.CrawlerDetails?.Crawls ?? []).length;
    return started === 0 ? [] : (steps.get(`${node.Type ?? ''} ${node.Name ?? ''}`)?.name ?? []);
  }));
}

/** Null when a node has no id, so that Glue could not be told of it. */
function nodeIds(run: WorkflowRun, steps: ReadonlyMap<string, Step>, wanted: readonly string[]): readonly string[] | null {
  const byStep = new Map((run.Graph?.Nodes ?? []).map((node) => [steps.get(`${node.Type ?? ''} ${node.Name ?? ''}`)?.name, node.UniqueId]));
  const ids = wanted.flatMap((step) => byStep.get(step) ?? []);
  return ids.length === wanted.length ? ids : null;
}
