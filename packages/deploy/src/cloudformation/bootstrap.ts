import type { Json, PolicyStatement } from '@millrace/core';
import type { Environment } from '../config/environment.ts';
import { partitionOf, rolePath } from '../engine/resolve.ts';

type Fields = { readonly [key: string]: Json };

/** Statements of the stack that name every resource, each with why it cannot name fewer. A test holds the stack to this list. */
export const BOOTSTRAP_WILDCARDS = {
  Ceiling: 'A permissions boundary grants nothing by itself: it is the most that a created role can ever be given, whatever data a pipeline reads.',
  BucketEvents: 'Whether a bucket sends its events is looked at for whatever bucket a pipeline starts by, also of other teams; nothing is changed.',
  Validation: 'states:ValidateStateMachineDefinition looks at a text and knows no resources.',
  NoIdentities: 'A denial is meant for every resource: no created role may touch identities.',
} as const satisfies Readonly<Record<string, string>>;

/** Name of the permissions boundary in the stack; environments that name its ARN as `boundary` have it on each role that a deploy creates. */
export const boundaryName = (environment: Pick<Environment, 'prefix'>): string => `${environment.prefix}-millrace-boundary`;

/**
 * What an administrator creates once for an environment: the two buckets (encrypted, versioned, closed to the public, TLS only), a role for
 * those who deploy and run, and the boundary above which no role that a deploy creates can get.
 *
 * @example
 * console.log(JSON.stringify(bootstrapTemplate(environment), null, 2)); // aws cloudformation deploy --template-file …
 */
export function bootstrapTemplate(environment: Environment): Fields {
  const { name, prefix, buckets } = environment;
  const given: readonly Json[] = [
    { Sid: 'ExistingJobs', Effect: 'Allow', Action: ['glue:GetJob', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:GetJobBookmark', 'glue:BatchStopJobRun', 'glue:GetCrawler', 'glue:ListCrawls', 'glue:StopCrawler'], Resource: { Ref: 'ExistingJobs' } },
    { Sid: 'PassOtherRoles', Effect: 'Allow', Action: ['iam:PassRole'], Resource: { Ref: 'OtherRoles' }, Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } } },
  ];
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What Millrace needs once in environment ${name} (prefix ${prefix}): buckets, a role that deploys, and the boundary of the roles that it creates.`,
    Parameters: {
      DeployPrincipal: { Type: 'String', Default: arn(environment, 'iam', ':root', ''), Description: 'ARN that may assume the deploy role: a role of your CI, or the account.', MinLength: 20 },
      ExistingJobs: { Type: 'CommaDelimitedList', Default: arn(environment, 'glue', `job/${prefix}-*`), Description: 'ARNs of jobs and crawlers that pipelines use and do not define: runs of them may be looked at and stopped.' },
      OtherRoles: { Type: 'CommaDelimitedList', Default: createdRoles(environment), Description: 'ARNs of roles that the settings of single jobs and crawlers name: they may be given to Glue.' },
    },
    Resources: {
      ScriptsBucket: bucket(buckets.scripts, false),
      ScriptsBucketPolicy: tlsOnly(environment, buckets.scripts, 'ScriptsBucket'),
      RunsBucket: bucket(buckets.runs, true),
      RunsBucketPolicy: tlsOnly(environment, buckets.runs, 'RunsBucket'),
      Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: boundaryName(environment), Description: 'The most that a role created by Millrace can be given.', PolicyDocument: document(ceiling()) } },
      DeployRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: deployRole(environment),
          Description: `Deploys and runs pipelines whose names begin with ${prefix}-.`,
          AssumeRolePolicyDocument: document([{ Effect: 'Allow', Principal: { AWS: { Ref: 'DeployPrincipal' } }, Action: ['sts:AssumeRole'] }]),
          Policies: [{ PolicyName: 'millrace', PolicyDocument: document([...deployStatements(environment).map((statement): Json => ({ ...statement })), ...given]) }],
        },
      },
    },
    Outputs: {
      DeployRoleArn: { Description: 'Assume it to deploy and run', Value: { 'Fn::GetAtt': ['DeployRole', 'Arn'] } },
      BoundaryArn: { Description: "The environment's `boundary` in millrace.config.ts", Value: { Ref: 'Boundary' } },
    },
  };
}

const deployRole = ({ prefix }: Pick<Environment, 'prefix'>): string => `${prefix}-millrace-deploy`;

/** Roles that deploys create lie below a path of their own: a name that begins with the prefix may be anybody's. */
const createdRoles = (environment: Environment): string => arn(environment, 'iam', `role${rolePath(environment)}*`, '');

const document = (statements: readonly Json[]): Fields => ({ Version: '2012-10-17', Statement: statements });

function arn({ region, account }: Pick<Environment, 'region' | 'account'>, service: string, rest: string, at = region): string {
  return `arn:${partitionOf(region)}:${service}:${at}:${account}:${rest}`.replace('::root', ':root');
}

function bucket(name: string, events: boolean): Fields {
  return {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: name,
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Id: 'old-versions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] },
      ...(events ? { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } } : {}),
    },
  };
}

function tlsOnly({ region }: Environment, name: string, id: string): Fields {
  const place = `arn:${partitionOf(region)}:s3:::${name}`;
  const deny = { Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [place, `${place}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  return { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: id }, PolicyDocument: document([deny]) } };
}

