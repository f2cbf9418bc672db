import type { Json } from '../engine-types.ts';

/** Service integration of a Resource as events name it: `arn:aws:states:::glue:startJobRun.sync` is `glue` and `startJobRun.sync`. */
export function integrationOf(resource: string): { readonly resourceType: string; readonly resource: string } {
  const parts = resource.split(':');
  if (parts[0] === 'arn' && parts[2] === 'states' && parts.length > 6) {
    return { resourceType: parts.slice(5, -1).join(':'), resource: parts.at(-1) ?? '' };
  }
  return { resourceType: parts[0] === 'arn' ? (parts[2] ?? '') : '', resource };
}

export function withText(member: 'input' | 'output', text: string): { readonly [key: string]: Json } {
  return { [member]: text, [`${member}Details`]: { truncated: false } };
}

/** Member of a GetExecutionHistory event that holds the details of `type`; null for types that have none. */
export function detailsMember(type: string): string | null {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (type.endsWith('StateAborted') || /^(?:Parallel|Map)State(?:Succeeded|Failed)$/u.test(type) || type === 'ParallelStateStarted') return null;
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
}
