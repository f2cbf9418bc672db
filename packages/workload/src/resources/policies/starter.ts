import type { PolicyStatement } from '@millrace/core';
import { called } from './helper.ts';
import { runFolders } from './job.ts';
import { allow, type Subject } from './statement.ts';
import { allCrawlers, allJobs } from './used.ts';

/** What Scheduler and EventBridge may do: start this one workflow or state machine. */
export function eventsStatements(subject: Subject, orchestrator: 'workflow' | 'stateMachine'): readonly PolicyStatement[] {
  const { names } = subject;
  return orchestrator === 'stateMachine'
    ? allow('Start', ['states:StartExecution'], [subject.arn('AWS::StepFunctions::StateMachine', names.stateMachine)])
    : allow('Start', ['glue:StartWorkflowRun', 'glue:notifyEvent'], [subject.arn('AWS::Glue::Workflow', names.workflow)]);
}

/** What the state machine calls: its jobs and crawlers, and the folders of its runs. */
export function stateMachineStatements(subject: Subject): readonly PolicyStatement[] {
  return [
    ...allow('Jobs', ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'], allJobs(subject).map((name) => subject.arn('AWS::Glue::Job', name))),
    ...allow('Crawlers', ['glue:StartCrawler', 'glue:GetCrawler', 'glue:ListCrawls', 'glue:StopCrawler'], allCrawlers(subject).map((name) => subject.arn('AWS::Glue::Crawler', name))),
    ...runFolders(subject),
    ...called(subject),
  ];
}
