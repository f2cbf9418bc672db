import type { RunSnapshot, StepSnapshot } from '@millrace/core';
import type { Io } from '../io.ts';

/** A terminal that keeps what it is told; `sleep` only counts. */
export function quietIo(over: Partial<Io> = {}): { readonly io: Io; readonly said: { out: string; err: string; slept: number[] } } {
  const said = { out: '', err: '', slept: [] as number[] };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    draw: (text) => void (said.err += text),
    json: false,
    colour: false,
    live: false,
    columns: 80,
    rows: 24,
    cwd: '/project',
    env: {},
    now: () => 0,
    random: () => 0,
    sleep: async (ms) => void said.slept.push(ms),
    lendIdentity: () => undefined,
    interrupted: new AbortController().signal,
    ...over,
  };
  return { io, said };
}

export function step(state: StepSnapshot['state'], from?: number, to?: number): StepSnapshot {
  const outcome = state === 'running' || state === 'pending' || state === 'skipped' ? null : state;
  return { state, kept: false, attempts: from === undefined ? [] : [{ nativeId: 'jr', start: from, end: to ?? null, outcome, continuation: 1, message: outcome === 'failed' ? 'SystemExit: the records are bad' : null }] };
}

export function run(state: RunSnapshot['state'], steps: RunSnapshot['steps'], asOf = 60_000): RunSnapshot {
  return { schemaVersion: 1, run: '20260131t020000-abc234', pipeline: 'orders', target: 'glue', graphHash: '', asOf, date: '2026-01-31', params: {}, state, message: null, continuations: [{ nativeId: 'wr', start: 0, end: null }], steps };
}
