import type { Json, ResourceType } from '@millrace/core';
import type { Change, ChangeSet } from './types.ts';

const SIGN: Readonly<Record<Change['action'], string>> = { create: '+', update: '~', replace: '-/+', delete: '-' };
const NOUN: Readonly<Record<ResourceType, string>> = {
  'AWS::Glue::Job': 'job',
  'AWS::Glue::Crawler': 'crawler',
  'AWS::Glue::Workflow': 'workflow',
  'AWS::Glue::Trigger': 'trigger',
  'AWS::StepFunctions::StateMachine': 'state machine',
  'AWS::Glue::Database': 'database',
  'AWS::IAM::Role': 'role',
  'AWS::Scheduler::Schedule': 'schedule',
  'AWS::Events::Rule': 'rule',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::S3::Bucket': 'bucket',
  'Millrace::S3Object': 'object',
};
const LONGEST = 60;

/**
 * A change set as text: a legend of the signs that occur, one line per resource, its differing fields below, one summary line.
 *
 * @example
 * ~ job dev-orders-clean
 *     Timeout: 30 -> 60
 * Plan: 0 to create, 1 to update, 0 to replace, 0 to delete; 11 unchanged.
 */
export function renderChangeSet(changeSet: ChangeSet): string {
  const { changes, unchanged } = changeSet;
  if (changes.length === 0) return `Nothing to change: ${unchanged} resources are as they should be.`;
  const body = changes.flatMap((change) => [line(change), ...change.fields.map(field)]);
  return [...legend(changes), '', ...body, '', summary(changeSet)].join('\n');
}

function line({ action, type, name }: Change): string {
  return `${SIGN[action].padStart(3)} ${NOUN[type]} ${name}`;
}

function field({ path, from, to, by }: Change['fields'][number]): string {
  const drift = by === 'drift' ? '  (changed outside Millrace)' : '';
  return `      ${path}: ${value(from)} -> ${value(to)}${drift}`;
}

function value(json: Json): string {
  if (json === null) return '(none)';
  const text = JSON.stringify(json);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

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
