import type { Scalar } from './model.ts';

/**
 * A reference from one resource to another, resolved when it is applied or printed. `revision` is what a resource is like, its tags aside, so
 * that it changes with any of its properties.
 */
export interface Ref {
  readonly ref: string;
  readonly attr: 'name' | 'arn' | 'uri' | 'revision';
}
export type Prop = Scalar | null | Ref | readonly Prop[] | { readonly [key: string]: Prop };

/** `type` is the CloudFormation type, so that printing CloudFormation is a fold over the list. */
export type ResourceType =
  | 'AWS::Glue::Job'
  | 'AWS::Glue::Crawler'
  | 'AWS::Glue::Workflow'
  | 'AWS::Glue::Trigger'
  | 'AWS::Glue::Database'
  | 'AWS::StepFunctions::StateMachine'
  | 'AWS::StepFunctions::StateMachineVersion'
  | 'AWS::StepFunctions::StateMachineAlias'
  | 'AWS::IAM::Role'
  | 'AWS::Scheduler::Schedule'
  | 'AWS::Events::Rule'
  | 'AWS::Logs::LogGroup'
  | 'AWS::S3::Bucket'
  | 'Millrace::S3Object';

/**
 * One thing to deploy. `id` is stable within the pipeline ('job.clean', 'trigger.load.1'); `name` is the physical name
 * (for Millrace::S3Object `bucket/key`); `props` are CloudFormation's property names; `after` are ids that must exist first.
 * Objects in S3 carry their text in `body` and its sha256 (hex); both are null for everything else.
 */
export interface Resource {
  readonly id: string;
  readonly type: ResourceType;
  readonly name: string;
  readonly props: Readonly<Record<string, Prop>>;
  readonly after: readonly string[];
  readonly sha256: string | null;
  readonly body: string | null;
}
