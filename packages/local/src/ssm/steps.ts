import type { Json } from '@millrace/core';
import type { Reply, ReplyTo } from '../host/types.ts';
import { type Fields, isRecord } from '../service/input.ts';
import { type Ctx, handler } from '../service/kit.ts';
import { type AutomationRow, automations, type Step, type StepRun, type StepStatus } from './rows.ts';
import { durationMs, select, withVariables } from './variables.ts';

/** Which step of which automation a timer or reply is about. */
type Place = { readonly id: string; readonly at: number };
const workId = ({ id, at }: Place): string => `${id}.${at}`;
const ends = (place: Place): string => `ends/${workId(place)}`;
const timeout = (place: Place): string => `timeout/${workId(place)}`;

/** Begins the step that the automation stands at, or ends the automation after the last. */
export function beginStep(ctx: Ctx, row: AutomationRow): void {
  const step = row.steps[row.at];
  if (step === undefined) {
    automations.put(ctx, row.id, { ...row, status: 'Success', end: ctx.world.now() });
    return;
  }
  const place = { id: row.id, at: row.at };
  const begun = { ...row, runs: changed(row, { status: 'InProgress', start: ctx.world.now() }) };
  automations.put(ctx, row.id, begun);
  const problem = perform(ctx, begun, step, place);
  if (problem !== null) endStep(ctx, begun, { status: 'Failed', output: {}, message: problem });
  else if (step.timeout !== null) ctx.effects.push({ type: 'timer', id: timeout(place), at: ctx.world.now() + step.timeout * 1000, order: 1, handler: 'timedOut', data: place });
}

/** Asks for what a step does; answers why it cannot be done. */
function perform(ctx: Ctx, row: AutomationRow, step: Step, place: Place): string | null {
  const resolved = withVariables(step.inputs, (name) => variable(row, name));
  const inputs: Fields = isRecord(resolved) ? resolved : {};
  const text = (name: string): string => (typeof inputs[name] === 'string' ? inputs[name] : '');
  const replyTo: ReplyTo = { handler: 'replied', data: place };
  switch (step.action) {
    case 'aws:sleep': {
      const ms = durationMs(text('Duration'));
      if (ms === null) return `The step ${step.name} sleeps for '${text('Duration')}', which is no duration such as PT10S.`;
      ctx.effects.push({ type: 'timer', id: ends(place), at: ctx.world.now() + ms, order: 0, handler: 'slept', data: place });
      return null;
    }
    case 'aws:executeScript': {
      const work = { kind: 'function', id: workId(place), functionName: `${row.document}.${step.name}`, code: { script: text('Script') }, handler: `script.${text('Handler')}`, payload: inputs['InputPayload'] ?? {}, environment: {} } as const;
      if (!text('Runtime').startsWith('python')) return `The step ${step.name} asks for the runtime '${text('Runtime')}': the embedded AWS runs scripts in Python.`;
      ctx.effects.push({ type: 'work', work, replyTo });
      return null;
    }
    case 'aws:executeAwsApi': {
      const { Service: _service, Api: _api, ...input } = inputs;
      const [service, api] = [text('Service').toLowerCase(), text('Api')];
      const op = `${api.slice(0, 1).toUpperCase()}${api.slice(1)}`;
      ctx.effects.push({ type: 'call', service: service === 'stepfunctions' ? 'sfn' : service, op, input, replyTo });
      return null;
    }
    default:
      return `The embedded AWS does not run the action ${step.action} of the step ${step.name}.`;
  }
}

function variable(row: AutomationRow, name: string): Json | undefined {
  if (name === 'automation:EXECUTION_ID') return row.id;
  const [step = '', output] = name.split('.');
  if (output === undefined) return Object.hasOwn(row.parameters, name) ? row.parameters[name] : undefined;
  return row.runs.find((run) => run.name === step)?.outputs[output];
}

interface StepEnd {
  readonly status: StepStatus;
  readonly output: Json;
  readonly message: string | null;
}

function endStep(ctx: Ctx, row: AutomationRow, { status, output, message }: StepEnd): void {
  const step = row.steps[row.at];
  const place = { id: row.id, at: row.at };
  ctx.effects.push({ type: 'cancelTimer', id: timeout(place) }, { type: 'cancelTimer', id: ends(place) });
  const outputs = { OutputPayload: output, ...Object.fromEntries((step?.outputs ?? []).map(({ Name, Selector }) => [Name, select(output, Selector)])) };
  const ended = { ...row, runs: changed(row, { status, end: ctx.world.now(), outputs, message }) };
  if (status !== 'Success' && step?.onFailure !== 'Continue') {
    const failed = `Step fails when it is Execute/Cancelling action. ${message ?? ''}`.trim();
    automations.put(ctx, row.id, { ...ended, status: status === 'TimedOut' ? 'TimedOut' : 'Failed', end: ctx.world.now(), message: failed });
  } else beginStep(ctx, { ...ended, at: step?.isEnd === true ? row.steps.length : row.at + 1 });
}

export function stopStep(ctx: Ctx, row: AutomationRow, status: 'Cancelled' | 'Success'): void {
  const place = { id: row.id, at: row.at };
  ctx.effects.push({ type: 'cancelTimer', id: timeout(place) }, { type: 'cancelTimer', id: ends(place) }, { type: 'stopWork', id: workId(place) });
  automations.put(ctx, row.id, { ...row, status, end: ctx.world.now(), runs: changed(row, { status: 'Cancelled', end: ctx.world.now() }) });
}

const changed = (row: AutomationRow, more: Partial<StepRun>): readonly StepRun[] => row.runs.map((run, index) => (index === row.at ? { ...run, ...more } : run));

/** Null when the automation has gone on or ended: what was stopped still reports back. */
function standsAt(ctx: Ctx, data: Json): AutomationRow | null {
  if (!isRecord(data) || typeof data['id'] !== 'string') return null;
  const row = automations.get(ctx, data['id']);
  return row !== null && row.status === 'InProgress' && row.at === data['at'] ? row : null;
}

export const stepHandlers = {
  slept: handler((ctx, data) => {
    const row = standsAt(ctx, data);
    if (row !== null) endStep(ctx, row, { status: 'Success', output: {}, message: null });
  }),
  timedOut: handler<Place>((ctx, place) => {
    const row = standsAt(ctx, place);
    if (row === null) return;
    ctx.effects.push({ type: 'stopWork', id: workId(place) });
    endStep(ctx, row, { status: 'TimedOut', output: {}, message: 'The step took longer than its timeoutSeconds.' });
  }),
  replied: handler<Reply>((ctx, reply) => {
    const row = standsAt(ctx, reply.data);
    if (row === null) return;
    if (!reply.ok) endStep(ctx, row, { status: 'Failed', output: {}, message: `${reply.error.name}: ${reply.error.message}` });
    else if (row.steps[row.at]?.action === 'aws:executeScript') endStep(ctx, row, scriptEnd(reply.output));
    else endStep(ctx, row, { status: 'Success', output: reply.output, message: null });
  }),
};

function scriptEnd(result: Json): StepEnd {
  const { outcome = 'failed', message = null }: Fields = isRecord(result) ? result : {};
  const text = typeof message === 'string' ? message : 'null';
  if (outcome !== 'succeeded') return { status: 'Failed', output: {}, message: text };
  try {
    // What the script answered, as JSON.
    return { status: 'Success', output: { Payload: JSON.parse(text) as Json }, message: null };
  } catch {
    return { status: 'Success', output: {}, message: null };
  }
}
