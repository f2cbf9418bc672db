import { resolveText } from './arguments.ts';
import { folderOf, freeze, outputsKey, toldIn, type Frozen } from './freeze.ts';
import type { JobSpec } from './job-spec.ts';
import { outcomesOf } from './outcomes.ts';
import { checkOutputs, outputsSentence } from './outputs.ts';
import { asRecord } from './plain.ts';
import { refusalOf, refusedRecord } from './refusal.ts';
import { ownProperties, runIdOf, type ChainLink, type RunState } from './run-state.ts';

/** What the bootstrap of one job run can see. */
export interface RunView {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly jobName: string;
  readonly jobRunId: string;
  /** Null for a job that was started by itself. */
  readonly workflow: { readonly name: string; readonly runId: string } | null;
  /**
   * The workflow run and those it resumes, newest first; `startedOn` in epoch milliseconds. Outside a workflow: the job run itself with the
   * properties that its argument `--MILLRACE_PROPERTIES` gives, or nothing when there is no such argument.
   */
  readonly chain: readonly ChainLink[];
  /** `--MILLRACE_OUTCOME` and `--MILLRACE_FAILED_STEPS`, as a handler's job got them; else the run's folder tells. */
  readonly told: { readonly outcome: string | null; readonly failedSteps: string | null };
  /** Where the script lies on the job's disk. */
  readonly scriptPath: string;
  /** Graph and folder of the run: for a step whose description has a `policy`. Without it the policy holds nothing back. */
  readonly state?: RunState;
  /** An object of the runs bucket, as JSON; null when there is none. */
  read(key: string): unknown;
}

/** An object to write; `once` means only if it is not there. */
export interface BootstrapWrite {
  readonly key: string;
  readonly body: unknown;
  readonly once: boolean;
}
/** What happens: the writes are made in order, then the script runs with `argv`, or the job ends with `exitCode` and `message`. */
export type BootstrapDecision =
  | { readonly action: 'script'; readonly run: string; readonly writes: readonly BootstrapWrite[]; readonly argv: readonly string[] }
  | { readonly action: 'end'; readonly run: string; readonly writes: readonly BootstrapWrite[]; readonly exitCode: 0 | 1; readonly message: string };

/**
 * The rules of `bootstrap.py` as a pure function: what a job run does before its script. Virtual time runs on it, and a test holds both
 * to the same decisions.
 */
export function decideBootstrap(spec: JobSpec, view: RunView): BootstrapDecision {
  const { step } = spec;
  const run = runIdOf(view.chain, view.jobRunId);
  const refused = refusalOf(spec.pipeline, { ...view, read: (key) => view.read(key) });
  if (refused !== null) return { action: 'end', run, writes: refused.writes, exitCode: 1, message: refused.message };
  const folder = folderOf(spec.pipeline, run);
  const marker = { key: markerKey(spec, run, view.jobRunId), once: false };
  const continuation = (ownProperties(view.chain)?.['millrace:continuation'] ?? '1').padStart(4, '0');
  const ends = (skipped: 'kept' | 'stop', message: string): BootstrapDecision =>
    ({ action: 'end', run, writes: [{ ...marker, body: { skipped, at: view.now } }], exitCode: skipped === 'kept' ? 0 : 1, message });
  const keep = asRecord(view.read(`${folder}continuations/${continuation}.json`))?.['keep'];
  if (Array.isArray(keep) && keep.includes(step)) return ends('kept', `The step '${step}' succeeded earlier in the run ${run} and is kept.`);
  if (view.read(`${folder}stop.json`) !== null) return ends('stop', `The run ${run} is being stopped, so the step '${step}' does not start.`);
  const stoppers = spec.policy === undefined || view.state === undefined ? [] : outcomesOf(spec.policy.steps, view.state, 'stop').stoppers;
  if (stoppers.length > 0) return ends('stop', `The run ${run} stops, since ${stoppers.join(', ')} went wrong, so the step '${step}' does not start.`);
  const frozen = freeze(spec, view, run);
  const recorded = toldIn(spec.handler ? view.read(`${folder}handlers/${continuation}.json`) : null);
  const told = { outcome: view.told.outcome ?? recorded.outcome, failedSteps: view.told.failedSteps ?? recorded.failedSteps };
  const { argv, problems: unresolved } = argvOf(spec, { ...view, told, read: (key) => view.read(key) }, run, frozen);
  const problems = [...frozen.problems, ...unresolved];
  if (problems.length > 0) {
    const message = `The run ${run} cannot go on: ${problems.join('; ')}.`;
    // What was given is wrong for every step, and told once; a value that is missing is this step's own failure.
    const told = frozen.problems.length > 0 ? refusedRecord(folder, message, view.now) : { ...marker, body: { script: false, message, at: view.now } };
    return { action: 'end', run, writes: view.workflow === null ? [] : [told], exitCode: 1, message };
  }
  // What an attempt before this one left holds no more.
  const cleared = spec.outputs === undefined ? [] : [{ key: outputsKey(folder, step), body: {}, once: false }];
  // A job that was started by itself belongs to no run, and leaves no trace of one.
  const writes = view.workflow === null ? [] : [...frozen.writes, ...cleared, { ...marker, body: { script: true, at: view.now } }];
  return { action: 'script', run, writes, argv };
}

const markerKey = (spec: JobSpec, run: string, jobRunId: string): string => `${folderOf(spec.pipeline, run)}steps/${spec.step}/${jobRunId}.json`;

