import type { JobSpec, SpecScalar } from './job-spec.ts';
import { checkOutputs, outputsSentence } from './outputs.ts';
import { argumentText, dayIn, typed } from './values.ts';

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
  readonly chain: readonly { readonly runId: string; readonly startedOn: number; readonly properties: Readonly<Record<string, string>> }[];
  /** `--MILLRACE_OUTCOME` and `--MILLRACE_FAILED_STEPS`, as a handler's job got them. */
  readonly told: { readonly outcome: string | null; readonly failedSteps: string | null };
  /** Where the script lies on the job's disk. */
  readonly scriptPath: string;
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

interface Frozen {
  readonly params: Readonly<Record<string, SpecScalar>>;
  readonly date: string;
  readonly writes: readonly BootstrapWrite[];
  readonly problems: readonly string[];
}

/**
 * The rules of `bootstrap.py` as a pure function: what a job run does before its script. Virtual time runs on it, and a test holds both
 * to the same decisions.
 */
export function decideBootstrap(spec: JobSpec, view: RunView): BootstrapDecision {
  const ours = view.chain.find(({ properties }) => properties['millrace:run'] !== undefined);
  const run = ours?.properties['millrace:run'] ?? outsideId(view.chain.at(-1)?.runId ?? view.jobRunId);
  const folder = `${spec.pipeline}/${run}/`;
  const marker = { key: `${folder}steps/${spec.step}/${view.jobRunId}.json`, once: false };
  const continuation = ours?.properties['millrace:continuation'] ?? '1';
  const record = asRecord(view.read(`${folder}continuations/${continuation.padStart(4, '0')}.json`));
  const keep = record?.['keep'];
  if (Array.isArray(keep) && keep.includes(spec.step)) {
    const writes = [{ ...marker, body: { skipped: 'kept', at: view.now } }];
    return { action: 'end', run, writes, exitCode: 0, message: `The step '${spec.step}' succeeded earlier in the run ${run} and is kept.` };
  }
  if (view.read(`${folder}stop.json`) !== null) {
    const writes = [{ ...marker, body: { skipped: 'stop', at: view.now } }];
    return { action: 'end', run, writes, exitCode: 1, message: `The run ${run} is being stopped, so the step '${spec.step}' does not start.` };
  }
  const frozen = freeze(spec, view, run, folder, ours?.properties ?? null);
  const { argv, problems: unresolved } = argvOf(spec, view, run, folder, frozen);
  const problems = [...frozen.problems, ...unresolved];
  if (problems.length > 0) return { action: 'end', run, writes: [], exitCode: 1, message: `The run ${run} cannot go on: ${problems.join('; ')}.` };
  // What an attempt before this one left holds no more.
  const cleared = spec.outputs === undefined ? [] : [{ key: outputsKey(folder, spec.step), body: {}, once: false }];
  // A job that was started by itself belongs to no run, and leaves no trace of one.
  const writes = view.workflow === null ? [] : [...frozen.writes, ...cleared, { ...marker, body: { script: true, at: view.now } }];
  return { action: 'script', run, writes, argv };
}

/** What happens when the script has ended well: `wrong` is the sentence with which the attempt fails after all, or null. */
export interface OutputsDecision {
  readonly wrong: string | null;
  readonly writes: readonly BootstrapWrite[];
}

/** Key in the runs bucket of the object that this attempt writes. */
export const attemptOutputsKey = (spec: JobSpec, run: string, jobRunId: string): string => `${spec.pipeline}/${run}/outputs/${spec.step}/${jobRunId}.json`;
/** Where later steps read what a step has left. */
const outputsKey = (folder: string, step: string): string => `${folder}outputs/${step}.json`;

/** Checks what the script left and copies it to where later steps read it. `text` is null when there is no object. */
export function decideOutputs(spec: JobSpec, run: string, jobRunId: string, text: string | null): OutputsDecision {
  const checked = checkOutputs(spec.outputs ?? {}, text);
  if ('wrong' in checked) return { wrong: outputsSentence(spec.step, `s3://${spec.runsBucket}/${attemptOutputsKey(spec, run, jobRunId)}`, checked.wrong), writes: [] };
  return { wrong: null, writes: [{ key: outputsKey(`${spec.pipeline}/${run}/`, spec.step), body: checked.values, once: false }] };
}

const outsideId = (nativeId: string): string => nativeId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');

