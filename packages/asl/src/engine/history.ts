import type { Json } from '../engine-types.ts';

/** Service integration of a Resource as events name it: `arn:aws:states:::glue:startJobRun.sync` is `glue` and `startJobRun.sync`. */
export function integrationOf(resource: string): { readonly resourceType: string; readonly resource: string } {
  const parts = resource.split(':');
  if (parts[0] === 'arn' && parts[2] === 'states' && parts.length > 6) {
    // `arn:aws:states:::states:startExecution.sync:2` has a version at its end.
    const version = parts.length > 7 && /^\d+$/u.test(parts.at(-1) ?? '') ? 1 : 0;
    return { resourceType: parts.slice(5, -1 - version).join(':'), resource: parts.slice(-1 - version).join(':') };
  }
  return { resourceType: parts[0] === 'arn' ? (parts[2] ?? '') : '', resource };
}

export type TaskKind = 'activity' | 'function' | 'service';

/** Functions and activities that are named by their own ARN have events of their own. */
export function kindOf(resource: string): TaskKind {
  const parts = resource.split(':');
  if (parts[0] !== 'arn') return 'service';
  if (parts[2] === 'states' && parts[5] === 'activity') return 'activity';
  return parts[2] === 'lambda' && parts[5] === 'function' ? 'function' : 'service';
}

/** First part of the names of a task's events. */
export const eventPrefix: Readonly<Record<TaskKind, string>> = { activity: 'Activity', function: 'LambdaFunction', service: 'Task' };

/** Does the task end by a message that names its token, and not with the call? */
export function waitsForToken(resource: string): boolean {
  return resource.endsWith('.waitForTaskToken') || kindOf(resource) === 'activity';
}
/** A job that a `.sync` task waits for may answer by a token, too. */
export function hasToken(resource: string): boolean {
  return waitsForToken(resource) || /\.sync(?::\d+)?$/u.test(resource);
}

/** Details of a text that is there in full: one object, since events are many. */
export const whole: Json = { truncated: false };

export function withText(member: 'input' | 'output', text: string): { readonly [key: string]: Json } {
  return { [member]: text, [`${member}Details`]: whole };
}

/** `error` and `cause`, each only where there is one. */
export function reason({ error, cause }: { readonly error: string | null; readonly cause: string | null }): { readonly [key: string]: Json } {
  return { ...(error === null || error === '' ? {} : { error }), ...(cause === null || cause === '' ? {} : { cause }) };
}

const bare = new Set(['ParallelStateStarted', 'ParallelStateSucceeded', 'ParallelStateFailed', 'MapStateSucceeded', 'MapStateFailed', 'LambdaFunctionStarted', 'MapRunSucceeded', 'MapRunAborted']);

/** Member of a GetExecutionHistory event that holds the details of `type`; null for types that have none. Source: HistoryEvent of the Step Functions API. */
export function detailsMember(type: string): string | null {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (type.endsWith('StateAborted') || bare.has(type)) return null;
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
}
