import type { PolicyStatement } from '@millrace/core';
import { called } from './helper.ts';
import { runFolders } from './job.ts';
import { LIVE_ALIAS } from '../../names/physical.ts';
import { allow, type Subject } from './statement.ts';
import { allCrawlers, allJobs } from './used.ts';

/**
 * What Scheduler and EventBridge may do: start this one workflow, or this one state machine by its alias. Step Functions looks for the machine's
 * own ARN in a policy, whatever version or alias is asked for, and tells which in a condition.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function eventsStatements(subject: Subject, orchestrator: 'workflow' | 'stateMachine'): readonly PolicyStatement[] {
  const { names } = subject;
  return orchestrator === 'stateMachine'
    ? allow('Start', ['states:StartExecution'], [subject.arn('AWS::StepFunctions::StateMachine', names.stateMachine)], { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [LIVE_ALIAS] } })
    : allow('Start', ['glue:StartWorkflowRun', 'glue:notifyEvent'], [subject.arn('AWS::Glue::Workflow', names.workflow)]);
}

/** What the state machine calls: its jobs and crawlers, and the folders of its runs. */
export function stateMachineStatements(subject: Subject): readonly PolicyStatement[] {
  return [
    ...allow('Jobs', ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'], allJobs(subject).map((name) => subject.arn('AWS::Glue::Job', name))),
    ...allow('Crawlers', ['glue:StartCrawler', 'glue:GetCrawler', 'glue:ListCrawls', 'glue:StopCrawler'], allCrawlers(subject).map((name) => subject.arn('AWS::Glue::Crawler', name))),
    ...runFolders(subject),
    ...turns(subject),
    ...called(subject),
    ...observing(),
  ];
}

/** Where runs may not overlap, each looks at the executions of those before it. An execution's ARN ends with its name, which nobody knows before. */
const turns = ({ pipeline, names, local }: Subject): readonly PolicyStatement[] =>
  allow('Turns', ['states:DescribeExecution'], pipeline.overlap === 'allow' ? [] : [local('states', `execution:${names.stateMachine}:*`)]);

/**
 * What Step Functions does in the role's name so that executions can be looked at: their events go to a log group, their course to X-Ray.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
function observing(): readonly PolicyStatement[] {
  return [
    ...allow('LogDelivery', [
      'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
    ], ['*']),
    ...allow('Tracing', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'], ['*']),
  ];
}
