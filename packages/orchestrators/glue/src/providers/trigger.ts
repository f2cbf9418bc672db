import { arnOf, type Clock, type Provider } from '@millrace/deploy';
import { chunks, isSame, OWNER_TAG } from '@millrace/workload';
import { isAwsError, type GluePort, type Trigger, type TriggerSettings } from '../port.ts';
import { textMap, type Place } from './shared.ts';
import { isActive, observed, settingsOf, textOf } from './trigger-shape.ts';

const POLL_MS = 1_000;
const POLLS = 120;
const MOST_IN_BATCH = 100;

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
      // Nobody activates the others, and no document says how an EVENT trigger is shown: both states mean that it is there.
      return found.State === 'ACTIVATED' || (!isActive(found.Type) && found.State === 'CREATED');
    },
  };
}

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

function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
