import type { Json, Prop } from '@millrace/core';
import type { Observed } from '@millrace/deploy';
import { OWNER_TAG } from '@millrace/workload';
import { byName } from '../compile/triggers.ts';
import type { EventBatchingCondition, Predicate, Trigger, TriggerAction, TriggerCondition, TriggerSettings } from '../port.ts';

/** Seconds that Glue gathers events for, unless told otherwise. */
const USUAL_WINDOW = 900;

/** These fire by themselves, and only when they are activated; the others wait to be fired. */
export const isActive = (type: Prop | undefined): boolean => type === 'CONDITIONAL' || type === 'SCHEDULED';

/** A trigger as the compiler writes it. */
export function observed(name: string, trigger: Trigger, owner: string | null): Observed {
  const conditions = (trigger.Predicate?.Conditions ?? []).map((one) => picked(one, ['LogicalOperator', 'JobName', 'State', 'CrawlerName', 'CrawlState']));
  const props: Record<string, Json> = {
    Name: name,
    Type: trigger.Type ?? '',
    WorkflowName: trigger.WorkflowName ?? '',
    Actions: (trigger.Actions ?? []).map((one) => picked(one, ['JobName', 'CrawlerName', 'Arguments', 'Timeout'])).sort(byName),
    Tags: owner === null ? {} : { [OWNER_TAG]: owner },
  };
  if (trigger.Type === 'CONDITIONAL') props['Predicate'] = { Logical: trigger.Predicate?.Logical ?? 'AND', Conditions: conditions.sort(byName) };
  if (isActive(trigger.Type)) Object.assign(props, { StartOnCreation: true, State: trigger.State ?? '' });
  if (trigger.Type === 'SCHEDULED') props['Schedule'] = trigger.Schedule ?? '';
  if (trigger.Type === 'EVENT') {
    const { BatchSize = 1, BatchWindow = USUAL_WINDOW } = trigger.EventBatchingCondition ?? {};
    props['EventBatchingCondition'] = { BatchSize, ...(BatchWindow === USUAL_WINDOW ? {} : { BatchWindow }) };
  }
  return { props, owner, sha256: null };
}

/** Only what we write, and no empty map: services return those or not as they please. */
function picked(from: TriggerAction & TriggerCondition, names: readonly (keyof (TriggerAction & TriggerCondition))[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = from[name];
    const empty = value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    return empty ? [] : [[name, value]];
  }));
}

/** The settings that creation and update share. */
export function settingsOf(name: string, props: Readonly<Record<string, Prop>>): TriggerSettings {
  // They were built by the compiler of this package, in Glue's own shape.
  const actions = props['Actions'] as unknown as readonly TriggerAction[];
  const predicate = props['Predicate'] as unknown as Predicate | undefined;
  const batching = props['EventBatchingCondition'] as unknown as EventBatchingCondition | undefined;
  const schedule = textOf(props['Schedule']);
  return {
    Name: name, Actions: actions, ...(predicate === undefined ? {} : { Predicate: predicate }),
    ...(schedule === '' ? {} : { Schedule: schedule }), ...(batching === undefined ? {} : { EventBatchingCondition: batching }),
  };
}

/** A property that is a text; '' for anything else. */
export const textOf = (value: Prop | undefined): string => (typeof value === 'string' ? value : '');
