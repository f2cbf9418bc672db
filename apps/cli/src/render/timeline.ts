import { isLiveState, type HelperRun, type RunSnapshot, type RunState, type StepSnapshot } from '@millrace/core';
import { paint, type Io, type Style } from '../io.ts';
import { oneLine } from './printable.ts';
import { shortRun } from './run-id.ts';
import { shorten, wrap } from './text.ts';

export const marks: Readonly<Record<StepSnapshot['state'], readonly [mark: string, style: Style]>> = {
  pending: ['·', 'dim'],
  running: ['▶', 'cyan'],
  succeeded: ['✔', 'green'],
  failed: ['✘', 'red'],
  timedOut: ['◷', 'red'],
  stopped: ['■', 'yellow'],
  skipped: ['–', 'dim'],
};
const words: Readonly<Record<StepSnapshot['state'], string>> = { pending: 'waits', running: 'runs', succeeded: 'succeeded', failed: 'failed', timedOut: 'timed out', stopped: 'stopped', skipped: 'skipped' };

/** 61_500 -> '1m 01s', 1_250 -> '1.3s'. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}h ${String(minutes).padStart(2, '0')}m` : `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
}

/** The attempts that made a step what it is now: of a kept step all, of others those of the newest continuation. */
export function ownAttempts({ continuations }: Pick<RunSnapshot, 'continuations'>, { kept, attempts }: StepSnapshot): StepSnapshot['attempts'] {
  return kept ? attempts : attempts.filter(({ continuation }) => continuation === Math.max(1, continuations.length));
}

/** Why a step ended badly, as far as it is known. */
export function reasonOf(snapshot: RunSnapshot, step: StepSnapshot): string | null {
  const last = ownAttempts(snapshot, step).at(-1);
  return step.message ?? (last === undefined || last.outcome === null || last.outcome === 'succeeded' ? null : last.message);
}

function bar(io: Io, step: StepSnapshot, from: number, until: number, width: number): string {
  if (width < 8) return '';
  const at = (time: number): number => Math.min(width, Math.max(0, Math.round(((time - from) / Math.max(1, until - from)) * width)));
  const cells = new Array<string>(width).fill(' ');
  for (const attempt of step.attempts) {
    const start = Math.min(width - 1, at(attempt.start));
    const end = Math.max(start + 1, at(attempt.end ?? until));
    for (let cell = start; cell < end && cell < width; cell += 1) cells[cell] = attempt.outcome === 'succeeded' ? '█' : attempt.outcome === null ? '▒' : '▓';
  }
  return paint(io, marks[step.state][1], cells.join('').trimEnd());
}

/** One line per step: mark, name, state, attempts, time and a bar over the run's span. */
export function timeline(io: Io, snapshot: RunSnapshot): string[] {
  const names = Object.keys(snapshot.steps);
  const wide = Math.max(4, ...names.map((name) => name.length));
  const from = Math.min(...snapshot.continuations.map(({ start }) => start), ...Object.values(snapshot.steps).flatMap(({ attempts }) => attempts.map(({ start }) => start)));
  const until = !over(snapshot) ? snapshot.asOf : Math.max(from + 1, ...Object.values(snapshot.steps).flatMap(({ attempts }) => attempts.map(({ end }) => end ?? 0)));
  const barWidth = Math.min(60, io.columns - wide - 36);
  return names.map((name) => {
    const step = snapshot.steps[name];
    if (step === undefined) return '';
    const [mark, style] = marks[step.state];
    const own = ownAttempts(snapshot, step);
    const spent = own.reduce((sum, attempt) => sum + (attempt.end ?? snapshot.asOf) - attempt.start, 0);
    const note = step.kept ? 'kept' : own.length > 0 && step.attempts.length > 1 ? `${step.attempts.length} tries` : '';
    const head = `${paint(io, style, mark)} ${name.padEnd(wide)}  ${paint(io, style, words[step.state].padEnd(9))} ${(own.length === 0 ? '' : duration(spent)).padStart(8)} ${note.padEnd(8)}`;
    return `${head} ${own.length === 0 ? '' : bar(io, step, from, until, barWidth)}`.trimEnd();
  });
}

/** True when nothing of a run goes on any more. */
export const over = (snapshot: Pick<RunSnapshot, 'state'>): boolean => !isLiveState(snapshot.state);

/** What a line of a helper holds besides its name, and one column more, which some terminals break at. */
const BESIDE_NAME = 23;

/** Generated jobs that serve the run, for those who ask. */
export function helperLines(io: Io, helpers: readonly HelperRun[], asOf: number): string[] {
  const wide = Math.min(io.columns - BESIDE_NAME, Math.max(0, ...helpers.map(({ name }) => name.length)));
  return helpers.map(({ name, state, start, end }) => {
    const [mark, style] = marks[state];
    return paint(io, 'dim', `${mark} ${shorten(name, wide).padEnd(wide)}  ${paint(io, style, words[state].padEnd(9))} ${duration((end ?? asOf) - start).padStart(8)}`);
  });
}

/** What went wrong: the run itself, then one line per step that has a message. */
export function messages(io: Io, snapshot: RunSnapshot): string[] {
  const told = (name: string, why: string): string => `${paint(io, 'red', name)}${wrap(`${name}: ${why}`, io.columns, '  ').slice(name.length)}`;
  const own = snapshot.message === null ? [] : [told('run', snapshot.message)];
  const ofSteps = Object.entries(snapshot.steps).flatMap(([name, step]) => {
    const why = reasonOf(snapshot, step);
    return why === null ? [] : [told(name, oneLine(why, 300))];
  });
  return [...own, ...ofSteps];
}

/** Commands that can follow, on one line where it holds them. */
export function nextLine(io: Io, commands: readonly string[]): string {
  const one = `next ${commands.join(' · ')}`;
  return `${paint(io, 'dim', 'next')}${(one.length <= io.columns ? one : `next ${commands.join(`\n${' '.repeat(5)}`)}`).slice('next'.length)}`;
}

/** The colour of a run's state. */
export const tint = (state: RunState): Style => (state === 'succeeded' ? 'green' : state === 'failed' ? 'red' : state === 'skipped' ? 'dim' : 'yellow');

/** The state of a run, and how many are before it where it waits for its turn. */
export const stateText = ({ state, ahead }: Pick<RunSnapshot, 'state' | 'ahead'>): string => (ahead === undefined ? state : `${state}, ${ahead} before it`);

/** True where a resume could go on with it: one that succeeded or was skipped has nothing to resume, one that was refused never began, and one that is live is stopped first. */
export const endedBadly = ({ state, refused }: Pick<RunSnapshot, 'state' | 'refused'>): boolean => refused !== true && (state === 'failed' || state === 'stopped');

/** The run in one line. */
export function headline(io: Io, snapshot: RunSnapshot): string {
  const style = tint(snapshot.state);
  const continuation = snapshot.continuations.length > 1 ? `, continued ${snapshot.continuations.length - 1} time${snapshot.continuations.length === 2 ? '' : 's'}` : '';
  const from = snapshot.continuations.at(-1)?.start;
  const elapsed = over(snapshot) || from === undefined ? '' : `, ${duration(Math.max(0, snapshot.asOf - from))}`;
  return `${paint(io, 'bold', shortRun(snapshot.run))} of ${snapshot.pipeline} on ${snapshot.target}: ${paint(io, style, stateText(snapshot))}${elapsed}${continuation}`;
}
