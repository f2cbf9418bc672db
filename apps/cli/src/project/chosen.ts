import { isLiveState, type Runner, type RunSummary } from '@millrace/core';
import { CliError, exit, type Io } from '../io.ts';
import { shortRun } from '../render/run-id.ts';
import { namedRun } from './named-run.ts';

/** What a command does with the run: it decides which one is meant when none is named. */
export type Wish = 'read' | 'watch' | 'stop' | 'resume';

/** How many runs are looked at: most often the run is among the newest, and each costs a few calls. */
const LOOKS = [10, 100] as const;

const live = ({ state }: RunSummary): boolean => isLiveState(state);
const resumable = ({ state, refused }: RunSummary): boolean => refused !== true && (state === 'failed' || state === 'stopped');
const happened = ({ state }: RunSummary): boolean => state !== 'skipped';
const fits: Readonly<Record<Wish, (run: RunSummary) => boolean>> = { read: happened, watch: live, stop: live, resume: resumable };

/** The run that a command means, newest first; null where none fits. */
export function choose(runs: readonly RunSummary[], wish: Wish): RunSummary | null {
  return runs.find(fits[wish]) ?? (wish === 'resume' ? null : (runs.find(happened) ?? runs[0] ?? null));
}

/** The run that was named, or the newest that the command can act on (`latest` too); says which one where that is not plain. */
export async function chosenRun(io: Io, runner: Pick<Runner, 'list' | 'live' | 'find'>, args: readonly string[], wish: Wish, agreed = false): Promise<string> {
  const [named] = args;
  if (named !== undefined && named !== 'latest') return await namedRun(runner, named);
  const runs = await newest(runner, wish);
  const [first] = runs;
  if (first === undefined) throw new CliError('There are no runs yet.', '`millrace run` starts one.');
  const taken = choose(runs, wish);
  if (taken === null) throw none(first);
  const alive = runs.filter(live).map(({ run }) => shortRun(run));
  const own = shortRun(taken.run);
  if (wish === 'stop' && alive.length > 1 && !agreed) throw new CliError(`${alive.length} runs are live: ${alive.join(', ')}.`, `Name the one to stop, such as \`millrace stop ${own}\`, or take the newest with --yes.`, exit.usage);
  const several = alive.length > 1 && (wish === 'watch' || wish === 'stop');
  if (several) io.err(`${alive.length} runs are live; this is the newest of them, ${own}. Also live: ${alive.filter((run) => run !== own).join(', ')}.\n`);
  else if (taken !== first) io.err(`This is run ${own}, ${taken.state}. Newer: ${newer(runs, taken)}.\n`);
  return taken.run;
}

function none({ run, state, refused }: RunSummary): CliError {
  // It is told as failed: that there is nothing to resume all the same needs a word.
  if (refused === true) return new CliError(`No run can be resumed: ${shortRun(run)} was refused for what it was given, before anything of it began.`, '`millrace run` starts a new one, with other values.');
  return new CliError(`No run can be resumed: ${isLiveState(state) ? `${shortRun(run)} is still ${state}` : 'none of the newest has failed or was stopped'}.`, '`millrace status` lists the newest runs.');
}

async function newest(runner: Pick<Runner, 'list' | 'live'>, wish: Wish): Promise<readonly RunSummary[]> {
  if (wish === 'watch' || wish === 'stop') {
    // A live run may be older than many that have ended since.
    const known = new Map([...(await runner.list(LOOKS[0])), ...(await runner.live())].map((one) => [one.run, one]));
    return [...known.values()].sort((a, b) => b.start - a.start);
  }
  let runs: readonly RunSummary[] = [];
  for (const limit of LOOKS) {
    runs = await runner.list(limit);
    if (runs.some(fits[wish]) || runs.length < limit) break;
  }
  return runs;
}

function newer(runs: readonly RunSummary[], taken: RunSummary): string {
  const before = runs.slice(0, runs.indexOf(taken)).map(({ run, state }) => `${shortRun(run)} (${state})`);
  return before.length <= 3 ? before.join(', ') : `${before.slice(0, 2).join(', ')} and ${before.length - 2} more`;
}
