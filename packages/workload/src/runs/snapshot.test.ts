import { graphHash, interpret } from '@millrace/core';
import type { AttemptScript, Ended, Event, Pipeline, RunSnapshot, Step, Word } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { job, pipeline } from '../test/pipeline.ts';
import { planResumeBase } from './resume.ts';
import { snapshot, START_GRACE_MS } from './snapshot.ts';
import type { ObservedAttempt, ObservedContinuation, SnapshotInput } from './snapshot-input.ts';

const MINUTE = 60_000;

function native(over: Partial<NonNullable<ObservedContinuation['native']>> = {}): ObservedContinuation {
  return { schemaVersion: 1, n: 1, means: 'first', keep: [], at: 0, native: { nativeId: 'wr_1', start: 0, end: null, state: 'running', ...over } };
}
function input(p: Pipeline, over: Partial<SnapshotInput> = {}): SnapshotInput {
  const record = { schemaVersion: 1, run: 'r', pipeline: p.name, target: 'glue', graphHash: graphHash(p), date: '2026-11-23', params: {}, createdAt: 0 } as const;
  return { pipeline: p, record, continuations: [native()], attempts: {}, stop: null, now: MINUTE, ...over };
}
function attempt(state: ObservedAttempt['state'], over: Partial<ObservedAttempt> = {}): ObservedAttempt {
  return { nativeId: 'jr', start: 0, end: state === 'running' ? null : MINUTE, state, continuation: 1, counted: true, message: null, ...over };
}
function states(view: RunSnapshot): unknown {
  return Object.fromEntries(Object.entries(view.steps).map(([name, step]) => [name, step.state]));
}
const on = (step: string, word: Word = 'succeeded'): Pick<Step, 'after'> => ({ after: [{ step, on: word }] });
const chain = pipeline([job('a'), job('b', on('a')), job('c', on('b'))]);
const ended = native({ state: 'ended', end: 2 * MINUTE });

describe('a run that is under way', () => {
  it('has steps that have ended, run and wait', () => {
    const view = snapshot(input(chain, { attempts: { a: [attempt('succeeded')], b: [attempt('running')] } }));
    expect(view.state).toBe('running');
    expect(states(view)).toEqual({ a: 'succeeded', b: 'running', c: 'pending' });
  });

  it('knows at once what can no longer run', () => {
    expect(states(snapshot(input(chain, { attempts: { a: [attempt('failed')] } })))).toEqual({ a: 'failed', b: 'skipped', c: 'skipped' });
  });

  it('shows a step between two attempts as running, unless the run is being stopped', () => {
    const p = pipeline([job('a', { retry: { attempts: 1, on: ['failed'], delaySeconds: 60 } })]);
    const attempts = { a: [attempt('failed')] };
    expect(states(snapshot(input(p, { attempts })))).toEqual({ a: 'running' });
    expect(states(snapshot(input(p, { attempts, stop: { at: MINUTE } })))).toEqual({ a: 'failed' });
  });

  it('is stopping until nothing of it runs, even when the native run is gone', () => {
    const view = snapshot(input(chain, { continuations: [native({ state: 'stopped', end: MINUTE })], stop: { at: 30_000 }, attempts: { a: [attempt('running')] } }));
    expect(view.state).toBe('stopping');
  });

  it('counts as starting while its native run is young, and as never started later', () => {
    const continuations = [{ ...native(), native: null }];
    expect(snapshot(input(chain, { continuations })).state).toBe('running');
    expect(snapshot(input(chain, { continuations, now: START_GRACE_MS + 1 })).state).toBe('failed');
  });
});

describe('a run whose start has shown no sign yet', () => {
  const unanswered = [{ ...native(), at: 10_000, native: null }];

  it('is over as soon as it is stopped, so that nobody waits for it', () => {
    expect(snapshot(input(chain, { continuations: unanswered, stop: { at: 20_000 } })).state).toBe('stopped');
  });

  it('goes on where the stop was about the continuation before it', () => {
    expect(snapshot(input(chain, { continuations: unanswered, stop: { at: 9_000 } })).state).not.toBe('stopped');
  });
});

describe('a run that was given what is wrong', () => {
  const refused = { message: "The run r cannot go on: there is no parameter 'x'.", at: MINUTE };
  const attempts = { a: [attempt('failed', { counted: false, message: 'The script ended with exit code 1; its last line: …' })] };

  it('failed before anything of it began, and says so once, in its own words', () => {
    const view = snapshot(input(chain, { continuations: [ended], attempts, refused }));
    expect(view).toMatchObject({ state: 'failed', message: refused.message, refused: true });
    expect(Object.values(view.steps)).toEqual(Array.from({ length: 3 }, () => ({ state: 'skipped', kept: false, attempts: [] })));
    expect(planResumeBase(chain, view)).toMatchObject({ refused: expect.stringContaining('What it was given is wrong'), hint: 'Start a new run.' });
  });

  it('says nothing before its workflow run has ended', () => {
    expect(snapshot(input(chain, { attempts, refused }))).not.toHaveProperty('refused');
  });
});