/** What the bootstrap writes when the time of `watch` is over, before it ends the job run as failed. */
export const timedOutMarker = (spec: JobSpec, run: string, jobRunId: string, at: number): BootstrapWrite =>
  ({ key: markerKey(spec, run, jobRunId), body: { script: true, ended: 'timedOut', at }, once: false });

/** What the bootstrap writes when the script has ended well and its outputs are wrong: the service knows the exit code alone. */
export const wrongOutputsMarker = (spec: JobSpec, run: string, jobRunId: string, at: number, message: string): BootstrapWrite =>
  ({ key: markerKey(spec, run, jobRunId), body: { script: true, ended: 'outputs', message, at }, once: false });

/** A job run of the same job that is under way, as GetJobRuns tells it. */
export interface OtherJobRun {
  readonly id: string;
  readonly state: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly arguments: Readonly<Record<string, string>>;
}

/**
 * Before the script: the live job run of the same step and run that began earlier, or null. The bootstrap waits for it and ends as it ends.
 * `natives` are the workflow runs that serve the run, in all its continuations.
 */
export function decideAttach(spec: JobSpec, view: Pick<RunView, 'now' | 'jobRunId' | 'chain' | 'workflow'>, natives: readonly string[], others: readonly OtherJobRun[]): { readonly to: string; readonly write: BootstrapWrite } | null {
  if (view.workflow === null) return null;
  const run = runIdOf(view.chain, view.jobRunId);
  const served = new Set([...natives, ...view.chain.map(({ runId }) => runId)]);
  const own = others.find(({ id }) => id === view.jobRunId)?.start ?? view.now;
  const earlier = others
    .filter(({ id, state, start, arguments: args }) => id !== view.jobRunId && ['STARTING', 'RUNNING', 'STOPPING', 'WAITING'].includes(state) && isEarlier(start, id, own, view.jobRunId)
      && (args['--MILLRACE_RUN'] === run || served.has(args['--WORKFLOW_RUN_ID'] ?? '')))
    .sort((a, b) => (isEarlier(a.start, a.id, b.start, b.id) ? -1 : 1));
  const [to] = earlier;
  return to === undefined ? null : { to: to.id, write: { key: markerKey(spec, run, view.jobRunId), body: { skipped: 'attached', to: to.id, at: view.now }, once: false } };
}

const isEarlier = (start: number, id: string, thanStart: number, thanId: string): boolean => start < thanStart || (start === thanStart && id < thanId);

/** What happens when the script has ended well: `wrong` is the sentence with which the attempt fails after all, or null. */
export interface OutputsDecision {
  readonly wrong: string | null;
  readonly writes: readonly BootstrapWrite[];
}

/** Key in the runs bucket of the object that this attempt writes. `attempt` is the job run's id, or a bridge's `0001-1`. */
export const attemptOutputsKey = (spec: Pick<JobSpec, 'pipeline' | 'step'>, run: string, attempt: string): string => `${folderOf(spec.pipeline, run)}outputs/${spec.step}/${attempt}.json`;

/** Checks what the script left and copies it to where later steps read it. `text` is null when there is no object. */
export function decideOutputs(spec: Pick<JobSpec, 'pipeline' | 'step' | 'runsBucket' | 'outputs'>, run: string, attempt: string, text: string | null): OutputsDecision {
  const checked = checkOutputs(spec.outputs ?? {}, text);
  if ('wrong' in checked) return { wrong: outputsSentence(spec.step, `s3://${spec.runsBucket}/${attemptOutputsKey(spec, run, attempt)}`, checked.wrong), writes: [] };
  return { wrong: null, writes: [{ key: outputsKey(folderOf(spec.pipeline, run), spec.step), body: checked.values, once: false }] };
}

function argvOf(spec: JobSpec, view: RunView, run: string, frozen: Frozen): { readonly argv: readonly string[]; readonly problems: readonly string[] } {
  const pairs: (readonly [string, string])[] = [
    ['JOB_NAME', view.jobName],
    ['JOB_RUN_ID', view.jobRunId],
  ];
  if (view.workflow !== null) pairs.push(['WORKFLOW_NAME', view.workflow.name], ['WORKFLOW_RUN_ID', view.workflow.runId]);
  pairs.push(['MILLRACE_RUN', run], ['MILLRACE_STEP', spec.step]);
  if (spec.outputs !== undefined) pairs.push(['MILLRACE_OUTPUTS', `s3://${spec.runsBucket}/${attemptOutputsKey(spec, run, view.jobRunId)}`]);
  if (spec.handler && view.told.outcome !== null) pairs.push(['MILLRACE_OUTCOME', view.told.outcome]);
  if (spec.handler && view.told.failedSteps !== null) pairs.push(['MILLRACE_FAILED_STEPS', view.told.failedSteps]);
  const problems: string[] = [];
  const folder = folderOf(spec.pipeline, run);
  const sources = { facts: { id: run, date: frozen.date }, params: frozen.params, outputsOf: (step: string) => view.read(outputsKey(folder, step)) };
  for (const [name, value] of Object.entries(spec.args)) {
    const text = resolveText(value, sources);
    if (text !== null) pairs.push([name, text]);
    // A parameter whose value is wrong has been told already.
    else if (frozen.problems.length === 0) problems.push(`the argument '${name}' has no value`);
  }
  // Two tokens each, as Glue itself passes arguments, whatever the value: the script must not see which orchestrator started it.
  return { argv: [view.scriptPath, ...pairs.flatMap(([name, value]) => [`--${name}`, value])], problems };
}
