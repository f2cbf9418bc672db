import type { Scalar, Site } from '@millrace/core';

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
  /** ARNs. */
  readonly roles: { readonly job: string; readonly crawler: string; readonly stateMachine: string };
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
    roles: { job: role('job'), crawler: role('crawler'), stateMachine: role('state-machine') },
    params: {},
    endpoint: null,
    ...given,
    name,
    local: true,
  };
}

/** What compilers see of an environment. */
export function siteOf(environment: Environment): Site {
  const { prefix, region, account, buckets, roles, params } = environment;
  return { prefix, region, account, scripts: buckets.scripts, runs: buckets.runs, roles: { helper: null, events: null, ...roles }, params };
}
