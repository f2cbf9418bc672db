import type { HelperRun, Pipeline, RunSnapshot, StepSnapshot } from '@millrace/core';
import { CliError, exit, paint, printJson, type ExitCode, type Io } from '../io.ts';
import { found, type Deployed } from '../project/deployed.ts';
import { oneLine } from './printable.ts';
import { shortRun } from './run-id.ts';
import { screen } from './screen.ts';
import { textGraph, type TextGraph } from './text-graph.ts';
import { duration, endedBadly, headline, helperLines, messages, nextLine, over, ownAttempts, reasonOf, timeline } from './timeline.ts';

/** What a run is followed with. Without a pipeline there is no graph. */
export type Followed = Pick<Deployed, 'runner' | 'patience'> & { readonly pipeline?: Pick<Pipeline, 'steps'>; readonly verbose?: boolean; readonly flags?: string };

/** Of many steps those that are under way or went wrong, and how many are in which other state. */
function glance(io: Io, snapshot: RunSnapshot, room: number): string[] {
  const lines = timeline(io, snapshot);
  if (lines.length <= room) return lines;
  const states = Object.values(snapshot.steps).map(({ state }) => state);
  const notable = lines.filter((_line, index) => !['pending', 'succeeded', 'skipped'].includes(states[index] ?? 'pending')).slice(0, Math.max(0, room - 1));
  const count = (state: string): number => states.filter((one) => one === state).length;
  return [...notable, paint(io, 'dim', `  of ${states.length} steps: ${count('succeeded')} succeeded, ${count('skipped')} skipped, ${count('pending')} wait`)];
}

/** One look at a run: headline, graph, table, as far as there is room; the table matters most. */
export function frame(io: Io, snapshot: RunSnapshot, graph: TextGraph | null, helpers: readonly HelperRun[]): string[] {
  const head = [headline(io, snapshot)];
  const below = helperLines(io, helpers, snapshot.asOf);
  const room = io.rows - 2 - head.length - below.length;
  const table = Object.keys(snapshot.steps).length;
  const fits = graph !== null && table > 1 && graph.width < io.columns && graph.height + 2 + Math.min(table, 6) <= room;
  const picture = fits ? ['', ...graph.lines(io, snapshot), ''] : [];
  return [...head, ...picture, ...glance(io, snapshot, room - picture.length), ...below];
}

function lastFrame(io: Io, snapshot: RunSnapshot, graph: TextGraph | null, helpers: readonly HelperRun[]): string[] {
  const drawn = graph !== null && Object.keys(snapshot.steps).length > 1 && graph.width < io.columns && graph.height < io.rows / 2;
  return [...(drawn ? [...graph.lines(io, snapshot), ''] : []), ...timeline(io, snapshot), ...helperLines(io, helpers, snapshot.asOf)];
}

/** Without a terminal: one line per change of a step. */
function plainLog(io: Io): (snapshot: RunSnapshot, helpers: readonly HelperRun[]) => void {
  const seen = new Map<string, string>();
  return (snapshot, helpers) => {
    const from = snapshot.continuations.at(-1)?.start ?? snapshot.asOf;
    const tell = (name: string, now: string, more: string): void => {
      if (seen.get(name) === now) return;
      seen.set(name, now);
      io.err(`+${duration(Math.max(0, snapshot.asOf - from)).padEnd(7)} ${name}: ${now}${more}\n`);
    };
    for (const [name, step] of Object.entries(snapshot.steps)) {
      const tried = step.attempts.length > 1 && ownAttempts(snapshot, step).length > 0;
      const now = `${step.state}${tried ? ` (try ${step.attempts.length})` : ''}${step.kept ? ' (kept)' : ''}`;
      if (step.state !== 'pending') tell(name, now, step.kept ? '' : ending(snapshot, step));
    }
    for (const { name, state } of helpers) tell(name, state, '');
  };
}

