import type { Resource, ResourceType } from '@millrace/core';

type Ordered = Pick<Resource, 'id' | 'after'>;

/**
 * Each resource behind those it needs; otherwise in the order given. Ids in `after` that are not in the list are taken as there.
 * Throws on a cycle: a compiler made it, not the user.
 */
export function dependencyOrder<T extends Ordered>(resources: readonly T[]): readonly T[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const state = new Map<string, 'open' | 'done'>();
  const ordered: T[] = [];
  const visit = (resource: T): void => {
    if (state.get(resource.id) === 'done') return;
    if (state.get(resource.id) === 'open') throw new TypeError(`Resource '${resource.id}' needs itself by way of others.`);
    state.set(resource.id, 'open');
    for (const id of resource.after) {
      const needed = byId.get(id);
      if (needed !== undefined) visit(needed);
    }
    state.set(resource.id, 'done');
    ordered.push(resource);
  };
  resources.forEach(visit);
  return ordered;
}

/**
 * Users before what they use. Names left by a deploy that broke off have no recorded `after`, so the type decides, which
 * agrees with every `after` that a target writes.
 */
export const REMOVAL_RANK: Readonly<Record<ResourceType, number>> = {
  'AWS::Scheduler::Schedule': 0,
  'AWS::Events::Rule': 1,
  'AWS::StepFunctions::StateMachineAlias': 2,
  'AWS::StepFunctions::StateMachineVersion': 3,
  'AWS::StepFunctions::StateMachine': 4,
  'AWS::Glue::Trigger': 5,
  'AWS::Glue::Workflow': 6,
  'AWS::Glue::Crawler': 7,
  'AWS::Glue::Job': 8,
  'AWS::Glue::Database': 9,
  'AWS::Logs::LogGroup': 10,
  'AWS::IAM::Role': 11,
  'Millrace::S3Object': 12,
  'AWS::S3::Bucket': 13,
};
