import { graphHash, isLiveState, keptSteps } from '@millrace/core';
import type { Outcome, Pipeline, ResumePlan, ResumeRefusal, RunSnapshot } from '@millrace/core';

export interface ResumeBase {
  /** Steps that count as succeeded from the start. */
  readonly keep: readonly string[];
  /** Steps that are pending again; whether each runs is decided anew. */
  readonly again: readonly string[];
}

/**
 * What a resume keeps and what it decides anew, the same on every target; or why there can be none. `pipeline` is today's.
 * Both lists are in declaration order; handlers are in neither, since each continuation runs its own.
 */
export function planResumeBase(pipeline: Pipeline, snapshot: RunSnapshot): ResumeBase | ResumeRefusal {
  const refuse = (refused: string, hint: string): ResumeRefusal => ({ run: snapshot.run, refused, hint });
  if (isLiveState(snapshot.state)) {
    return refuse(`Run ${snapshot.run} is still ${snapshot.state}.`, 'Wait until it has ended, or stop it first.');
  }
  if (snapshot.state === 'succeeded') return refuse(`Run ${snapshot.run} succeeded: there is nothing to resume.`, 'Start a new run.');
  if (snapshot.state === 'skipped') return refuse('It was skipped, since another run was live: nothing of it ever started.', 'Start a new run.');
  if (snapshot.refused === true) return refuse('What it was given is wrong, so nothing of it ever began, and its values stay what they are.', 'Start a new run.');
  if (snapshot.graphHash !== graphHash(pipeline)) {
    return refuse(
      `The pipeline's steps, dependencies or outputs have changed since run ${snapshot.run} was started.`,
      'Deploy the pipeline as it was then, or start a new run. Scripts and job settings may change between a run and its resume.',
    );
  }
  const outcomes = new Map<string, Outcome>();
  for (const [step, { state }] of Object.entries(snapshot.steps)) if (state !== 'pending' && state !== 'running') outcomes.set(step, state);
  const kept = keptSteps(pipeline, outcomes);
  const names = pipeline.steps.map((step) => step.name);
  return { keep: names.filter((name) => kept.has(name)), again: names.filter((name) => !kept.has(name)) };
}

export function isRefusal(plan: object): plan is ResumeRefusal {
  return 'refused' in plan;
}

/** A resume that is refused, or whose plan no longer fits the run. */
export class ResumeRefused extends Error {
  override readonly name = 'ResumeRefused';
  readonly hint: string;
  constructor({ run, refused, hint }: ResumeRefusal) {
    super(`Run '${run}' cannot be resumed. ${refused}`);
    this.hint = hint;
  }
}

/**
 * Passes a plan that still says what a plan made `now` would.
 *
 * @throws {ResumeRefused} when the run can no longer be resumed, or would be resumed otherwise
 */
export function requireSamePlan(plan: ResumePlan, now: ResumePlan | ResumeRefusal): void {
  if (isRefusal(now)) throw new ResumeRefused(now);
  if (JSON.stringify(said(now)) !== JSON.stringify(said(plan))) {
    throw new ResumeRefused({ run: plan.run, refused: 'It has changed since the plan was made.', hint: 'Look at the new plan, and resume by that.' });
  }
}

const said = ({ keep, again, means, nativeIds }: ResumePlan): unknown => [keep, again, means, nativeIds];
