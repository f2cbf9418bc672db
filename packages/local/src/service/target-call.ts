import type { Json } from '@millrace/core';
import { isRecord } from './input.ts';

/** A call to a service of the embedded AWS. */
export interface TargetCall {
  readonly service: string;
  readonly op: string;
  readonly input: Json;
}

/**
 * What delivers `text` to the target of a rule or schedule.
 * @param arn a state machine, function, topic, Glue workflow, or Scheduler's `arn:aws:scheduler:::aws-sdk:service:operation`
 * @param text the input as JSON text
 * @param event how a Glue workflow is told of it
 * @returns null when the embedded AWS has no such target
 */
export function targetCall(arn: string, text: string, event: { readonly id: string; readonly json: Json }): TargetCall | null {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (service === 'scheduler') return universal(resource, text);
  if (service === 'states' && resource.startsWith('stateMachine:')) return { service: 'sfn', op: 'StartExecution', input: { stateMachineArn: arn, input: text, name: event.id } };
  if (service === 'lambda') return { service: 'lambda', op: 'Invoke', input: { FunctionName: arn, InvocationType: 'Event', Payload: text } };
  if (service === 'sns') return { service: 'sns', op: 'Publish', input: { TopicArn: arn, Message: text } };
  if (service === 'glue' && resource.startsWith('workflow/')) return { service: 'glue', op: 'NotifyEvent', input: { Name: resource.slice('workflow/'.length), events: [event.json] } };
  return null;
}

/** `aws-sdk:glue:startWorkflowRun`. */
function universal(resource: string, text: string): TargetCall | null {
  const [, service = '', name = ''] = /^aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/u.exec(resource) ?? [];
  const input = parsed(text);
  if (service === '' || input === null) return null;
  return { service, op: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, input: service === 'sfn' ? lowerFirst(input) : input };
}

/** Scheduler takes members as the SDK for Java names them; Step Functions' own begin with a small letter. */
function lowerFirst(input: Json): Json {
  return isRecord(input) ? Object.fromEntries(Object.entries(input).map(([name, value]) => [`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, value])) : input;
}

function parsed(text: string): Json | null {
  try {
    // JSON.parse gives JSON by definition.
    const input = JSON.parse(text === '' ? '{}' : text) as Json;
    return isRecord(input) ? input : null;
  } catch {
    return null;
  }
}
