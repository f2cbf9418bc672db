import type { PolicyStatement } from '@millrace/core';
import { ownLogGroups, settingPlaces } from './settings.ts';
import { allow, logsOf, objectAccess, type Subject } from './statement.ts';
import { allJobs, bridgeName, connectionsOf, hasSpark, secretsOf } from './used.ts';

const READ = ['s3:GetObject'];
const WRITE = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'];

/** What a step's job needs: its scripts, the folders of this pipeline's runs, its logs, what arguments name, and what the environment grants. */
export function jobStatements(subject: Subject, orchestrator: 'workflow' | 'stateMachine'): readonly PolicyStatement[] {
  const { site, names, pipeline } = subject;
  const { read = [], write = [], statements = [] } = site.grants ?? {};
  return [
    ...allow('Scripts', READ, [subject.s3(`${site.scripts}/${names.folder}*`)]),
    ...runFolders(subject),
    ...(orchestrator === 'workflow' ? watching(subject) : []),
    ...logsOf(subject, [...GROUPS, ...ownLogGroups(pipeline)]),
    ...secrets(subject),
    ...settings(subject),
    ...network(subject, connectionsOf(subject.pipeline)),
    ...(hasSpark(pipeline) ? allow('SparkMetrics', ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': 'Glue' } }) : []),
    ...objectAccess(subject, 'GrantedRead', READ, read),
    ...objectAccess(subject, 'GrantedWrite', WRITE, write),
    ...statements,
  ];
}

const GROUPS = ['/aws-glue/python-jobs/output', '/aws-glue/python-jobs/error', '/aws-glue/jobs/output', '/aws-glue/jobs/error', '/aws-glue/jobs/logs-v2'];

/** Run folders of this pipeline, and what lies beside them: index, queue, native ids. What is recorded of runs is never removed by them. */
export function runFolders(subject: Subject): readonly PolicyStatement[] {
  const { site, pipeline } = subject;
  return [
    ...allow('RunFolders', ['s3:GetObject', 's3:PutObject'], [subject.s3(`${site.runs}/${pipeline.name}/*`)]),
    // Whoever asks for a key that is not there is told so only with the right to list; such a request has no prefix, so the condition lets it be absent.
    ...allow('RunFoldersList', ['s3:ListBucket'], [subject.s3(site.runs)], { StringLikeIfExists: { 's3:prefix': [`${pipeline.name}/*`] } }),
  ];
}

/** The run graph of the own workflow, and the live runs of the pipeline's jobs. */
export function watching(subject: Subject): readonly PolicyStatement[] {
  const jobs = [...allJobs(subject), ...subject.pipeline.steps.map(({ name }) => bridgeName(subject, name))];
  return [
    ...allow('WorkflowRun', ['glue:GetWorkflowRun', 'glue:GetWorkflowRunProperties'], [subject.arn('AWS::Glue::Workflow', subject.names.workflow)]),
    ...allow('JobRuns', ['glue:GetJobRun', 'glue:GetJobRuns'], jobs.map((name) => subject.arn('AWS::Glue::Job', name))),
  ];
}

/** Libraries and files that settings name are read; temporary data, event logs and logs are written. */
function settings(subject: Subject): readonly PolicyStatement[] {
  const { read, written } = settingPlaces(subject.pipeline);
  return [...objectAccess(subject, 'SettingsRead', READ, read), ...objectAccess(subject, 'SettingsWrite', WRITE, written)];
}

/** A secret's ARN ends with six characters that its name does not tell. */
function secrets(subject: Subject): readonly PolicyStatement[] {
  // Secrets are those of Secrets Manager: nothing that reads them takes another service's ARN.
  const all = secretsOf(subject.pipeline, subject.site).filter((name) => !name.startsWith('arn:') || name.split(':')[2] === 'secretsmanager');
  return allow('Secrets', ['secretsmanager:GetSecretValue'], all.map((name) => (name.startsWith('arn:') ? name : subject.local('secretsmanager', `secret:${name}-??????`))));
}

/** Connections, and the network interfaces by which whoever uses one joins its network. */
export function network(subject: Subject, names: readonly string[]): readonly PolicyStatement[] {
  if (names.length === 0) return [];
  return [
    ...allow('Connections', ['glue:GetConnection'], [subject.local('glue', 'catalog'), ...names.map((name) => subject.local('glue', `connection/${name}`))]),
    ...allow('NetworkInterfaces', [
      'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcAttribute', 'ec2:DescribeRouteTables', 'ec2:DescribeNetworkInterfaces',
      'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:CreateTags', 'ec2:DeleteTags',
    ], ['*']),
  ];
}
