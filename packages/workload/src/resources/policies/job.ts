import type { PolicyStatement } from '@millrace/core';
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
    ...logsOf(subject, GROUPS),
    ...secrets(subject),
    ...network(subject),
    ...(hasSpark(pipeline) ? allow('SparkMetrics', ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': 'Glue' } }) : []),
    ...objectAccess(subject, 'GrantedRead', READ, read),
    ...objectAccess(subject, 'GrantedWrite', WRITE, write),
    ...statements,
  ];
}

const GROUPS = ['/aws-glue/python-jobs/output', '/aws-glue/python-jobs/error', '/aws-glue/jobs/output', '/aws-glue/jobs/error', '/aws-glue/jobs/logs-v2'];

/** Run folders of this pipeline, and what lies beside them: index, queue, native ids. */
export function runFolders(subject: Subject): readonly PolicyStatement[] {
  const { site, pipeline } = subject;
  return [
    ...allow('RunFolders', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [subject.s3(`${site.runs}/${pipeline.name}/*`)]),
    ...allow('RunFoldersList', ['s3:ListBucket'], [subject.s3(site.runs)], { StringLike: { 's3:prefix': [`${pipeline.name}/*`] } }),
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

/** A secret's ARN ends with six characters that its name does not tell. */
function secrets(subject: Subject): readonly PolicyStatement[] {
  const all = secretsOf(subject.pipeline, subject.site);
  const stored = all.filter((name) => name.startsWith('arn:') && name.split(':')[2] === 'ssm');
  const others = all.filter((name) => !stored.includes(name));
  return [
    ...allow('Secrets', ['secretsmanager:GetSecretValue'], others.map((name) => (name.startsWith('arn:') ? name : subject.local('secretsmanager', `secret:${name}-??????`)))),
    ...allow('Parameters', ['ssm:GetParameter'], stored),
  ];
}

function network(subject: Subject): readonly PolicyStatement[] {
  const names = connectionsOf(subject.pipeline);
  if (names.length === 0) return [];
  return [
    ...allow('Connections', ['glue:GetConnection'], [subject.local('glue', 'catalog'), ...names.map((name) => subject.local('glue', `connection/${name}`))]),
    ...allow('NetworkInterfaces', [
      'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcAttribute', 'ec2:DescribeRouteTables', 'ec2:DescribeNetworkInterfaces',
      'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:CreateTags', 'ec2:DeleteTags',
    ], ['*']),
  ];
}
