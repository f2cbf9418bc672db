import { sha256, stableJson, type Pipeline, type Resource, type Site, type Sources } from '@millrace/core';
import { recordKey, resolveRefs, revisionOf } from '@millrace/deploy';
import { allSteps, crawlerResource, definesCrawler, definesJob, jobResource, LIVE_ALIAS, OWNER_METADATA, OWNER_TAG, physical, prerequisiteResources, roleOf, roleResources, scriptResources, startResources } from '@millrace/workload';
import type { Fields } from './states.ts';

/** Days that the events of executions can be looked at: by then they are history. */
const LOG_DAYS = 30;

/** Scripts, jobs and crawlers, then the state machine that starts them with its version and alias, then what starts the alias. */
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
  const logs: Resource = {
    ...plain('logs.executions', 'AWS::Logs::LogGroup', names.executionLogs),
    props: { LogGroupName: names.executionLogs, RetentionInDays: LOG_DAYS, Tags: [{ Key: OWNER_TAG, Value: names.owner }] },
  };
  const machine: Resource = {
    ...plain('stateMachine', 'AWS::StepFunctions::StateMachine', names.stateMachine),
    props: {
      StateMachineName: names.stateMachine,
      StateMachineType: 'STANDARD',
      RoleArn: roleOf(site, 'stateMachine'),
      Definition: definition,
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { ref: logs.id, attr: 'arn' } } }] },
      TracingConfiguration: { Enabled: true },
      Tags: [{ Key: OWNER_TAG, Value: names.owner }],
    },
    after: work.filter(({ type }) => type === 'AWS::Glue::Job' || type === 'AWS::Glue::Crawler').map((resource) => resource.id),
  };
  const version: Resource = {
    ...plain('stateMachine.version', 'AWS::StepFunctions::StateMachineVersion', names.stateMachine),
    props: { StateMachineArn: { ref: machine.id, attr: 'arn' }, StateMachineRevisionId: { ref: machine.id, attr: 'revision' } },
    after: ['pipeline'],
  };
  const alias: Resource = {
    ...plain('stateMachine.live', 'AWS::StepFunctions::StateMachineAlias', names.liveAlias),
    props: { Name: LIVE_ALIAS, RoutingConfiguration: [{ StateMachineVersionArn: { ref: version.id, attr: 'arn' }, Weight: 100 }] },
  };
  const all = [...work, logs, machine];
  return [...all, record(pipeline, site, all), version, alias, ...startResources(pipeline, site, { type: 'stateMachine', name: names.liveAlias })];
}

const plain = (id: string, type: Resource['type'], name: string): Resource => ({ id, type, name, props: {}, after: [], sha256: null, body: null });

/** The pipeline that this revision of the machine is made from: whoever goes back to it finds it here. */
function record(pipeline: Pipeline, site: Site, all: readonly Resource[]): Resource {
  const { folder, owner } = physical(site, pipeline);
  const machine = resolveRefs(all, site).find(({ id }) => id === 'stateMachine');
  const key = recordKey(folder, revisionOf(machine?.props ?? {}));
  const body = stableJson(pipeline);
  return {
    ...plain('pipeline', 'Millrace::S3Object', `${site.scripts}/${key}`),
    props: { Bucket: site.scripts, Key: key, Metadata: { [OWNER_METADATA]: owner } },
    sha256: sha256(body),
    body,
  };
}
