import type { BootstrapWrite } from './decide-bootstrap.ts';
import type { SpecParam, SpecScalar } from './job-spec.ts';
import { broken, secretIn } from './param-rules.ts';
import { asRecord, ownOf } from './plain.ts';
import { continuationOf, ownProperties, type ChainLink, type RunState } from './run-state.ts';
import { argumentText, dayIn, typed } from './values.ts';

/** What a step's job and every helper know of their pipeline. */
export interface PipelineFacts {
  readonly pipeline: string;
  readonly timezone: string;
  readonly params: Readonly<Record<string, SpecParam>>;
  readonly environmentParams: Readonly<Record<string, SpecScalar>>;
  readonly graphHash?: string;
}
export interface FreezeView {
  readonly now: number;
  readonly jobRunId: string;
  readonly chain: readonly ChainLink[];
  /** An object of the runs bucket, as JSON; null when there is none. */
  read(key: string): unknown;
}
export interface Frozen {
  readonly params: Readonly<Record<string, SpecScalar>>;
  readonly date: string;
  readonly writes: readonly BootstrapWrite[];
  readonly problems: readonly string[];
}

export const folderOf = (pipeline: string, run: string): string => `${pipeline}/${run}/`;
/** Where later steps read what a step has left. */
export const outputsKey = (folder: string, step: string): string => `${folder}outputs/${step}.json`;
/** What handlers are told of the run's outcome, in this continuation. */
export const handlersKey = ({ pipeline }: Pick<PipelineFacts, 'pipeline'>, run: string, state: RunState): string => `${folderOf(pipeline, run)}handlers/${continuationOf(state)}.json`;

/** What handlers are told, as the texts of job arguments. */
export interface Told {
  readonly outcome: string | null;
  readonly failedSteps: string | null;
}
export function toldIn(body: unknown): Told {
  const told = asRecord(body);
  const [outcome, failed] = [told?.['outcome'], told?.['failedSteps']];
  return { outcome: typeof outcome === 'string' ? outcome : null, failedSteps: Array.isArray(failed) && failed.every((one) => typeof one === 'string') ? failed.join(',') : null };
}

/** The run's own parameters and day: from run.json, else checked and frozen now. */
export function freeze(spec: PipelineFacts, view: FreezeView, run: string): Frozen {
  const folder = folderOf(spec.pipeline, run);
  const record = asRecord(view.read(`${folder}run.json`));
  const params = asRecord(record?.['params']);
  if (record !== null && params !== null && typeof record['date'] === 'string') {
    // run.json was checked when it was written.
    return { params: params as Readonly<Record<string, SpecScalar>>, date: record['date'], writes: [], problems: [] };
  }
  const properties = ownProperties(view.chain);
  const first = view.chain.at(-1) ?? { runId: view.jobRunId, startedOn: view.now, properties: {} };
  const date = properties?.['millrace:date'] ?? dayIn(spec.timezone, scheduledAt(first.properties) ?? first.startedOn);
  const { values, problems } = paramsOf(spec, properties ?? first.properties, { id: run, date });
  const body = { schemaVersion: 1, run, pipeline: spec.pipeline, target: 'glue', graphHash: spec.graphHash ?? '', date, params: values, createdAt: first.startedOn };
  return { params: values, date, writes: recordsOf(spec, run, folder, first, body), problems };
}

/** The instant of the schedule that started a run, which EventBridge Scheduler passes on: epoch milliseconds, or null for other starts. */
export function scheduledAt(properties: Readonly<Record<string, string>>): number | null {
  const text = ownOf(properties, 'millrace:scheduled') ?? '';
  const at = /^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  // JavaScript takes the 30th of February for a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString() === text.replace('Z', '.000Z') ? at : null;
}

/** The records that `millrace run` writes, for a run that it did not start: so that the run is listed and can be looked at. */
function recordsOf(spec: PipelineFacts, run: string, folder: string, first: ChainLink, body: unknown): readonly BootstrapWrite[] {
  const at = first.startedOn;
  return [
    { key: `${folder}run.json`, body, once: true },
    { key: `${folder}continuations/0001.json`, body: { schemaVersion: 1, n: 1, means: 'first', keep: [], at }, once: true },
    { key: `${folder}continuations/0001.native.json`, body: { nativeId: first.runId, at }, once: true },
    { key: `${spec.pipeline}/_native/${encodeURIComponent(first.runId)}.json`, body: { run, n: 1 }, once: true },
    { key: `${spec.pipeline}/_index/${indexName(run, at)}`, body: null, once: true },
  ];
}

/** Names of the index sort by the start of their runs: an id that does not begin with its instant follows it. */
export function indexName(run: string, at: number): string {
  if (/^[0-9]{8}t[0-9]{6}-[a-z2-7]{6}$/.test(run)) return run;
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase()}.${run}`;
}

type Facts = { readonly id: string; readonly date: string };

function paramsOf(spec: PipelineFacts, properties: Readonly<Record<string, string>>, facts: Facts) {
  const values: Record<string, SpecScalar> = {};
  const problems: string[] = [];
  const given = new Map(Object.entries(properties).flatMap(([name, value]) => (name.startsWith('param:') ? [[name.slice('param:'.length), value] as const] : [])));
  for (const name of given.keys()) if (!Object.hasOwn(spec.params, name)) problems.push(`there is no parameter '${name}'`);
  // It would be passed over, and the run would go on with the usual value. Other properties may be someone's own.
  for (const name of Object.keys(properties)) if (Object.hasOwn(spec.params, name)) problems.push(`the run property '${name}' names a parameter without its prefix (write 'param:${name}')`);
  for (const [name, declaration] of Object.entries(spec.params)) {
    const usual = declaration.default;
    const standing = ownOf(spec.environmentParams, name) ?? (usual !== null && typeof usual === 'object' ? facts[usual.run] : usual);
    const found = valueOf(name, declaration, given.get(name), standing);
    if ('value' in found) values[name] = found.value;
    else problems.push(found.problem);
  }
  return { values, problems };
}

/** `given` by the run, else what stands: the environment's value or the default. */
function valueOf(name: string, declaration: SpecParam, given: string | undefined, standing: SpecScalar | null): { readonly value: SpecScalar } | { readonly problem: string } {
  const raw = given ?? standing;
  if (raw === null) return { problem: `the parameter '${name}' has no value` };
  // First of all, so that no message shows it.
  const secret = secretIn(argumentText(raw));
  if (secret !== null) return { problem: `the parameter '${name}' looks like ${secret}, which would be shown` };
  const value = typed(declaration, raw);
  // Whoever types the secret itself must not find it in a log.
  if (value === null && declaration.type === 'secret') return { problem: `what is given is not the name of a secret, which the parameter '${name}' is` };
  if (value === null) return { problem: `'${argumentText(raw)}' is not of type ${declaration.type}, which the parameter '${name}' has` };
  const rule = broken(declaration, value);
  if (rule !== null) return { problem: `'${argumentText(raw)}' breaks a rule of the parameter '${name}': it ${rule}` };
  const fixed = declaration.overridable === false && given !== undefined && (standing === null || typed(declaration, standing) !== value);
  return fixed ? { problem: `the parameter '${name}' is not overridable, and the run gives it another value` } : { value };
}
