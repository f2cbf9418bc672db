import { sha256, type Pipeline, type PolicyStatement, type Prop, type Ref, type Resource, type RoleUse, type Site } from '@millrace/core';
import { rolePath } from '@millrace/deploy';
import { OWNER_TAG } from '../constants.ts';
import { crawlerStatements } from './policies/crawler.ts';
import { helperStatements } from './policies/helper.ts';
import { jobStatements } from './policies/job.ts';
import { eventsStatements, stateMachineStatements } from './policies/starter.ts';
import { subjectOf, type Subject } from './policies/statement.ts';
import { compactJobs, MOST_POLICY_CHARACTERS, policySize } from './policies/compact.ts';
import { definesCrawler, definesJob } from './defines.ts';
import { startsByEvents } from './starts-needed.ts';
import { allSteps, physical } from '../names/physical.ts';

const POLICY = 'millrace';
const MOST_ROLE_NAME = 64;

/** The role for a use: the environment's ARN, or a reference to the role that the deploy creates (`roleResources` must then be deployed too). */
export function roleOf(site: Pick<Site, 'roles'>, use: RoleUse): string | Ref {
  return site.roles[use] ?? { ref: `role.${use}`, attr: 'arn' };
}

/** Name of the role that is created for a use: '{prefix}-{pipeline}-{use}', cut and made distinct by a hash where IAM takes no longer one. */
export function roleName(site: Pick<Site, 'prefix'>, pipeline: Pick<Pipeline, 'name'>, use: RoleUse): string {
  return fitting(physical(site, pipeline).workflow, `-${use}`, MOST_ROLE_NAME);
}

/** `{base}{end}` within `most` characters. */
export function fitting(base: string, end: string, most: number): string {
  const room = most - end.length;
  return base.length <= room ? `${base}${end}` : `${base.slice(0, room - 9)}-${sha256(base).slice(0, 8)}${end}`;
}

/**
 * The roles that the deploy creates: of the uses named those for which the environment brings none and that this pipeline has. With
 * 'stateMachine' among them the pipeline is one of Step Functions, else of a Glue workflow; policies differ in what starts and watches.
 *
 * Each has one inline policy of concrete ARNs. `WILDCARDS` lists the only statements that name every resource.
 *
 * @example
 * roleResources(pipeline, site, 'job', 'crawler', 'helper').map(({ name }) => name) // ['dev-orders-job', …]
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 */
export function roleResources(pipeline: Pipeline, site: Site, ...uses: readonly RoleUse[]): readonly Resource[] {
  const subject = subjectOf(pipeline, site);
  const orchestrator = uses.includes('stateMachine') ? 'stateMachine' : 'workflow';
  return [...new Set(uses)].sort().filter((use) => site.roles[use] === null && isUsed(pipeline, use)).map((use) => roleResource(subject, use, orchestrator));
}

function isUsed(pipeline: Pipeline, use: RoleUse): boolean {
  if (use === 'events') return startsByEvents(pipeline);
  if (use === 'job') return allSteps(pipeline).some(definesJob);
  return use !== 'crawler' || allSteps(pipeline).some(definesCrawler);
}

function roleResource(subject: Subject, use: RoleUse, orchestrator: 'workflow' | 'stateMachine'): Resource {
  const { site, pipeline, names } = subject;
  const name = roleName(site, pipeline, use);
  const managed = use === 'job' ? (site.grants?.policies ?? []) : [];
  const full = statementsOf(subject, use, orchestrator);
  const statements = policySize(full) <= MOST_POLICY_CHARACTERS ? full : compactJobs(subject, full);
  return {
    id: `role.${use}`,
    type: 'AWS::IAM::Role',
    name,
    props: {
      RoleName: name,
      Path: rolePath(site),
      Description: `Made by Millrace for ${names.owner}: ${use}.`,
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust(subject, use)] },
      Policies: [{ PolicyName: POLICY, PolicyDocument: { Version: '2012-10-17', Statement: statements.map(asProp) } }],
      ...(site.boundary === undefined ? {} : { PermissionsBoundary: site.boundary }),
      ...(managed.length === 0 ? {} : { ManagedPolicyArns: [...managed].sort() }),
      Tags: [{ Key: OWNER_TAG, Value: names.owner }],
    },
    after: [],
    sha256: null,
    body: null,
  };
}

function statementsOf(subject: Subject, use: RoleUse, orchestrator: 'workflow' | 'stateMachine'): readonly PolicyStatement[] {
  switch (use) {
    case 'job':
      return jobStatements(subject, orchestrator);
    case 'crawler':
      return crawlerStatements(subject);
    case 'helper':
      return helperStatements(subject);
    case 'events':
      return eventsStatements(subject, orchestrator);
    case 'stateMachine':
      return stateMachineStatements(subject);
  }
}

/** Services that start things for others say for which account: only for this one. Glue says nothing of the kind. */
function trust({ site }: Subject, use: RoleUse): Prop {
  const services = use === 'events' ? ['events.amazonaws.com', 'scheduler.amazonaws.com'] : [use === 'stateMachine' ? 'states.amazonaws.com' : 'glue.amazonaws.com'];
  const plain = { Effect: 'Allow', Principal: { Service: services }, Action: ['sts:AssumeRole'] };
  return use === 'events' || use === 'stateMachine' ? { ...plain, Condition: { StringEquals: { 'aws:SourceAccount': site.account } } } : plain;
}

/** Interfaces lack the index signature that Prop asks for; a copy has it. */
const asProp = (statement: PolicyStatement): Prop => ({ ...statement });
