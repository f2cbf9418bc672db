import type { Problem, Site } from '@millrace/core';
import { environmentNamed, loadConfig, siteOf, type Environment } from '@millrace/deploy';
import { CliError, exit, type Io } from '../io.ts';
import { callerAccount } from '../aws/caller.ts';
import { ensureServer } from '../server/ensure.ts';
import type { Options } from '../table.ts';
import { refuse } from './pipeline.ts';
import type { At } from './targets.ts';

/** Where a command works: an environment, and what compilers see of it. */
export interface Place {
  readonly environment: Environment;
  readonly site: Site;
  /** What a user adds to a command to speak of the same place. */
  readonly flags: string;
}

const isProblem = (found: Environment | Problem): found is Problem => 'severity' in found;

/** The environment that the options name (default: local), without starting or asking anything. */
export async function placeWithoutServer(io: Io, options: Options, folder: string): Promise<Place> {
  const config = await loadConfig(folder);
  if (config.problems.length > 0) refuse(io, config.problems);
  const named = options['env'];
  const name = options['local'] === true || typeof named !== 'string' ? 'local' : named;
  const environment = environmentNamed(config, name);
  if (isProblem(environment)) throw new CliError(environment.message, environment.hint, exit.usage, { problems: [environment] });
  return { environment, site: siteOf(environment), flags: name === 'local' ? ' --local' : ` --env ${name}` };
}

/** Whether a command changes something there: then it must be the environment's own account. */
export type Use = 'look' | 'change';

/** @throws {CliError} when the credentials are another account's than the environment's: what is meant for one would be made in the other. */
async function requireAccount({ name, account, region, endpoint }: Environment): Promise<void> {
  const actual = await callerAccount({ region, endpoint });
  if (actual !== account) throw new CliError(`Environment '${name}' is account ${account}, and the credentials are of account ${actual ?? 'none'}: nothing was changed.`, `Use credentials of account ${account} (AWS_PROFILE names a profile), or correct the account in millrace.config.ts.`, exit.usage);
}

/** The same with an endpoint that answers: the embedded AWS is started when it does not run yet. */
export async function place(io: Io, options: Options, folder: string, use: Use): Promise<Place & { readonly at: At }> {
  const found = await placeWithoutServer(io, options, folder);
  const { environment } = found;
  if (!environment.local && use === 'change') await requireAccount(environment);
  const { region, account } = environment;
  if (!environment.local) return { ...found, at: { region, account, endpoint: environment.endpoint } };
  io.lendIdentity();
  const endpoint = environment.endpoint ?? (await ensureServer(io, { folder })).endpoint;
  await makeBuckets(environment, endpoint);
  return { ...found, at: { region, account, endpoint } };
}

/** The embedded AWS starts empty. @throws {CliError} when nothing serves the endpoint that the environment names: only its owner knows how it is started. */
async function makeBuckets({ name, buckets }: Environment, endpoint: string): Promise<void> {
  try {
    for (const bucket of [buckets.scripts, buckets.runs]) await fetch(new URL(bucket, endpoint.endsWith('/') ? endpoint : `${endpoint}/`), { method: 'PUT' });
  } catch {
    const { port } = new URL(endpoint);
    throw new CliError(`Nothing answers at ${endpoint}, the endpoint of environment '${name}'.`, `Start the embedded AWS there: millrace local up${port === '' ? '' : ` --port ${port}`}, with the --dir that it had; or correct \`endpoint\` in millrace.config.ts.`);
  }
}
