import type { Json } from '@millrace/core';
import { arnOf, type Provider } from '@millrace/deploy';
import { isSame, OWNER_TAG } from '@millrace/workload';
import { isAwsError, type GluePort, type WorkflowSettings } from '../port.ts';
import { textMap, type Place } from './shared.ts';

/**
 * Whether an update without the member takes an earlier limit away is documented nowhere, so it is raised to what no account can run at once: job runs come to
 * their quota before.
 */
const NO_LIMIT = 10_000;

/** Reads and writes workflows. Deleting one leaves its triggers, which are resources of their own. */
export function workflowProvider(port: GluePort, place: Place): Provider {
  const find = async (name: string): Promise<Live | null> => {
    try {
      const { Workflow } = await port.call('GetWorkflow', { Name: name, IncludeGraph: false });
      return Workflow === undefined ? null : { props: Workflow.DefaultRunProperties ?? {}, limit: Workflow.MaxConcurrentRuns ?? null };
    } catch (error) {
      if (isAwsError(error, 'EntityNotFoundException')) return null;
      throw error;
    }
  };
  return {
    type: 'AWS::Glue::Workflow',
    replaceOn: [],
    compareAll: async (wanted) => {
      const answers = new Map<string, 'same' | 'absent'>();
      for (const { name, props } of wanted) {
        const found = await find(name);
        if (found === null) answers.set(name, 'absent');
        else if (isSame(propsOf(name, found), props)) answers.set(name, 'same');
      }
      return answers;
    },
    read: async (name) => {
      const found = await find(name);
      if (found === null) return null;
      const tags = (await port.call('GetTags', { ResourceArn: arnOf('AWS::Glue::Workflow', name, place) })).Tags ?? {};
      const owner = tags[OWNER_TAG] ?? null;
      return { props: { ...propsOf(name, found), Tags: owner === null ? {} : { [OWNER_TAG]: owner } }, owner, sha256: null };
    },
    put: async (resource, before) => {
      const properties = textMap(resource.props['DefaultRunProperties']);
      const limit = resource.props['MaxConcurrentRuns'];
      const most = typeof limit === 'number' ? { MaxConcurrentRuns: limit } : before !== null && 'MaxConcurrentRuns' in before.props ? { MaxConcurrentRuns: NO_LIMIT } : {};
      const settings: WorkflowSettings = { Name: resource.name, DefaultRunProperties: properties, ...most };
      const tags = textMap(resource.props['Tags']);
      if (before !== null) {
        await port.call('UpdateWorkflow', settings);
        await port.call('TagResource', { ResourceArn: arnOf(resource.type, resource.name, place), TagsToAdd: tags });
        return;
      }
      await port.call('CreateWorkflow', { ...settings, Tags: tags });
    },
    remove: async (name) => {
      try {
        await port.call('DeleteWorkflow', { Name: name });
      } catch (error) {
        if (!isAwsError(error, 'EntityNotFoundException')) throw error;
      }
    },
    settled: async () => true,
  };
}

interface Live {
  readonly props: Readonly<Record<string, string>>;
  readonly limit: number | null;
}
function propsOf(name: string, { props, limit }: Live): Readonly<Record<string, Json>> {
  return {
    Name: name,
    ...(Object.keys(props).length > 0 ? { DefaultRunProperties: props } : {}),
    ...(limit !== null && limit > 0 && limit < NO_LIMIT ? { MaxConcurrentRuns: limit } : {}),
  };
}
