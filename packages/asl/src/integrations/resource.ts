/** How a task waits for what it calls. */
export type Pattern = '' | '.sync' | '.sync:2' | '.waitForTaskToken';

export type Resource =
  | { readonly is: 'lambda' }
  | { readonly is: 'activity' }
  | { readonly is: 'sdk'; readonly service: string; readonly action: string; readonly pattern: string }
  | { readonly is: 'optimized'; readonly service: string; readonly action: string; readonly pattern: string }
  /** A text that something fills in before AWS sees it, wholly or in the part that would tell what it is. */
  | { readonly is: 'later' }
  | { readonly is: 'unknown' };

/** Stands for `${Name}`, `{{ name }}` and `<name>` while an ARN is taken apart: they may hold colons themselves. */
const hole = '\0';

/**
 * What the Resource of a task names. ARNs are read for every partition, and with names that CloudFormation, SAM or Terraform fill in.
 *
 * @example
 * resourceOf('arn:${AWS::Partition}:states:::glue:startJobRun.sync'); // { is: 'optimized', service: 'glue', action: 'startJobRun', pattern: '.sync' }
 */
export function resourceOf(text: string): Resource {
  const plain = text.replaceAll(/\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>/gu, hole);
  const [arn, , service, , account, ...rest] = plain.split(':');
  // A name that stands for an ARN: it has none of an ARN's parts.
  if (!plain.includes(':') && arn !== '') return { is: 'later' };
  if (arn !== 'arn' || service === undefined || rest.length === 0) return plain.startsWith(hole) ? { is: 'later' } : { is: 'unknown' };
  if (service.includes(hole)) return { is: 'later' };
  const [first = '', second = ''] = rest;
  if (service === 'lambda') return first === 'function' && second !== '' ? { is: 'lambda' } : first.includes(hole) ? { is: 'later' } : { is: 'unknown' };
  if (service !== 'states') return { is: 'unknown' };
  if (first === 'activity') return second === '' ? { is: 'unknown' } : { is: 'activity' };
  if (account !== '') return first.includes(hole) ? { is: 'later' } : { is: 'unknown' };
  if (rest.some((part) => part.includes(hole))) return { is: 'later' };
  return first === 'aws-sdk' ? called('sdk', second, rest.slice(2)) : called('optimized', first, rest.slice(1));
}

function called(is: 'sdk' | 'optimized', service: string, rest: readonly string[]): Resource {
  // `.sync:2` has a colon of its own.
  const name = rest.join(':');
  const dot = name.indexOf('.');
  if (service === '' || name === '') return { is: 'unknown' };
  return { is, service, action: dot === -1 ? name : name.slice(0, dot), pattern: dot === -1 ? '' : name.slice(dot) };
}