/** The run's own parameters and day: from run.json, else checked and frozen now. */
function freeze(spec: JobSpec, view: RunView, run: string, folder: string, properties: Readonly<Record<string, string>> | null): Frozen {
  const record = asRecord(view.read(`${folder}run.json`));
  const params = asRecord(record?.['params']);
  if (record !== null && params !== null && typeof record['date'] === 'string') {
    // run.json was checked when it was written.
    return { params: params as Readonly<Record<string, SpecScalar>>, date: record['date'], writes: [], problems: [] };
  }
  const first = view.chain.at(-1) ?? { runId: view.jobRunId, startedOn: view.now, properties: {} };
  const date = properties?.['millrace:date'] ?? dayIn(spec.timezone, first.startedOn);
  const { values, problems } = paramsOf(spec, properties ?? first.properties, { id: run, date });
  const body = { schemaVersion: 1, run, pipeline: spec.pipeline, target: 'glue', graphHash: spec.graphHash ?? '', date, params: values, createdAt: first.startedOn };
  return { params: values, date, writes: recordsOf(spec, run, folder, first, body), problems };
}

/** The records that `millrace run` writes, for a run that it did not start: so that the run is listed and can be looked at. */
function recordsOf(spec: JobSpec, run: string, folder: string, first: { readonly runId: string; readonly startedOn: number }, body: unknown): readonly BootstrapWrite[] {
  const at = first.startedOn;
  return [
    { key: `${folder}run.json`, body, once: true },
    { key: `${folder}continuations/0001.json`, body: { schemaVersion: 1, n: 1, means: 'first', keep: [], at }, once: true },
    { key: `${folder}continuations/0001.native.json`, body: { nativeId: first.runId, at }, once: true },
    { key: `${spec.pipeline}/_native/${encodeURIComponent(first.runId)}.json`, body: { run, n: 1 }, once: true },
    { key: `${spec.pipeline}/_index/${run}`, body: null, once: true },
  ];
}

function paramsOf(spec: JobSpec, properties: Readonly<Record<string, string>>, facts: { readonly id: string; readonly date: string }) {
  const values: Record<string, SpecScalar> = {};
  const problems: string[] = [];
  const given = Object.entries(properties).flatMap(([name, value]) => (name.startsWith('param:') ? [[name.slice('param:'.length), value] as const] : []));
  for (const [name] of given) if (!Object.hasOwn(spec.params, name)) problems.push(`there is no parameter '${name}'`);
  const ofRun = new Map(given);
  for (const [name, declaration] of Object.entries(spec.params)) {
    const usual = declaration.default;
    const raw = ofRun.get(name) ?? ownOf(spec.environmentParams, name) ?? (usual !== null && typeof usual === 'object' ? facts[usual.run] : usual);
    const value = raw === null ? null : typed(declaration, raw);
    if (raw === null) problems.push(`the parameter '${name}' has no value`);
    else if (value === null) problems.push(`'${argumentText(raw)}' is not of type ${declaration.type}, which the parameter '${name}' has`);
    else values[name] = value;
  }
  return { values, problems };
}

const ownOf = (all: Readonly<Record<string, SpecScalar>>, name: string): SpecScalar | undefined => (Object.hasOwn(all, name) ? all[name] : undefined);

function argvOf(spec: JobSpec, view: RunView, run: string, folder: string, frozen: Frozen): { readonly argv: readonly string[]; readonly problems: readonly string[] } {
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
  for (const [name, value] of Object.entries(spec.args)) {
    const text = resolve(value, { id: run, date: frozen.date }, frozen.params, (step) => asRecord(view.read(outputsKey(folder, step))));
    if (text !== null) pairs.push([name, text]);
    // A parameter whose value is wrong has been told already.
    else if (frozen.problems.length === 0) problems.push(`the argument '${name}' has no value`);
  }
  // Two tokens each, as Glue itself passes arguments, whatever the value: the script must not see which orchestrator started it.
  return { argv: [view.scriptPath, ...pairs.flatMap(([name, value]) => [`--${name}`, value])], problems };
}

function resolve(
  value: JobSpec['args'][string],
  facts: { readonly id: string; readonly date: string },
  params: Readonly<Record<string, SpecScalar>>,
  outputsOf: (step: string) => Readonly<Record<string, unknown>> | null,
): string | null {
  if (typeof value !== 'object') return argumentText(value);
  if ('param' in value) {
    const found = ownOf(params, value.param);
    return found === undefined ? null : argumentText(found);
  }
  if ('run' in value) return facts[value.run];
  if ('secret' in value) return secretReference(value.secret);
  if ('output' in value) {
    const [step, name] = value.output;
    const outputs = outputsOf(step);
    const found = outputs !== null && Object.hasOwn(outputs, name) ? outputs[name] : value.or;
    return isScalar(found) ? argumentText(found) : null;
  }
  return argumentText(value);
}

/** What a job gets in place of a secret: its name, never its value. */
export const secretReference = (secret: string): string => (secret.startsWith('arn:') ? secret : `secretsmanager:${secret}`);

const isScalar = (value: unknown): value is SpecScalar => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | null =>
  // Narrowed to an object that is no list; its members stay unknown.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
