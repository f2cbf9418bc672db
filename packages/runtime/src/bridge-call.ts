import { createHash } from 'node:crypto';
import { resolve, resolveText, type Sources } from './arguments.ts';
import { attemptOutputsKey } from './decide-bootstrap.ts';
import type { Told } from './freeze.ts';
import type { CallRequest } from './helper-actions.ts';
import type { BridgeSpec } from './helper-spec.ts';
import type { SpecScalar, SpecValue } from './job-spec.ts';
import { argumentText } from './values.ts';

interface About {
  readonly run: string;
  /** '0001-1' */
  readonly attempt: string;
  readonly workflow: { readonly name: string; readonly runId: string } | null;
  readonly told: Told;
}
interface Built {
  readonly request: CallRequest;
  readonly problems: readonly string[];
}
type Call<T> = Extract<BridgeSpec['call'], { readonly type: T }>;

/** The call of an attempt with all values in place, and which of them have none. */
export function requestOf(spec: BridgeSpec, about: About, sources: Sources): Built {
  const { call } = spec;
  switch (call.type) {
    case 'job':
      return jobRequest(spec, call, about, sources);
    case 'lambda': {
      const { found, problems } = valuesOf(call.payload, (value) => resolve(value, sources));
      const payload = { ...found, millrace: { run: about.run, step: spec.step, ...handlerFacts(spec, about.told) } };
      return { request: { type: 'lambda', function: call.function, payload, timeoutSeconds: spec.timeoutSeconds }, problems };
    }
    case 'sns':
      return snsRequest(spec, call, about, sources);
    case 'ssm': {
      const { found, problems } = valuesOf(call.parameters, (value) => resolve(value, sources));
      const parameters = Object.fromEntries(Object.entries(found).map(([name, value]) => [name, isList(value) ? value.map(argumentText) : [argumentText(value)]]));
      return { request: { type: 'ssm', document: call.document, parameters, token: tokenOf(`${spec.pipeline}/${about.run}/${spec.step}/${about.attempt}`) }, problems };
    }
    case 'crawler':
      return { request: { type: 'crawler', crawler: call.crawler }, problems: [] };
    case 'wait':
      return { request: { type: 'wait', seconds: call.seconds }, problems: [] };
  }
}

const isList = (value: SpecScalar | readonly SpecScalar[]): value is readonly SpecScalar[] => Array.isArray(value);

/** A handler that knows how the run went. */
const handlerFacts = ({ handler }: BridgeSpec, { outcome, failedSteps }: Told): Readonly<Record<string, unknown>> =>
  handler && outcome !== null ? { outcome, failedSteps: failedSteps === null || failedSteps === '' ? [] : failedSteps.split(',') } : {};

function valuesOf<T>(values: Readonly<Record<string, SpecValue>>, read: (value: SpecValue) => T | null): { readonly found: Readonly<Record<string, T>>; readonly problems: readonly string[] } {
  const found: Record<string, T> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const one = read(value);
    if (one === null) problems.push(`the argument '${name}' has no value`);
    else found[name] = one;
  }
  return { found, problems };
}

/** The workflow is told as Glue itself tells it, so that the job's bootstrap finds the run. */
function jobRequest(spec: BridgeSpec, call: Call<'job'>, { run, attempt, workflow, told }: About, sources: Sources): Built {
  const { found, problems } = valuesOf(call.arguments, (value) => resolveText(value, sources));
  const pairs: (readonly [string, string])[] = [...Object.entries(found), ['MILLRACE_RUN', run], ['MILLRACE_STEP', spec.step]];
  if (workflow !== null) pairs.push(['WORKFLOW_NAME', workflow.name], ['WORKFLOW_RUN_ID', workflow.runId]);
  if (spec.outputs !== undefined) pairs.push(['MILLRACE_OUTPUTS', `s3://${spec.runsBucket}/${attemptOutputsKey(spec, run, attempt)}`]);
  if (spec.handler && told.outcome !== null) pairs.push(['MILLRACE_OUTCOME', told.outcome], ['MILLRACE_FAILED_STEPS', told.failedSteps ?? '']);
  return { request: { type: 'job', job: call.job, arguments: Object.fromEntries(pairs.map(([name, value]) => [`--${name}`, value])), timeoutMinutes: call.timeoutMinutes }, problems };
}

function snsRequest(spec: BridgeSpec, call: Call<'sns'>, { run, told }: About, sources: Sources): Built {
  const { found, problems } = valuesOf({ ...(call.subject === null ? {} : { subject: call.subject }), ...(call.message === null ? {} : { message: call.message }) }, (value) => resolveText(value, sources));
  const [subject, message] = usualText(spec, run, told);
  return { request: { type: 'sns', topicArn: call.topicArn, subject: subjectLine(found['subject'] ?? subject), message: found['message'] ?? message }, problems };
}

function usualText({ pipeline, step, handler }: BridgeSpec, run: string, { outcome, failedSteps }: Told): readonly [subject: string, message: string] {
  if (!handler || outcome === null) return [`${pipeline}: step ${step}`, `The run ${run} of the pipeline '${pipeline}' has come to the step '${step}'.`];
  const wrong = failedSteps === null || failedSteps === '' ? 'No step went wrong.' : `Steps that went wrong: ${failedSteps.replaceAll(',', ', ')}.`;
  return [`${pipeline}: ${outcome}`, `The run ${run} of the pipeline '${pipeline}' ${outcome}.\n${wrong}`];
}

/** The service takes at most 100 printable ASCII characters, and refuses a subject that begins with a space. */
const subjectLine = (text: string): string => text.replaceAll(/[^ -~]/gu, '?').replace(/^ +/, '').slice(0, 100);

/** A UUID that is made of a name: always the same for the same attempt. */
function tokenOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
