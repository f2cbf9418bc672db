import { integrationOf, kindOf } from '../engine/history.ts';
import type { Json } from '../engine-types.ts';
import { member } from '../json.ts';
import type { OutlineState } from '../outline/outline.ts';
import { expressionIn } from '../query/expression.ts';
import { outcomes } from './look.ts';
import type { RanState } from './ran.ts';
import { duration } from './words.ts';

/** What a state does, in some words: its service and action, how long it waits, what it iterates over. */
export function doing(state: OutlineState): string {
  const { json, type, retriers, inner } = state;
  const retries = retriers.length === 0 ? [] : [`${retriers.length} ${retriers.length === 1 ? 'retrier' : 'retriers'}`];
  if (type === 'Task') return [called(json['Resource']), ...retries].join(' · ');
  if (type === 'Wait') return waited(json);
  if (type === 'Fail') return ['Fail', ...[plain(json['Error'] ?? json['ErrorPath'])].filter((one) => one !== null)].join(' · ');
  if (type === 'Parallel') return [`Parallel · ${inner.length} ${inner.length === 1 ? 'branch' : 'branches'}`, ...retries].join(' · ');
  if (type === 'Map') return ['Map', ...[plain(json['ItemsPath'] ?? json['Items'])].filter((one) => one !== null), ...width(json), ...retries].join(' · ');
  return type === '' ? 'no type' : type;
}

function called(resource: Json | undefined): string {
  if (typeof resource !== 'string') return 'Task';
  const kind = kindOf(resource);
  if (kind === 'function') return `λ ${resource.split(':')[6] ?? ''}`;
  if (kind === 'activity') return `activity ${resource.split(':').at(-1) ?? ''}`;
  const { resourceType, resource: action } = integrationOf(resource);
  return resourceType === '' ? resource : `${resourceType.replace(/^aws-sdk:/u, '')} ${action}`;
}

function waited(json: OutlineState['json']): string {
  const { Seconds: seconds } = json;
  if (typeof seconds === 'number') return `Wait · ${duration(seconds * 1000)}`;
  const given = plain(seconds ?? json['SecondsPath']);
  if (given !== null) return `Wait · ${given} s`;
  const until = plain(json['Timestamp'] ?? json['TimestampPath']);
  return until === null ? 'Wait' : `Wait until ${until}`;
}

function width(json: OutlineState['json']): readonly string[] {
  const most = json['MaxConcurrency'];
  const mode = member(member(json['ItemProcessor'], 'ProcessorConfig'), 'Mode') === 'DISTRIBUTED' ? ['distributed'] : [];
  return typeof most === 'number' && most > 0 ? [...mode, `${most} at once`] : mode;
}

/** A text or expression on one line; null for anything else. */
function plain(value: Json | undefined): string | null {
  return typeof value === 'string' ? (expressionIn(value) ?? value).replaceAll(/\s+/gu, ' ') : null;
}

/** What became of a state, and its last error on a line of its own. */
export function became({ outcome, visits, attempts, spent, failed, error }: RanState, type: string): readonly string[] {
  const tries = attempts > visits ? [`${attempts} attempts`] : [];
  const times = visits > 1 ? [`${visits} visits`, ...(failed > 0 ? [`${failed} failed`] : [])] : [];
  // A Fail state says its error itself.
  const why = type === 'Fail' || outcome === 'succeeded' || outcome === 'aborted' || error === null || error === '' ? [] : [error];
  return [[outcomes[outcome].word, duration(spent), ...times, ...tries].join(' · '), ...why];
}