describe('a run that has ended', () => {
  it('is judged by job runs, not by the orchestrator', () => {
    const attempts = { a: [attempt('succeeded')], b: [attempt('timedOut')] };
    const view = snapshot(input(chain, { continuations: [ended], attempts }));
    expect(view.state).toBe('failed');
    expect(states(view)).toEqual({ a: 'succeeded', b: 'timedOut', c: 'skipped' });
  });

  it('is stopped when it was stopped, whatever its steps say', () => {
    const view = snapshot(input(chain, { continuations: [ended], attempts: { a: [attempt('succeeded')] }, stop: { at: MINUTE } }));
    expect(view.state).toBe('stopped');
    expect(states(view)).toEqual({ a: 'succeeded', b: 'skipped', c: 'skipped' });
  });

  it('is not stopped by a stop that came after its end', () => {
    const attempts = { a: [attempt('succeeded')], b: [attempt('succeeded')], c: [attempt('succeeded')] };
    expect(snapshot(input(chain, { continuations: [ended], attempts, stop: { at: 3 * MINUTE } })).state).toBe('succeeded');
  });

  it('failed when the service left out a step that was due', () => {
    expect(snapshot(input(chain, { continuations: [ended], attempts: { a: [attempt('succeeded')] } })).state).toBe('failed');
  });

  it('shows no attempt for what ended before the script, but its bad end ends the step', () => {
    const view = snapshot(input(chain, { continuations: [ended], attempts: { a: [attempt('failed', { counted: false })] } }));
    expect(view.steps['a']).toMatchObject({ state: 'failed', attempts: [] });
  });

  it('tells why a step ended badly where that was no attempt, and only then', () => {
    const refused = attempt('failed', { counted: false, message: 'NotFound: Topic does not exist' });
    const first = snapshot(input(chain, { continuations: [ended], attempts: { a: [refused] } }));
    expect(first.steps['a']).toEqual({ state: 'failed', kept: false, attempts: [], message: 'NotFound: Topic does not exist', endedAt: MINUTE });
    const after = [attempt('failed', { message: 'bad data' }), { ...refused, start: 2 * MINUTE }];
    const p = pipeline([job('a', { retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } })]);
    expect(snapshot(input(p, { continuations: [ended], attempts: { a: after } })).steps['a']).toMatchObject({ attempts: [{ message: 'bad data' }], message: 'NotFound: Topic does not exist' });
    expect(snapshot(input(p, { continuations: [ended], attempts: { a: after.slice(0, 1) } })).steps['a']).not.toHaveProperty('message');
    const second = { ...ended, n: 2, at: 5 * MINUTE };
    const resumed = { a: [refused, attempt('succeeded', { continuation: 2 })], b: [{ ...refused, continuation: 1 }] };
    const { steps } = snapshot(input(chain, { continuations: [ended, second], attempts: resumed }));
    expect([steps['a'], steps['b']].map((one) => one?.message)).toEqual([undefined, undefined]);
  });

  it('keeps steps over a resume, and lists the attempts of both continuations', () => {
    const second: ObservedContinuation = { schemaVersion: 1, n: 2, means: 'skipMap', keep: ['a'], at: 5 * MINUTE, native: { nativeId: 'wr_2', start: 5 * MINUTE, end: 9 * MINUTE, state: 'ended' } };
    const attempts = {
      a: [attempt('succeeded'), attempt('succeeded', { continuation: 2, counted: false, skipped: 'kept' })],
      b: [attempt('failed'), attempt('succeeded', { continuation: 2, start: 6 * MINUTE })],
      c: [attempt('succeeded', { continuation: 2, start: 7 * MINUTE })],
    };
    const view = snapshot(input(chain, { continuations: [ended, second], attempts }));
    expect(view.state).toBe('succeeded');
    expect(view.steps['a']).toMatchObject({ kept: true, attempts: [{ continuation: 1 }] });
    expect(view.steps['b']?.attempts.map((each) => each.continuation)).toEqual([1, 2]);
  });

  it('runs onFailure only when it failed, and finally always; one that is missing fails the run', () => {
    const p = pipeline([job('a')], { onFailure: job('on-failure'), finally: job('finally') });
    const fine = { a: [attempt('succeeded')], finally: [attempt('succeeded')] };
    expect(states(snapshot(input(p, { continuations: [ended], attempts: fine })))).toEqual({ a: 'succeeded', 'on-failure': 'skipped', finally: 'succeeded' });
    expect(snapshot(input(p, { continuations: [ended], attempts: fine })).state).toBe('succeeded');
    expect(snapshot(input(p, { continuations: [ended], attempts: { a: [attempt('succeeded')] } })).state).toBe('failed');
    expect(states(snapshot(input(p, { attempts: { a: [attempt('failed')] } })))).toEqual({ a: 'failed', 'on-failure': 'pending', finally: 'pending' });
  });
});

