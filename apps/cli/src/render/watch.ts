import type { RunSnapshot } from '@millrace/core';
import { exit, paint, printJson, type ExitCode, type Io } from '../io.ts';
import { found, type Deployed } from '../project/deployed.ts';
import { printable } from './printable.ts';
import { cut } from './text.ts';
import { duration, headline, messages, timeline } from './timeline.ts';

const over = (snapshot: RunSnapshot): boolean => snapshot.state !== 'running' && snapshot.state !== 'stopping';

/** Redraws a block of lines on standard error. Lines that a terminal would break, or that would scroll away, cannot be redrawn: they are cut. */
function liveBlock(io: Io): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    io.draw(`${up}${lines.map((line) => `\u001b[2K${cut(printable(line), io.columns - 1)}\n`).join('')}\u001b[0J`);
    drawn = lines.length;
  };
}

/** What fits on the screen while a run goes on: of many steps those that are under way or went wrong. */
function glance(io: Io, snapshot: RunSnapshot): string[] {
  const lines = timeline(io, snapshot);
  const room = io.rows - 3;
  if (lines.length <= room) return lines;
  const states = Object.values(snapshot.steps).map(({ state }) => state);
  const notable = lines.filter((_line, index) => !['pending', 'succeeded', 'skipped'].includes(states[index] ?? 'pending')).slice(0, room - 1);
  const count = (state: string): number => states.filter((one) => one === state).length;
  return [...notable, paint(io, 'dim', `  of ${states.length} steps: ${count('succeeded')} succeeded, ${count('skipped')} skipped, ${count('pending')} wait`)];
}

/** Without a terminal: one line per change of a step. */
function plainLog(io: Io): (snapshot: RunSnapshot) => void {
  const seen = new Map<string, string>();
  return (snapshot) => {
    const from = snapshot.continuations.at(-1)?.start ?? snapshot.asOf;
    for (const [name, step] of Object.entries(snapshot.steps)) {
      const now = `${step.state}${step.attempts.length > 1 ? ` (try ${step.attempts.length})` : ''}${step.kept ? ' (kept)' : ''}`;
      if (seen.get(name) === now) continue;
      seen.set(name, now);
      if (step.state !== 'pending') io.err(`+${duration(Math.max(0, snapshot.asOf - from)).padEnd(7)} ${name}: ${now}\n`);
    }
  };
}

/** Follows a run until it ends or is left by Ctrl-C (`null`: it still runs). */
export async function follow(io: Io, { runner, patience }: Pick<Deployed, 'runner' | 'patience'>, run: string): Promise<RunSnapshot | null> {
  const draw = io.live ? liveBlock(io) : null;
  const log = plainLog(io);
  let pause = Math.min(patience, 250);
  for (;;) {
    const snapshot = await found(runner.describe(run));
    if (draw === null) log(snapshot);
    else if (over(snapshot)) draw(timeline(io, snapshot));
    else draw([headline(io, snapshot), ...glance(io, snapshot)]);
    if (over(snapshot)) return snapshot;
    if (io.interrupted.aborted) return null;
    await io.sleep(pause);
    pause = Math.min(patience, pause * 1.15);
    if (io.interrupted.aborted) return null;
  }
}

/** What is printed when a run has ended; the exit code follows its outcome. */
export function conclude(io: Io, snapshot: RunSnapshot, flags: string): ExitCode {
  if (!io.json) {
    io.out(`${headline(io, snapshot)}\n`);
    if (!io.live) io.out(`${timeline(io, snapshot).join('\n')}\n`);
    for (const line of messages(io, snapshot)) io.out(`${line}\n`);
    if (snapshot.state !== 'succeeded') io.out(`${paint(io, 'dim', 'next')} millrace logs ${snapshot.run}${flags} · millrace resume ${snapshot.run}${flags}\n`);
  }
  return snapshot.state === 'succeeded' ? exit.ok : exit.failure;
}

/** What Ctrl-C leaves behind, said plainly. */
export function left(io: Io, run: string, flags: string): ExitCode {
  if (io.json) printJson(io, { run: { run, left: true } });
  io.err(`\nLeft. Run ${run} goes on by itself.\n  look at it   millrace watch ${run}${flags}\n  stop it      millrace stop ${run}${flags}\n`);
  return exit.interrupted;
}
