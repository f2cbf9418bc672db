import type { Pipeline, Resource, Site, Sources } from '@millrace/core';
import { allSteps, crawlerResource, definesCrawler, definesJob, jobResource, OWNER_TAG, physical, prerequisiteResources, roleOf, roleResources, scriptResources, startResources } from '@millrace/workload';
import type { Fields } from './states.ts';

/** Scripts, jobs and crawlers, then the state machine that starts them, then what starts the machine. */
export function resourcesOf(pipeline: Pipeline, site: Site, sources: Sources, definition: Fields): Resource[] {
  const steps = allSteps(pipeline);
  const work = [
    ...roleResources(pipeline, site, 'job', 'crawler', 'stateMachine', 'events'),
    ...prerequisiteResources(pipeline),
    ...scriptResources(pipeline, site, sources, { bootstrap: false }),
    ...steps.filter(definesJob).map((step) => jobResource(step, site, pipeline, { bootstrap: false }, sources)),
    ...steps.filter(definesCrawler).map((step) => crawlerResource(step, site, pipeline)),
  ];
  const names = physical(site, pipeline);
  const machine: Resource = {
    id: 'stateMachine',
    type: 'AWS::StepFunctions::StateMachine',
    name: names.stateMachine,
    props: {
      StateMachineName: names.stateMachine,
      StateMachineType: 'STANDARD',
      RoleArn: roleOf(site, 'stateMachine'),
      Definition: definition,
      Tags: [{ Key: OWNER_TAG, Value: names.owner }],
    },
    after: work.filter(({ type }) => type === 'AWS::Glue::Job' || type === 'AWS::Glue::Crawler').map((resource) => resource.id),
    sha256: null,
    body: null,
  };
  return [...work, machine, ...startResources(pipeline, site, { type: 'stateMachine', name: names.stateMachine })];
}