function ceiling(): readonly Json[] {
  return [
    {
      Sid: 'Ceiling', Effect: 'Allow', Resource: '*',
      Action: ['s3:*', 'glue:*', 'logs:*', 'cloudwatch:PutMetricData', 'secretsmanager:GetSecretValue', 'ssm:*', 'kms:Decrypt', 'kms:GenerateDataKey', 'lambda:InvokeFunction', 'sns:Publish', 'states:StartExecution', 'states:DescribeExecution', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'ec2:Describe*', 'ec2:*NetworkInterface*', 'ec2:CreateTags', 'ec2:DeleteTags'],
    },
    { Sid: 'NoIdentities', Effect: 'Deny', Resource: '*', Action: ['iam:*', 'sts:*', 'organizations:*'] },
  ];
}

const IAM_WRITES = ['iam:Create*', 'iam:Put*', 'iam:Update*', 'iam:Delete*', 'iam:Attach*', 'iam:Detach*', 'iam:Set*', 'iam:Tag*', 'iam:Untag*'];

/** What deploying and running need, of things whose names begin with the environment's prefix. */
export function deployStatements(environment: Environment): readonly PolicyStatement[] {
  const { region, prefix, buckets } = environment;
  const own = (service: string, ...kinds: readonly string[]): readonly string[] => kinds.map((kind) => arn(environment, service, `${kind}${prefix}-*`));
  const s3 = (rest: string): string => `arn:${partitionOf(region)}:s3:::${rest}`;
  const roles = [createdRoles(environment)];
  const boundary = arn(environment, 'iam', `policy/${boundaryName(environment)}`, '');
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[], Condition?: PolicyStatement['Condition']): PolicyStatement =>
    ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
  const verbs = (prefixes: readonly string[], noun: string): readonly string[] => prefixes.map((verb) => `glue:${verb}${noun}`);
  return [
    allow('Objects', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [s3(`${buckets.scripts}/${prefix}-*`), s3(`${buckets.runs}/*`)]),
    allow('Buckets', ['s3:ListBucket', 's3:GetBucketLocation'], [s3(buckets.scripts), s3(buckets.runs)]),
    allow('Glue', [
      ...verbs(['Get', 'BatchGet', 'Create', 'Update', 'Delete'], 'Job').map((action) => action.replace('BatchGetJob', 'BatchGetJobs')),
      ...verbs(['Get', 'Create', 'Update', 'Delete', 'Start', 'Stop'], 'Crawler'), 'glue:BatchGetCrawlers', 'glue:ListCrawls',
      ...verbs(['Get', 'Create', 'Update', 'Delete', 'Start', 'Stop'], 'Trigger'), 'glue:BatchGetTriggers',
      ...verbs(['Get', 'Create', 'Update', 'Delete'], 'Workflow'), ...verbs(['Get', 'Start', 'Stop', 'Resume'], 'WorkflowRun'), 'glue:GetWorkflowRuns',
      'glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun', 'glue:GetTags', 'glue:TagResource', 'glue:UntagResource', 'glue:GetJobBookmark', 'glue:ResetJobBookmark',
    ], own('glue', 'job/', 'crawler/', 'trigger/', 'workflow/')),
    // Whether a bucket sends its events is a question before a start by S3 is deployed; a prerequisite bucket is made where its name begins with the prefix.
    allow('BucketEvents', ['s3:GetBucketNotification'], [s3('*')]),
    allow('MakeBuckets', ['s3:CreateBucket', 's3:PutBucketNotification', 's3:GetBucketTagging', 's3:PutBucketTagging', 's3:GetBucketLocation'], [s3(`${prefix}-*`)]),
    allow('Catalog', ['glue:GetDatabase', 'glue:CreateDatabase', 'glue:GetTable'], [arn(environment, 'glue', 'catalog'), arn(environment, 'glue', 'database/*'), arn(environment, 'glue', 'table/*')]),
    // Whatever version or alias is meant, Step Functions looks for the ARN of the machine.
    allow('States', [
      ...['Describe', 'Create', 'Update', 'Delete'].flatMap((verb) => [`states:${verb}StateMachine`, `states:${verb}StateMachineAlias`]), 'states:PublishStateMachineVersion', 'states:ListStateMachineVersions',
      'states:DeleteStateMachineVersion', 'states:TagResource', 'states:ListTagsForResource', 'states:StartExecution', 'states:ListExecutions',
    ], own('states', 'stateMachine:')),
    allow('Validation', ['states:ValidateStateMachineDefinition'], ['*']),
    // Whoever looks for a log group asks about all of them.
    allow('LogGroups', ['logs:DescribeLogGroups'], [arn(environment, 'logs', 'log-group:*')]),
    allow('ExecutionLogs', ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:TagResource', 'logs:ListTagsForResource', 'logs:GetLogEvents', 'logs:FilterLogEvents'], own('logs', 'log-group:/aws/vendedlogs/states/')),
    allow('Executions', ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StopExecution', 'states:RedriveExecution', 'states:DescribeStateMachineForExecution'], own('states', 'execution:')),
    // An automation has an id of its own, and no name: whoever stops a run stops the one that it has started.
    allow('Automations', ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'], [arn(environment, 'ssm', 'automation-execution/*')]),
    allow('Schedules', ['scheduler:GetSchedule', 'scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], own('scheduler', 'schedule/default/')),
    allow('Rules', ['events:DescribeRule', 'events:PutRule', 'events:DeleteRule', 'events:ListTargetsByRule', 'events:PutTargets', 'events:RemoveTargets', 'events:ListTagsForResource', 'events:TagResource'], own('events', 'rule/')),
    allow('Logs', ['logs:GetLogEvents', 'logs:FilterLogEvents'], ['/aws-glue/python-jobs/', '/aws-glue/jobs/', '/aws-glue/crawlers'].map((group) => arn(environment, 'logs', `log-group:${group}*`))),
    // IAM knows no condition on the boundary for these: the path, in which nothing is made without it, confines them.
    allow('ChangeRoles', ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:TagRole', 'iam:DeleteRole'], roles),
    // Without the boundary a deploy could create a role that may do anything, and run a job under it; so it may not take a boundary away either.
    allow('MakeRoles', ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePermissionsBoundary'], roles, { StringEquals: { 'iam:PermissionsBoundary': boundary } }),
    allow('PassRoles', ['iam:PassRole'], [...new Set([...roles, ...Object.values(environment.roles).filter((role) => role !== null)])], { StringEquals: { 'iam:PassedToService': ['glue.amazonaws.com', 'states.amazonaws.com', 'scheduler.amazonaws.com', 'events.amazonaws.com'] } }),
    { Sid: 'NotItself', Effect: 'Deny', Action: [...IAM_WRITES, 'iam:PassRole'], Resource: [arn(environment, 'iam', `role/${deployRole(environment)}`, '')] },
    { Sid: 'NotTheBoundary', Effect: 'Deny', Action: IAM_WRITES, Resource: [boundary] },
  ];
}
