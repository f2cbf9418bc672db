import type { Json, ResourceType } from '@millrace/core';
import { cutApart, differences, type Difference } from './render-value.ts';
import type { Change, ChangeSet } from './types.ts';

const SIGN: Readonly<Record<Change['action'], string>> = { create: '+', update: '~', replace: '-/+', delete: '-' };
const NOUN: Readonly<Record<ResourceType, string>> = {
  'AWS::Glue::Job': 'job',
  'AWS::Glue::Crawler': 'crawler',
  'AWS::Glue::Workflow': 'workflow',
  'AWS::Glue::Trigger': 'trigger',
  'AWS::StepFunctions::StateMachine': 'state machine',
  'AWS::StepFunctions::StateMachineVersion': 'version of',
  'AWS::StepFunctions::StateMachineAlias': 'alias',
  'AWS::Glue::Database': 'database',
  'AWS::IAM::Role': 'role',
  'AWS::Scheduler::Schedule': 'schedule',
  'AWS::Events::Rule': 'rule',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::S3::Bucket': 'bucket',
  'Millrace::S3Object': 'object',
};
/** What people call a resource, with its name: 'alias dev-orders:live'. */
export const told = ({ type, name }: Pick<Change, 'type' | 'name'>): string => `${NOUN[type]} ${name}`;

/** Longer values are shown by what differs inside them. */
const LONGEST = 60;
const INDENT = '      ';
/** Of a new or removed value so much is shown; of two that differ, the part where they do. */
const ROOM = 160;
const LEAST_ROOM = 24;

/**
 * A change set as text: a legend of the signs that occur, one line per resource, its differing fields below, one summary line. Of a long
 * value only what differs inside it is shown, removed (-) and added (+); of two long texts the part where they begin to differ.
 *
 * @param width characters of a line, where values are cut
 * @param drifted what else than 'changed outside Millrace' is said where a change is no edit; null says that
 * @example
 * ~ job dev-orders-clean
 *     Timeout: 30 -> 60
 * Plan: 0 to create, 1 to update, 0 to replace, 0 to delete; 11 unchanged.
 */
export function renderChangeSet(changeSet: ChangeSet, width: number = INDENT.length + 4 + ROOM, drifted: (change: Change) => string | null = () => null): string {
  const { changes, unchanged } = changeSet;
  if (changes.length === 0) return `Nothing to change: ${unchanged} resources are as they should be.`;
  const body = changes.flatMap((change) => [line(change), ...change.fields.flatMap((one) => field(one, width, drifted(change) ?? 'changed outside Millrace'))]);
  return [...legend(changes), '', ...body, '', summary(changeSet)].join('\n');
}

function line(change: Change): string {
  return `${SIGN[change.action].padStart(3)} ${told(change)}`;
}

function field({ path, from, to, by }: Change['fields'][number], width: number, drifted: string): readonly string[] {
  const drift = by === 'drift' ? `  (${drifted})` : '';
  const [a, b] = [value(from), value(to)];
  const short = `${INDENT}${path}: ${a} -> ${b}`;
  if (a.length <= LONGEST && b.length <= LONGEST && short.length <= width) return [`${short}${drift}`];
  const inner = differences(from ?? undefined, to ?? undefined, path);
  return [...Map.groupBy(inner, (one) => one.path)].flatMap(([place, group], index) => [`${INDENT}${place}:${index === 0 ? drift : ''}`, ...group.flatMap((one) => sides(one, width))]);
}

/** The two sides of a difference, each on its own line: nothing is shown of a side that has nothing. */
function sides({ from, to }: Difference, width: number): readonly string[] {
  const room = Math.max(LEAST_ROOM, width - INDENT.length - 4);
  const [a, b] = [from === undefined ? '' : value(from), to === undefined ? '' : value(to)];
  const [was, is] = a === '' || b === '' ? [a, b] : cutApart(a, b, room);
  return [...(was === '' ? [] : [`${INDENT}  - ${was}`]), ...(is === '' ? [] : [`${INDENT}  + ${is}`])];
}

const value = (json: Json): string => (json === null ? '(none)' : JSON.stringify(json));

function legend(changes: readonly Change[]): readonly string[] {
  const meaning = { create: 'create', update: 'update in place', replace: 'remove and create anew', delete: 'delete' };
  const used = new Set(changes.map((change) => change.action));
  return (['create', 'update', 'replace', 'delete'] as const)
    .filter((action) => used.has(action))
    .map((action) => `${SIGN[action].padStart(3)} ${meaning[action]}`);
}

function summary({ changes, unchanged }: ChangeSet): string {
  const count = (action: Change['action']): number => changes.filter((change) => change.action === action).length;
  return `Plan: ${count('create')} to create, ${count('update')} to update, ${count('replace')} to replace, ${count('delete')} to delete; ${unchanged} unchanged.`;
}
