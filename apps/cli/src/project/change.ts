import type { Helper, Json, Pipeline } from '@millrace/core';
import { DeployFailed, DeployRefused, deployCatalogue, isExpired, providerMap, renderChangeSet, resolveRefs, s3Store, systemClock, told, type ChangeSet, type Deployment, type Means, type PlanAbout, type Progress, type Resolved } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { CliError, exit, paint, type Io } from '../io.ts';
import type { Options } from '../table.ts';
import { cut, shorten } from '../render/text.ts';
import { requireCompiled } from './compile.ts';
import { refuse, requirePipeline } from './pipeline.ts';
import type { Drifted } from './rolled-back.ts';
import { requirePrerequisites } from './prerequisites.ts';
import { place, type Place, type Use } from './place.ts';
import { loadProviders, type At, type TargetName } from './targets.ts';

/** A command that was not heard of for so long is taken for dead. */
export const LOCK_MS = 180_000;

/** What deploy, diff and destroy work with. */
export async function meansOf(io: Io, pipeline: Pick<Pipeline, 'name'>, { site, at, environment }: Place & { readonly at: At }): Promise<Means> {
  const names = physical(site, pipeline);
  return {
    providers: providerMap(await loadProviders(at)),
    store: s3Store(at),
    location: { bucket: site.scripts, key: names.manifestKey },
    clock: systemClock(),
    // Beside one's own machine nobody else deploys, and a killed command should be mended at once.
    lockMs: environment.local ? 0 : LOCK_MS,
    random: () => io.random(),
    signal: io.interrupted,
    onStep: (progress) => tell(io, progress),
  };
}

/** The change set for people: in a terminal no line is broken. */
export function shownChanges(io: Io, changes: ChangeSet, drifted?: Drifted): string {
  const text = renderChangeSet(changes, io.live ? io.columns : undefined, drifted);
  return io.live ? text.split('\n').map((line) => shorten(line, io.columns)).join('\n') : text;
}

/** One line that is overwritten in a terminal, and one line a change without. */
function tell(io: Io, { index, total, change, state, message }: Progress): void {
  const line = `  ${paint(io, 'dim', `${index}/${total}`)} ${change.action} ${told(change)}`;
  if (io.live) io.draw('\r\u001b[2K');
  if (state === 'waiting' && message !== null) io.err(`  ${paint(io, 'yellow', 'waiting')} ${message}\n`);
  else if (io.live) io.err(state === 'done' && index === total ? '' : cut(line, io.columns - 1));
  else if (state === 'done') io.err(`${line}\n`);
}

export interface Wanted {
  readonly means: Means;
  readonly desired: readonly Resolved[];
  readonly deployment: Deployment;
  readonly pipeline: Pipeline;
  readonly helpers: readonly Helper[];
  readonly about: PlanAbout;
  readonly place: Place & { readonly at: At };
}

/** Loads, compiles and connects: what the file wants, and the means to make it so. */
export async function wanted(io: Io, options: Options, target: TargetName, use: Use): Promise<Wanted> {
  const { pipeline, loaded, folder } = await requirePipeline(io, options);
  const where = await place(io, options, folder, use);
  await answered(io, requirePrerequisites(io, pipeline, loaded.origins, where));
  const compiled = await requireCompiled(io, target, pipeline, loaded.origins, folder, where.site);
  // The pipeline is plain JSON by its type's own definition; interfaces lack the index signature that Json asks for.
  const plain = JSON.parse(JSON.stringify(pipeline)) as Json;
  const desired = resolveRefs(compiled.resources, where.site);
  const owner = physical(where.site, pipeline).owner;
  return {
    means: await meansOf(io, pipeline, where),
    desired,
    deployment: { owner, target, pipeline: plain },
    helpers: compiled.helpers,
    about: { owner, environment: where.environment.name, target, desired },
    pipeline,
    place: where,
  };
}

/** Turns what the deployer throws into answers with an exit code. */
export async function answered<T>(io: Io, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DeployRefused) refuse(io, error.problems);
    if (error instanceof DeployFailed) {
      const names = (list: DeployFailed['done']): readonly string[] => list.map(({ action, name }) => `${action} ${name}`);
      throw new CliError(`${io.live ? '\n' : ''}${error.message}`, '', exit.failure, { code: error.code, done: names(error.done), left: names(error.left) });
    }
    if (isExpired(error)) throw new CliError('The credentials have expired: nothing was changed.', deployCatalogue.MR7014.fix, exit.failure, { code: 'MR7014' });
    if (io.interrupted.aborted) throw new CliError('Interrupted between two changes.', 'Run the same command again: it goes on where it stopped.', exit.interrupted);
    throw error;
  }
}
