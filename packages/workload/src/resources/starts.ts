import { parseSchedule, printSchedule, type Pipeline, type Prop, type Resource, type Site, type Start } from '@millrace/core';
import { arnOf, partitionOf } from '@millrace/deploy';
import { argumentText } from '@millrace/params';
import { OWNER_TAG } from '../constants.ts';
import { physical } from '../names/physical.ts';
import { alertResources, type Alerted } from './alerts.ts';
import { ownedBy } from './owned.ts';
import { splitUri } from './policies/statement.ts';
import { fitting, roleOf } from './roles.ts';
import { bucketsOf, schedulesOf } from './starts-needed.ts';

/** What is started: a workflow by its physical name, a state machine by that of its alias. */
export interface StartTarget {
  readonly type: 'workflow' | 'stateMachine';
  readonly name: string;
}

/** The run property, and the member of a state machine's input, that carries the instant of a schedule, as ISO 8601 text in UTC. */
export const SCHEDULED = 'millrace:scheduled';
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
const MOST_NAME = 64;
/** The id of the resource that must be there first. */
const STARTED: Readonly<Record<StartTarget['type'], string>> = { workflow: 'workflow', stateMachine: 'stateMachine.live' };

/**
 * What starts runs besides people: a schedule of EventBridge Scheduler for each schedule, an EventBridge rule for each S3 start, and the alert on
 * failures where the environment names a topic. The role that they use is that of 'events'. No start trigger of type SCHEDULED is used: whether
 * StartWorkflowRun then starts the workflow, for a run by hand or a resume, is not documented.
 *
 * A workflow with S3 starts needs a start trigger of type EVENT. Buckets must send their events to EventBridge: `prerequisiteProblems` looks.
 *
 * @param alerted jobs and crawlers whose failures are told; default: those that the steps define
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 * @see https://docs.aws.amazon.com/glue/latest/dg/starting-workflow-eventbridge.html
 */
export function startResources(pipeline: Pipeline, site: Site, target: StartTarget, alerted?: Alerted): readonly Resource[] {
  return [
    ...schedulesOf(pipeline).map((start, index) => scheduleResource(pipeline, site, target, start, index + 1)),
    ...bucketsOf(pipeline).map((uri, index) => ruleResource(pipeline, site, target, uri, index + 1)),
    ...alertResources(pipeline, site, alerted),
  ];
}

function scheduleResource(pipeline: Pipeline, site: Site, target: StartTarget, start: Extract<Start, { readonly schedule: string }>, n: number): Resource {
  const { workflow, owner } = physical(site, pipeline);
  const name = fitting(workflow, `--schedule-${n}`, MOST_NAME);
  const { schedule } = parseSchedule(start.schedule);
  return {
    id: `schedule.${n}`,
    type: 'AWS::Scheduler::Schedule',
    name,
    props: {
      Name: name,
      // Schedules take no tags.
      Description: ownedBy(owner),
      ScheduleExpression: schedule === null ? start.schedule : (printSchedule(schedule, 'scheduler').text ?? start.schedule),
      ScheduleExpressionTimezone: pipeline.timezone,
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: target.type === 'workflow' ? `arn:${partitionOf(site.region)}:scheduler:::aws-sdk:glue:startWorkflowRun` : arnOf('AWS::StepFunctions::StateMachineAlias', target.name, site),
        RoleArn: roleOf(site, 'events'),
        Input: JSON.stringify(inputOf(target, start.params)),
        // A workflow refuses a start while it runs: that one is meant to be skipped, not tried again for an hour. A state machine takes it, and skips it itself.
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: pipeline.overlap === 'skip' && target.type === 'workflow' ? 0 : 3 },
      },
    },
    after: [STARTED[target.type]],
    sha256: null,
    body: null,
  };
}

function inputOf({ type, name }: StartTarget, params: Readonly<Record<string, string | number | boolean>>): Prop {
  if (type === 'stateMachine') return { ...(Object.keys(params).length === 0 ? {} : { params }), [SCHEDULED]: SCHEDULED_TIME };
  const properties = Object.entries(params).map(([param, value]): readonly [string, string] => [`param:${param}`, argumentText(value)]);
  return { Name: name, RunProperties: { ...Object.fromEntries(properties), [SCHEDULED]: SCHEDULED_TIME } };
}

function ruleResource(pipeline: Pipeline, site: Site, target: StartTarget, uri: string, n: number): Resource {
  const { workflow, owner } = physical(site, pipeline);
  const name = fitting(workflow, `--s3-${n}`, MOST_NAME);
  const { bucket, prefix } = splitUri(uri);
  const own = { Arn: arnOf(target.type === 'workflow' ? 'AWS::Glue::Workflow' : 'AWS::StepFunctions::StateMachineAlias', target.name, site), Id: 'start', RoleArn: roleOf(site, 'events') };
  return {
    id: `rule.s3.${n}`,
    type: 'AWS::Events::Rule',
    name,
    props: {
      Name: name,
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: [bucket] }, ...(prefix === '' ? {} : { object: { key: [{ prefix }] } }) } },
      State: 'ENABLED',
      // The state machine's first state checks its input, and an event of S3 is none.
      Targets: [target.type === 'workflow' ? own : { ...own, Input: '{}' }],
      Tags: [{ Key: OWNER_TAG, Value: owner }],
    },
    after: [STARTED[target.type]],
    sha256: null,
    body: null,
  };
}
