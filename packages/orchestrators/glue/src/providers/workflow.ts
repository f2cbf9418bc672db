import type { Json } from '@millrace/core';
import { arnOf, type Provider } from '@millrace/deploy';
import { OWNER_TAG } from '@millrace/workload';
import { isAwsError, type GluePort, type WorkflowSettings } from '../port.ts';
import { textMap, type Place } from './shared.ts';

/** Reads and writes workflows. Deleting one leaves its triggers, which are resources of their own. */
export function workflowProvider(port: GluePort, place: Place): Provider {
  const find = async (name: string): Promise<{ readonly props: Readonly<Record<string, string>>; readonly limit: number | null } | null> => {
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
    read: async (name) => {
      const found = await find(name);
      if (found === null) return null;
      const tags = (await port.call('GetTags', { ResourceArn: arnOf('AWS::Glue::Workflow', name, place) })).Tags ?? {};
      const owner = tags[OWNER_TAG] ?? null;
      const props: Record<string, Json> = { Name: name, Tags: owner === null ? {} : { [OWNER_TAG]: owner } };
      if (Object.keys(found.props).length > 0) props['DefaultRunProperties'] = found.props;
      if (found.limit !== null && found.limit > 0) props['MaxConcurrentRuns'] = found.limit;
      return { props, owner, sha256: null };
    },
    put: async (resource, before) => {
      const properties = textMap(resource.props['DefaultRunProperties']);
      const settings: WorkflowSettings = { Name: resource.name, DefaultRunProperties: properties };
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