describe('a resume', () => {
  const failed = snapshot(input(chain, { continuations: [ended], attempts: { a: [attempt('succeeded')], b: [attempt('failed')] } }));
  it('keeps what succeeded and decides the rest anew', () => {
    expect(planResumeBase(chain, failed)).toEqual({ keep: ['a'], again: ['b', 'c'] });
  });
  it('is refused while the run is live, after success, and when the graph has changed', () => {
    expect(planResumeBase(chain, { ...failed, state: 'running' })).toMatchObject({ refused: 'Run r is still running.' });
    expect(planResumeBase(chain, { ...failed, state: 'succeeded' })).toMatchObject({ refused: expect.stringContaining('nothing to resume') });
    expect(planResumeBase(pipeline([job('a')]), failed)).toMatchObject({ refused: expect.stringContaining('have changed') });
  });
});

describe('against the reference', () => {
  const outcome = fc.constantFrom<Ended>('succeeded', 'succeeded', 'failed', 'timedOut', 'stopped');
  const minutes = fc.integer({ min: 1, max: 4 });
  const slot = fc.record({
    needs: fc.array(fc.record({ back: fc.integer({ min: 1, max: 3 }), on: fc.constantFrom<Word>('succeeded', 'failed', 'finished') }), { maxLength: 2 }),
    join: fc.constantFrom('all' as const, 'any' as const),
    optional: fc.boolean(),
    retry: fc.record({ attempts: fc.integer({ min: 0, max: 2 }), on: fc.constantFrom<Step['retry']['on']>(['failed'], ['failed', 'timedOut']), delaySeconds: fc.constantFrom(0, 60) }),
    ends: fc.array(fc.record({ outcome, minutes }), { minLength: 3, maxLength: 3 }),
  });
  const options = fc.record({ slots: fc.array(slot, { minLength: 1, maxLength: 6 }), policy: fc.constantFrom('continue' as const, 'stop' as const), stopAt: fc.option(fc.integer({ min: 0, max: 6 })) });

  it('a snapshot at any instant claims only what comes true, and at the end says the same', () => {
    fc.assert(
      fc.property(options, fc.integer({ min: 0, max: 12 }), ({ slots, policy, stopAt }, half) => {
        const steps = slots.map((each, index) => {
          const after = new Map(each.needs.filter(({ back }) => back <= index).map(({ back, on: word }) => [`s${index - back}`, word]));
          return job(`s${index}`, { join: each.join, optional: each.optional, retry: each.retry, after: [...after].map(([step, word]) => ({ step, on: word })) });
        });
        const p = pipeline(steps, { failurePolicy: policy });
        const script = (step: string, n: number): AttemptScript => {
          const end = slots[Number(step.slice(1))]?.ends[n - 1] ?? { outcome: 'succeeded', minutes: 1 };
          return { outcome: end.outcome, ms: end.minutes * MINUTE, onStop: { outcome: 'stopped', ms: MINUTE } };
        };
        const stop = stopAt === null ? null : stopAt * MINUTE + 15_000;
        const events = interpret(p, script, { delays: [], kept: new Set(), attemptsBefore: new Map(), stopAt: stop });
        const truth = truthOf(events);
        const at = half * 30_000;
        const early = snapshot(observed(p, events, stop, at));
        for (const [name, { state }] of Object.entries(early.steps)) {
          if (state !== 'pending' && state !== 'running') expect(`${name} ${state}`).toBe(`${name} ${truth.steps[name]}`);
        }
        const late = snapshot(observed(p, events, stop, Number.MAX_SAFE_INTEGER));
        expect({ steps: states(late), outcome: late.state }).toEqual(truth);
      }),
      { numRuns: 500 },
    );
  });
});

function truthOf(events: readonly Event[]): { steps: Record<string, string>; outcome: string } {
  const steps: Record<string, string> = {};
  let outcome = '';
  for (const event of events) {
    if (event.type === 'step.ended') steps[event.step] = event.outcome;
    if (event.type === 'run.ended') outcome = event.outcome;
  }
  return { steps, outcome };
}

/** What a service would tell at that instant of a run that goes as the reference says. */
function observed(p: Pipeline, events: readonly Event[], stop: number | null, at: number): SnapshotInput {
  const attempts: Record<string, ObservedAttempt[]> = {};
  let end: number | null = null;
  for (const event of events.filter((each) => each.at <= at)) {
    if (event.type === 'attempt.started') (attempts[event.step] ??= []).push(attempt('running', { nativeId: `${event.step}-${event.attempt}`, start: event.at }));
    if (event.type === 'attempt.ended') {
      const list = attempts[event.step] ?? [];
      list.push({ ...(list.pop() ?? attempt('running')), state: event.outcome, end: event.at });
    }
    if (event.type === 'run.ended') end = event.at;
  }
  const run = end === null ? native() : native({ state: 'ended', end });
  return input(p, { attempts, continuations: [run], stop: stop !== null && stop <= at ? { at: stop } : null, now: at });
}
