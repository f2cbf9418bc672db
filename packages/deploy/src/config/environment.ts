import type { Grants, RoleUse, Scalar, Site } from '@millrace/core';

/** One environment of millrace.config.ts, complete. */
export interface Environment {
  readonly name: string;
  /** True: the embedded AWS on this machine. */
  readonly local: boolean;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** First part of every physical name. */
  readonly prefix: string;
  readonly buckets: { readonly scripts: string; readonly runs: string };
  /** ARNs; null where the deploy creates the role. */
  readonly roles: Readonly<Record<RoleUse, string | null>>;
  /** What jobs of a created role may touch beyond what the pipeline tells; null: nothing. */
  readonly grants: Grants | null;
  /** ARN of the permissions boundary of created roles; null: none. */
  readonly boundary: string | null;
  /** ARN of the SNS topic that is told of failures; null: nobody is. */
  readonly alertTopic: string | null;
  /** Override the pipeline's defaults and yield to a run's own values. */
  readonly params: Readonly<Record<string, Scalar>>;
  /** Null is AWS itself; for `local` the command line fills in where the embedded AWS listens. */
  readonly endpoint: string | null;
}

const LOCAL_ACCOUNT = '000000000000';

/** The environment `local`: made-up identities that only the embedded AWS accepts. A configuration may override each part. */
export function localEnvironment(name: string, given: Partial<Omit<Environment, 'name' | 'local'>> = {}): Environment {
  const role = (use: string): string => `arn:aws:iam::${given.account ?? LOCAL_ACCOUNT}:role/millrace-local-${use}`;
  return {
    account: LOCAL_ACCOUNT,
    region: 'us-east-1',
    prefix: 'local',
    buckets: { scripts: 'millrace-local-scripts', runs: 'millrace-local-runs' },
    roles: { job: role('job'), crawler: role('crawler'), stateMachine: role('state-machine'), helper: role('helper'), events: role('events') },
    grants: null,
    boundary: null,
    alertTopic: null,
    params: {},
    endpoint: null,
    ...given,
    name,
    local: true,
  };
}

/** What compilers see of an environment. */
export function siteOf(environment: Environment): Site {
  const { prefix, region, account, buckets, roles, grants, boundary, alertTopic, params } = environment;
  const more = { ...(grants === null ? {} : { grants }), ...(boundary === null ? {} : { boundary }), ...(alertTopic === null ? {} : { alertTopic }) };
  return { prefix, region, account, scripts: buckets.scripts, runs: buckets.runs, roles, ...more, params };
}
