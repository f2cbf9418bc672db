import type { Versions } from '@millrace/core';
import { systemClock, whileLocked } from '@millrace/deploy';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { answered, LOCK_MS } from '../project/change.ts';
import { confirmed } from '../project/confirm.ts';
import { obstacles } from '../project/going-back.ts';
import { pipelineOfRevision, versionsOf } from '../project/live-pipeline.ts';
import { wholeNumber } from '../project/number.ts';
import { recorded, type Recorded } from '../project/recorded.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';

interface Listed {
  readonly version: number;
  readonly at: number;
  readonly live: boolean;
}

const STAYS = 'Jobs, crawlers, scripts and schedules stay as they are; runs that are under way go on with their version.';

/** `millrace rollback`: runs start with an earlier version from now on. Nothing else of what is deployed changes. */
export const run: CommandRun = async (io, _args, options) => {
  const wished = wholeNumber(options, 'to', 1, Infinity);
  const found = await recorded(io, options, options['list'] === true ? 'look' : 'change');
  const { pipeline: { name }, place: { flags }, target } = found;
  const versions = versionsOf(found);
  if (versions === null) throw new CliError(`${name} is deployed on ${target}, which keeps no versions.`, `Deploy the earlier pipeline file: millrace deploy${flags}.`);
  const all = await versions.list();
  if (options['list'] === true) {
    if (io.json) printJson(io, { target, versions: all });
    else io.out(all.length === 0 ? `There are no versions of ${name}.\n` : all.map((one) => line(io, one)).join(''));
    return exit.ok;
  }
  const live = all.find((one) => one.live) ?? null;
  const chosen = choose(name, all, live, wished, flags);
  const means = { store: found.store, location: found.location, clock: systemClock(), random: () => io.random(), lockMs: found.place.environment.local ? 0 : LOCK_MS };
  if (chosen.live) {
    const { lock, pending } = found.stored.manifest;
    // One that was killed behind its last change has left its lock.
    if (lock !== null && pending.length === 0) await answered(io, whileLocked(means, found.stored, async () => undefined));
    if (io.json) printJson(io, { target, from: chosen.version, to: chosen.version, moved: false });
    else io.out(`Runs of ${name} start with version ${chosen.version} already.\n`);
    return exit.ok;
  }
  const notes = await requireUsable(found, versions, chosen);
  for (const note of notes) io.err(`${paint(io, 'yellow', 'note')}  ${wrap(note, io.columns, '      ')}\n`);
  if (!io.json) io.err(`Runs of ${name} start with version ${live?.version ?? 'none'}; from now on with\n${line(io, chosen)}${wrap(STAYS, io.columns)}\n`);
  if (!(await confirmed(io, options, 'Go back?'))) {
    io.err('Nothing was changed.\n');
    return exit.ok;
  }
  await answered(io, whileLocked(means, found.stored, () => versions.use(chosen.version)));
  if (io.json) printJson(io, { target, from: live?.version ?? null, to: chosen.version, moved: true });
  else io.out(`${wrap(`Runs of ${name} start with version ${chosen.version}. The next millrace deploy${flags} lets them start with what is in the file again.`, io.columns)}\n`);
  return exit.ok;
};

function line(io: Io, { version, at, live }: Listed): string {
  return `  ${paint(io, 'bold', String(version).padStart(4))}  ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC${live ? `  ${paint(io, 'green', 'live')}` : ''}\n`;
}

function choose(name: string, all: readonly Listed[], live: Listed | null, wished: number | null, flags: string): Listed {
  const list = `millrace rollback${flags} --list shows which there are.`;
  if (wished !== null) {
    const named = all.find(({ version }) => version === wished);
    if (named === undefined) throw new CliError(`There is no version ${wished} of ${name}.`, list, exit.usage);
    return named;
  }
  if (live === null) throw new CliError(`Nothing tells with which version runs of ${name} start.`, `millrace deploy${flags} sets it right; or name a version with --to.`);
  const before = all.find(({ version }) => version < live.version);
  if (before === undefined) throw new CliError(`There is no version of ${name} before version ${live.version}, with which runs start.`, list);
  return before;
}

/** An earlier state machine is of no use without its pipeline, by which its runs are watched, nor where what it goes by has changed meanwhile. Answers what is to be known. */
async function requireUsable(found: Recorded, versions: Versions, { version }: Listed): Promise<readonly string[]> {
  const revision = await versions.revision(version);
  const pipeline = revision === null ? null : await pipelineOfRevision(found, revision);
  const hint = `Deploy the earlier pipeline file instead: millrace deploy${found.place.flags}.`;
  if (revision === null || pipeline === null) throw new CliError(`The pipeline of version ${version} is kept no more, so its runs could not be watched.`, hint);
  const { refusals, notes } = obstacles({ version, pipeline, revision, role: await versions.role(version) }, { target: found.loaded, pipeline: found.pipeline, manifest: found.stored.manifest, site: found.site });
  if (refusals.length > 0) throw new CliError(refusals.join('\n'), hint);
  return notes;
}