function ending(snapshot: RunSnapshot, step: StepSnapshot): string {
  if (step.state === 'running') return '';
  const last = ownAttempts(snapshot, step).at(-1);
  const took = last === undefined || last.end === null || step.message !== undefined ? '' : ` after ${duration(last.end - last.start)}`;
  const reason = step.state === 'succeeded' ? null : reasonOf(snapshot, step);
  return `${took}${reason === null ? '' : `: ${oneLine(reason, 160)}`}`;
}

/** How errors are named that say that nobody answers. */
const SILENCE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'TimeoutError']);

/** A run does not end with the connection to it: says so, and how to come back. */
async function reached<T>(asked: Promise<T>, run: string, flags: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const named = error instanceof Error ? [error.name, 'code' in error && typeof error.code === 'string' ? error.code : ''] : [];
    const silence = named.find((name) => SILENCE.has(name));
    if (silence === undefined || !(error instanceof Error)) throw error;
    const id = shortRun(run);
    const again = flags === ' --local' ? 'starts the embedded AWS again, where that has ended, and follows it' : 'follows it again';
    throw new CliError(`Run ${id} goes on, but the connection to it was lost: ${error.message === '' ? silence : error.message}.`, `\`millrace watch ${id}${flags}\` ${again}.`);
  }
}

/** Follows a run until it ends or is left by Ctrl-C (`null`: it still runs). */
export async function follow(io: Io, { runner, patience, pipeline, verbose = false, flags = '' }: Followed, run: string): Promise<RunSnapshot | null> {
  const draw = io.live ? screen(io) : null;
  const graph = draw === null || pipeline === undefined ? null : await textGraph(pipeline);
  const log = plainLog(io);
  let pause = Math.min(patience, 250);
  for (;;) {
    const snapshot = await reached(found(runner.describe(run)), run, flags);
    const helpers = verbose ? ((await reached(Promise.resolve(runner.helpers?.(run)), run, flags)) ?? []) : [];
    if (draw === null) log(snapshot, helpers);
    else if (over(snapshot)) draw(lastFrame(io, snapshot, graph, helpers), true);
    else draw(frame(io, snapshot, graph, helpers));
    if (over(snapshot)) return snapshot;
    if (io.interrupted.aborted) return null;
    const looked = io.now();
    // Between two looks the clocks of what runs go on.
    for (let left = pause; left > 0 && !io.interrupted.aborted; left -= 1000) {
      await io.sleep(draw === null ? pause : Math.min(left, 1000));
      if (draw === null) break;
      if (left > 1000) draw(frame(io, { ...snapshot, asOf: snapshot.asOf + io.now() - looked }, graph, helpers));
    }
    pause = Math.min(patience, pause * 1.15);
    if (io.interrupted.aborted) return null;
  }
}

/** What is printed when a run has ended; the exit code follows its outcome. One that was skipped did what `overlap: skip` asks for: no failure. */
export function conclude(io: Io, snapshot: RunSnapshot, flags: string): ExitCode {
  if (!io.json) {
    io.out(`${headline(io, snapshot)}\n`);
    if (!io.live && snapshot.state !== 'skipped') io.out(`${timeline(io, snapshot).join('\n')}\n`);
    for (const line of messages(io, snapshot)) io.out(`${line}\n`);
    const id = shortRun(snapshot.run);
    if (endedBadly(snapshot)) io.out(`${nextLine(io, [`millrace logs ${id}${flags}`, `millrace resume ${id}${flags}`])}\n`);
  }
  return snapshot.state === 'succeeded' || snapshot.state === 'skipped' ? exit.ok : exit.failure;
}

/** What Ctrl-C leaves behind, said plainly. */
export function left(io: Io, run: string, flags: string): ExitCode {
  if (io.json) printJson(io, { run: { run, left: true } });
  const id = shortRun(run);
  io.err(`\nLeft. Run ${id} goes on by itself.\n  look at it   millrace watch ${id}${flags}\n  stop it      millrace stop ${id}${flags}\n`);
  return exit.interrupted;
}
