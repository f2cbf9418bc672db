import type { Pipeline, ResumePlan, ResumeRefusal, RunSnapshot, Step } from '@millrace/core';
import { isRefusal, planResumeBase } from '@millrace/workload';
import { rows } from '../capabilities.ts';
import type { WorkflowRun } from '../port.ts';
import { nativeFrontier } from './rerun.ts';

/** What a plan is made of: what a run was, and its last workflow run. */
export interface PlanFacts {
  readonly pipeline: Pipeline;
  readonly snapshot: RunSnapshot;
  readonly last: WorkflowRun | null;
  /** Steps by node: 'JOB name' or 'CRAWLER name'. */
  readonly steps: ReadonlyMap<string, Step>;
}

/** Rule 11: what a resume keeps and runs again, and by which means; or why it is refused. Pure. */
export function planResume({ pipeline, snapshot, last, steps }: PlanFacts): ResumePlan | ResumeRefusal {
  const base = planResumeBase(pipeline, snapshot);
  if (isRefusal(base)) return base;
  if (last?.Status === 'RUNNING' || last?.Status === 'STOPPING') {
    return { run: snapshot.run, refused: 'A workflow run of it is still going on.', hint: `Wait for its end, or stop it first: millrace stop ${snapshot.run}` };
  }
  const { keep, again } = base;
  const kept = new Set(keep);
  const frontier = last?.Status === 'COMPLETED' ? nativeFrontier(pipeline, kept, attemptedSteps(last, steps)) : null;
  const ids = frontier === null || last === null ? null : nodeIds(last, steps, frontier);
  if (ids !== null) return { run: snapshot.run, keep, again, means: 'native', nativeIds: ids };

  const refuse = (refused: string, hint: string): ResumeRefusal => ({ run: snapshot.run, refused, hint });
  const held = pipeline.steps.filter((step) => kept.has(step.name));
  const crawlers = held.filter(({ kind }) => kind === 'crawler').map(({ name }) => name);
  if (crawlers.length > 0) return refuse(`${rows['resume.keepCrawler'].note} Kept: ${crawlers.join(', ')}.`, rows['resume.keepCrawler'].hint);
  const existing = held.filter((step) => 'use' in step.with).map(({ name }) => name);
  if (existing.length > 0) return refuse(`${rows['resume.keepExisting'].note} Kept: ${existing.join(', ')}.`, rows['resume.keepExisting'].hint);
  return { run: snapshot.run, keep, again, means: 'skipMap', nativeIds: [] };
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
