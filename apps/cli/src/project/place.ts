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
  if (!environment.local || environment.endpoint !== null) return { ...found, at: { region: environment.region, account: environment.account, endpoint: environment.endpoint } };
  io.lendIdentity();
  const server = await ensureServer(io, { folder });
  for (const bucket of [environment.buckets.scripts, environment.buckets.runs]) await fetch(`${server.endpoint}/${bucket}`, { method: 'PUT' });
  return { ...found, at: { region: environment.region, account: environment.account, endpoint: server.endpoint } };
}
