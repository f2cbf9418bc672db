import { integrationOf } from '../engine/history.ts';
import type { Json, Message } from '../engine-types.ts';
import { member, textOf } from '../json.ts';

const answers: ReadonlySet<string> = new Set(['sendTaskSuccess', 'sendTaskFailure', 'sendTaskHeartbeat']);

/** Does the task answer another one with its token? Machines do so with `aws-sdk:sfn:sendTaskSuccess` and its kin. */
export function answersToken(resource: string): boolean {
  const { resourceType, resource: action } = integrationOf(resource);
  return resourceType === 'aws-sdk:sfn' && answers.has(action);
}

/** What such a task tells the one that waits; null: its Output is no JSON. Source: SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat in the Step Functions API reference. */
export function tokenAnswer(resource: string, given: Json): Message | null {
  const token = textOf(member(given, 'TaskToken'));
  const { resource: action } = integrationOf(resource);
  if (action === 'sendTaskHeartbeat') return { type: 'heartbeat', token };
  if (action === 'sendTaskFailure') return { type: 'taskFailed', token, error: textOr(member(given, 'Error')), cause: textOr(member(given, 'Cause')) };
  const output = member(given, 'Output');
  try {
    // AWS takes the JSON itself, too, and makes the text of it.
    return { type: 'taskSucceeded', token, output: typeof output === 'string' ? (JSON.parse(output) as Json) : (output ?? null) }; // JSON.parse gives JSON
  } catch {
    return null;
  }
}

const textOr = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
