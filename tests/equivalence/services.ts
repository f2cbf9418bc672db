import type { Json } from '@millrace/core';
import { AwsError, type Effect, type Operation, type Reaction, type Service } from '@millrace/local';

/**
 * Lambda, SNS and Systems Manager whose calls go as a case says: each is work that the players do. Functions, topics and documents of drawn
 * pipelines carry the name of their step. Logs takes groups and keeps no line: nothing compares what is logged.
 */
export function playedServices(): readonly Service[] {
  const automations = new Map<string, { readonly start: number; readonly status: string; readonly end: number | null }>();
  /** A start that is repeated starts nothing. */
  const tokens = new Map<string, string>();
  let ids = 0;
  const begin = (step: string): { readonly id: string; readonly effect: Effect } => {
    // As long as the ids of automations are.
    const id = `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
    return { id, effect: { type: 'work', work: { kind: 'function', id, functionName: step, code: { script: '' }, handler: '', payload: null, environment: {} }, replyTo: { handler: 'ended', data: id } } };
  };
  const wait = (step: string): Reaction => {
    const { id, effect } = begin(step);
    return { output: null, effects: [effect], waits: id };
  };
  return [
    service('logs', Object.fromEntries(['DescribeLogGroups', 'CreateLogGroup', 'PutRetentionPolicy'].map((name) => [name, () => ({ output: {}, effects: [] })])), () => []),
    service('lambda', { Invoke: (input) => wait(text(input['FunctionName']).replace(/^notify-/, '')) }, (id, outcome) => [answer(id, {
      ok: true, output: outcome === 'succeeded' ? { StatusCode: 200, Payload: 'null' } : { StatusCode: 200, FunctionError: 'Unhandled', Payload: JSON.stringify({ errorType: 'Refusal', errorMessage: 'no' }) },
    })]),
    service('sns', { Publish: (input) => wait(text(input['TopicArn']).replace(/^.*:alerts-/, '')) }, (id, outcome) => [answer(id, outcome === 'succeeded' ? { ok: true, output: { MessageId: id } } : { ok: false, error: { name: 'InvalidParameter', message: 'no' } })]),
    service('ssm', {
      StartAutomationExecution: (input, now) => {
        const token = text(input['ClientToken']);
        const earlier = tokens.get(token);
        if (earlier !== undefined) return { output: { AutomationExecutionId: earlier }, effects: [] };
        const { id, effect } = begin(text(input['DocumentName']).replace(/^Scale-/, ''));
        automations.set(id, { start: now, status: 'InProgress', end: null });
        if (token !== '') tokens.set(token, id);
        return { output: { AutomationExecutionId: id }, effects: [effect] };
      },
      GetAutomationExecution: (input) => {
        const { start, status, end } = automations.get(text(input['AutomationExecutionId'])) ?? { start: 0, status: 'Failed', end: 0 };
        return { output: { AutomationExecution: { AutomationExecutionStatus: status, ExecutionStartTime: start / 1000, ...(end === null ? {} : { ExecutionEndTime: end / 1000 }) } }, effects: [] };
      },
      StopAutomationExecution: (input) => {
        const id = text(input['AutomationExecutionId']);
        if (automations.get(id)?.end !== null) throw new AwsError('InvalidAutomationStatusUpdateException', 'It has ended.');
        return { output: {}, effects: [{ type: 'stopWork', id }] };
      },
    }, (id, outcome, now) => {
      automations.set(id, { start: automations.get(id)?.start ?? now, status: outcome === 'succeeded' ? 'Success' : outcome === 'stopped' ? 'Cancelled' : 'Failed', end: now });
      return [];
    }),
  ];
}

/** Glue, whose streams say STARTING until they have come up by the case. */
export function withStarting(glue: Service, isComing: (jobRun: string) => boolean): Service {
  const shown = (run: Json): Json => {
    const { Id, JobRunState, ...rest } = fields(run);
    return { ...rest, Id: text(Id), JobRunState: JobRunState === 'RUNNING' && isComing(text(Id)) ? 'STARTING' : text(JobRunState) };
  };
  const changed = (name: string, change: (output: Fields) => Json): Operation => async (tx, input, world) => {
    const reaction = await glue.operations[name]?.(tx, input, world);
    if (reaction === undefined) throw new Error(`Glue has no ${name}.`);
    return { ...reaction, output: change(fields(reaction.output)) };
  };
  return { ...glue, operations: {
    ...glue.operations,
    GetJobRun: changed('GetJobRun', ({ JobRun }) => ({ JobRun: shown(JobRun ?? null) })),
    GetJobRuns: changed('GetJobRuns', ({ JobRuns, ...rest }) => ({ ...rest, JobRuns: (Array.isArray(JobRuns) ? JobRuns : []).map(shown) })),
  } };
}

type Fields = Readonly<Record<string, Json | undefined>>;
type Answered = Extract<Effect, { readonly type: 'answer' }>['result'];

function service(id: string, operations: Readonly<Record<string, (input: Fields, now: number) => Reaction>>, ended: (call: string, outcome: string, now: number) => readonly Effect[]): Service {
  return {
    id,
    operations: Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, (_tx, input, world) => operation(fields(input), world.now())])),
    handlers: {
      ended: (_tx, reply, world) => {
        const { data, output } = fields(reply);
        return { output: null, effects: ended(text(data), text(fields(output)['outcome']), world.now()) };
      },
    },
    subscriptions: {},
  };
}

const answer = (id: string, result: Answered): Effect => ({ type: 'answer', id, result });
const text = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
// An object of JSON values is all that is claimed.
const fields = (json: Json | undefined): Fields => (typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {});
