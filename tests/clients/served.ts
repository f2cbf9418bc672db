import { dayIn, newRunId, sha256, type Compiled, type Json, type Pipeline, type RunSnapshot, type Runner, type Site, type Sources, type Target } from '@millrace/core';
import { apply, planDeploy, type ChangeSet, providerMap, resolveRefs, s3Store, siteOf, localEnvironment, systemClock } from '@millrace/deploy';
import { glueProviders, glueTarget } from '@millrace/glue';
import { sfnProviders, sfnTarget } from '@millrace/sfn';
import { allSteps, physical, workloadProviders } from '@millrace/workload';
import { setTimeout as pause } from 'node:timers/promises';

export const site: Site = siteOf(localEnvironment('local'));
export const targets: Readonly<Record<'glue' | 'sfn', Target>> = { glue: glueTarget, sfn: sfnTarget };

/** Names that mean nothing, which the embedded AWS takes: clients refuse to work without any. */
export const identity = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: site.region, AWS_DEFAULT_REGION: site.region, AWS_EC2_METADATA_DISABLED: 'true' };

export interface Deployed {
  readonly runner: Runner;
  readonly compiled: Compiled;
  /** What a deploy would change now. */
  readonly changes: () => Promise<ChangeSet>;
}

/** Deploys over HTTP, as the command line does, and answers the runner of what is deployed. */
export async function deployOver(endpoint: string, target: Target, pipeline: Pipeline, scripts: (step: string) => string): Promise<Runner> {
  return (await deployed(endpoint, target, pipeline, scripts)).runner;
}

export async function deployed(endpoint: string, target: Target, pipeline: Pipeline, scripts: (step: string) => string): Promise<Deployed> {
  Object.assign(process.env, identity);
  const at = { region: site.region, account: site.account, endpoint };
  for (const bucket of [site.scripts, site.runs]) await fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  const compiled = target.compile(pipeline, site, sourcesOf(pipeline, scripts));
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const names = physical(site, pipeline);
  const means = {
    providers: providerMap([...(await workloadProviders(at)), ...(await glueProviders(at)), ...(await sfnProviders(at))]),
    store: s3Store(at), location: { bucket: site.scripts, key: names.manifestKey }, clock: systemClock(), random: Math.random,
  };
  const desired = resolveRefs(compiled.resources, site);
  const plan = async (): Promise<Awaited<ReturnType<typeof planDeploy>>> => {
    const found = await planDeploy({ ...means, owner: names.owner, desired });
    if (found.problems.length > 0) throw new Error(found.problems.map(({ message }) => message).join('\n'));
    return found;
  };
  const { changes, recorded } = await plan();
  // The pipeline is plain JSON by its type's own definition.
  await apply({ ...means, changes, desired, recorded, deployment: { owner: names.owner, target: target.id, pipeline: JSON.parse(JSON.stringify(pipeline)) as Json } });
  return { runner: (await target.connect(at)).runner({ pipeline, site }), compiled, changes: async () => (await plan()).changes };
}

function sourcesOf(pipeline: Pipeline, scripts: (step: string) => string): Sources {
  return new Map(allSteps(pipeline).flatMap((step) => {
    if (step.kind !== 'glueJob' || 'use' in step.with) return [];
    const text = scripts(step.name);
    return [[step.with.script, { text, sha256: sha256(text) }] as const];
  }));
}

/** Starts a run without parameters; with the id of one whose start broke off it goes on with that. */
export async function startRun(runner: Runner, { timezone }: Pipeline, id: string = newRunId(Date.now(), Math.random)): Promise<string> {
  await runner.start({ id, date: dayIn(timezone, Date.now()), params: {} });
  return id;
}

/** Asks until the run has ended, as people do who wait for it. */
export async function ended(runner: Runner, run: string): Promise<RunSnapshot> {
  for (;;) {
    const seen = await runner.describe(run);
    if (seen.state !== 'running' && seen.state !== 'stopping') return seen;
    await pause(200);
  }
}
