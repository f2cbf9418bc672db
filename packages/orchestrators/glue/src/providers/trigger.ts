import type { Json, Prop } from '@millrace/core';
import { arnOf, type Clock, type Observed, type Provider } from '@millrace/deploy';
import { chunks, isSame, OWNER_TAG } from '@millrace/workload';
import { byName } from '../compile/triggers.ts';
import { isAwsError, type EventBatchingCondition, type GluePort, type Predicate, type Trigger, type TriggerAction, type TriggerCondition, type TriggerSettings } from '../port.ts';
import { textMap, type Place } from './shared.ts';

const POLL_MS = 1_000;
const POLLS = 120;
const MOST_IN_BATCH = 100;
/** Seconds that Glue gathers events for, unless told otherwise. */
const USUAL_WINDOW = 900;

/**
 * Reads and writes triggers. One at a time, since Glue refuses changes to one workflow at once; whoever calls repeats a put
 * that is refused so all the same. An active trigger is stopped before it is changed and started again whatever happens.
 */
export function triggerProvider(port: GluePort, place: Place, clock: Clock): Provider {
  const removed = new Set<string>();
  const oneByOne = queue();
  const find = async (name: string): Promise<Trigger | null> => {
    try {
      return (await port.call('GetTrigger', { Name: name })).Trigger ?? null;
    } catch (error) {
      if (isAwsError(error, 'EntityNotFoundException')) return null;
      throw error;
    }
  };
  const tagsOf = async (name: string): Promise<Readonly<Record<string, string>>> => (await port.call('GetTags', { ResourceArn: arnOf('AWS::Glue::Trigger', name, place) })).Tags ?? {};
  return {
    type: 'AWS::Glue::Trigger',
    replaceOn: ['Type', 'WorkflowName'],
    compareAll: async (wanted) => {
      const answers = new Map<string, 'same' | 'absent'>();
      for (const some of chunks(wanted, MOST_IN_BATCH)) {
        const { Triggers = [], TriggersNotFound = [] } = await port.call('BatchGetTriggers', { TriggerNames: some.map(({ name }) => name) });
        const live = new Map(Triggers.map((trigger) => [trigger.Name, trigger]));
        for (const { name, props } of some) {
          const trigger = live.get(name);
          if (trigger !== undefined && trigger.State !== 'DELETING' && isSame(observed(name, trigger, null).props, props)) answers.set(name, 'same');
          if (TriggersNotFound.includes(name)) answers.set(name, 'absent');
        }
      }
      return answers;
    },
    read: async (name) => {
      const found = await find(name);
      return found === null || found.State === 'DELETING' ? null : observed(name, found, (await tagsOf(name))[OWNER_TAG] ?? null);
    },
    put: (resource, before) => oneByOne(async () => {
      removed.delete(resource.name);
      const settings = settingsOf(resource.name, resource.props);
      const tags = textMap(resource.props['Tags']);
      const active = isActive(resource.props['Type']);
      if (before === null) {
        await untilGone(() => find(resource.name), clock);
        const starts = active ? { StartOnCreation: true } : {};
        await port.call('CreateTrigger', { ...settings, ...starts, Type: textOf(resource.props['Type']), WorkflowName: textOf(resource.props['WorkflowName']), Tags: tags });
        return;
      }
      await update(port, settings, active, () => find(resource.name), clock);
      await port.call('TagResource', { ResourceArn: arnOf(resource.type, resource.name, place), TagsToAdd: tags });
    }),
    remove: (name) => oneByOne(async () => {
      removed.add(name);
      try {
        await port.call('DeleteTrigger', { Name: name });
      } catch (error) {
        if (!isAwsError(error, 'EntityNotFoundException')) throw error;
      }
    }),
    settled: async (name) => {
      const found = await find(name);
      if (found === null) return true;
      if (removed.has(name)) return false;
      return found.State === (isActive(found.Type) ? 'ACTIVATED' : 'CREATED');
    },
  };
}

/** These fire by themselves, and only when they are activated; the others wait to be fired. */
const isActive = (type: Prop | undefined): boolean => type === 'CONDITIONAL' || type === 'SCHEDULED';

/** A removal takes a minute or two, and until it has come through the name is taken. */
async function untilGone(find: () => Promise<Trigger | null>, clock: Clock): Promise<void> {
  for (let poll = 0; poll < POLLS && (await find())?.State === 'DELETING'; poll += 1) await clock.sleep(POLL_MS);
}

async function update(port: GluePort, settings: TriggerSettings, active: boolean, find: () => Promise<Trigger | null>, clock: Clock): Promise<void> {
  if (!active) {
    await port.call('UpdateTrigger', { Name: settings.Name, TriggerUpdate: settings });
    return;
  }
  try {
    await deactivate(port, settings.Name, find, clock);
    await port.call('UpdateTrigger', { Name: settings.Name, TriggerUpdate: settings });
  } finally {
    await port.call('StartTrigger', { Name: settings.Name });
  }
}

async function deactivate(port: GluePort, name: string, find: () => Promise<Trigger | null>, clock: Clock): Promise<void> {
  let asked = false;
  for (let poll = 0; poll < POLLS; poll += 1) {
    const state = (await find())?.State;
    if (state === undefined || state === 'DEACTIVATED' || state === 'CREATED') return;
    if (state === 'ACTIVATED' && !asked) {
      await port.call('StopTrigger', { Name: name });
      asked = true;
    } else await clock.sleep(POLL_MS);
  }
  throw new Error(`Trigger '${name}' did not become inactive within ${(POLLS * POLL_MS) / 1000} seconds, so it was not changed. Deploy again.`);
}

function observed(name: string, trigger: Trigger, owner: string | null): Observed {
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

function settingsOf(name: string, props: Readonly<Record<string, Prop>>): TriggerSettings {
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

const textOf = (value: Prop | undefined): string => (typeof value === 'string' ? value : '');

function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
