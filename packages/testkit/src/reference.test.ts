import { ancestors, decide, interpret, isBad, type Event, type Outcome } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomesOf, resumeOf } from './compare.ts';
import { FIRST_RUN, randomPipeline, type RandomCase } from './generate.ts';

/** The reference is the definition, so these hold of it whatever the pipeline. */
const cases = fc.integer().map((seed) => randomPipeline(seed));
const first = (drawn: RandomCase): readonly Event[] => interpret(drawn.pipeline, drawn.script, { ...FIRST_RUN, stopAt: drawn.stopAt });
const holds = (name: string, claim: (drawn: RandomCase, events: readonly Event[]) => void): void =>
  test(name, () => fc.assert(fc.property(cases, (drawn) => {
    claim(drawn, first(drawn));
  }), { numRuns: 300 }));

const startOf = (events: readonly Event[], step: string): number | undefined => events.find((event) => event.type === 'attempt.started' && event.step === step)?.seq;
const endOf = (events: readonly Event[], step: string): number | undefined => events.find((event) => event.type === 'step.ended' && event.step === step)?.seq;

describe('the reference', () => {
  holds('is a function of its arguments', (drawn, events) => {
    expect(first(drawn)).toEqual(events);
    expect(first({ ...drawn, pipeline: structuredClone(drawn.pipeline) })).toEqual(events);
  });

  holds('counts events from 0, never goes back in time, and ends with the run', (_, events) => {
    events.forEach((event, index) => {
      expect(event.seq).toBe(index);
      expect(event.at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? 0);
      expect(event.type === 'run.ended').toBe(index === events.length - 1);
    });
  });

  holds('ends every step and handler once', ({ pipeline }, events) => {
    const ended = events.flatMap((event) => (event.type === 'step.ended' ? event.step : []));
    const all = [...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => step?.name ?? []);
    expect(ended.toSorted()).toEqual(all.toSorted());
  });

  holds('ends every attempt that it starts, and gives the step the outcome of the last', (_, events) => {
    const open = new Map<string, number>();
    const last = new Map<string, Outcome>();
    for (const event of events) {
      if (event.type === 'attempt.started') {
        expect(open.has(event.step)).toBe(false);
        open.set(event.step, event.attempt);
      } else if (event.type === 'attempt.ended') {
        expect(open.get(event.step)).toBe(event.attempt);
        open.delete(event.step);
        last.set(event.step, event.outcome);
      } else if (event.type === 'step.ended') expect(event.outcome).toBe(last.get(event.step) ?? 'skipped');
    }
    expect(open.size).toBe(0);
  });

  holds('starts no step before what it waits for is decided', ({ pipeline }, events) => {
    for (const step of pipeline.steps) {
      const start = startOf(events, step.name);
      if (start === undefined || step.after.length === 0) continue;
      const before = step.after.filter((dependency) => (endOf(events, dependency.step) ?? Infinity) < start).length;
      expect(before).toBeGreaterThanOrEqual(step.join === 'all' ? step.after.length : 1);
    }
  });

  holds('makes no more attempts than the retries allow, and none after a success or a stop', ({ pipeline }, events) => {
    for (const step of [...pipeline.steps, pipeline.onFailure, pipeline.finally]) {
      if (step === null) continue;
      const ends = events.flatMap((event) => (event.type === 'attempt.ended' && event.step === step.name ? event.outcome : []));
      expect(ends.length).toBeLessThanOrEqual(1 + step.retry.attempts);
      for (const end of ends.slice(0, -1)) expect(step.retry.on).toContain(end);
    }
  });

  holds('starts nothing after a stop but handlers that the policy leaves', ({ pipeline, stopAt }, events) => {
    if (stopAt !== null) expect(events.filter((event) => event.type === 'attempt.started' && event.at >= stopAt)).toEqual([]);
    if (pipeline.failurePolicy !== 'stop') return;
    const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
    const cause = events.find((event) => event.type === 'step.ended' && isBad(event.outcome) && steps.get(event.step)?.optional === false);
    if (cause === undefined) return;
    expect(events.filter((event) => event.type === 'attempt.started' && steps.has(event.step) && event.seq > cause.seq)).toEqual([]);
  });

  holds('agrees with decide at every instant at which something starts', ({ pipeline, stopAt }, events) => {
    const ended = new Map<string, Outcome>();
    const busy = new Set<string>();
    for (const event of events) {
      if (event.type === 'step.ended') {
        ended.set(event.step, event.outcome);
        busy.delete(event.step);
      } else if (event.type === 'attempt.started' && pipeline.steps.some((step) => step.name === event.step)) {
        if (!busy.has(event.step)) expect(decide(pipeline, ended, busy).ready).toContain(event.step);
        busy.add(event.step);
      }
      const last = event.at !== events[event.seq + 1]?.at;
      if (last && (stopAt === null || event.at < stopAt)) expect(decide(pipeline, ended, busy)).toEqual({ ready: [], skipped: [] });
    }
  });

  holds('gives each skipped step a reason that ended before it, unless the run was stopped', ({ stopAt }, events) => {
    for (const event of events) {
      if (event.type !== 'step.ended' || event.outcome !== 'skipped' || stopAt !== null || event.step === 'on-failure') continue;
      expect(event.because.length).toBeGreaterThan(0);
      for (const cause of event.because) expect(endOf(events, cause)).toBeLessThan(event.seq);
    }
  });

  holds('never starts kept steps, keeps what comes before them by need, and numbers attempts on', ({ pipeline, script }, events) => {
    const { kept, attemptsBefore } = resumeOf(pipeline, events);
    const again = interpret(pipeline, script, { ...FIRST_RUN, kept, attemptsBefore });
    const outcomes = outcomesOf(events);
    for (const step of pipeline.steps) {
      if (!kept.has(step.name)) continue;
      expect(outcomes.get(step.name)).toBe('succeeded');
      expect(startOf(again, step.name)).toBeUndefined();
      if (step.join === 'all') for (const { step: before } of step.after) expect(kept.has(before)).toBe(true);
    }
    for (const event of again) if (event.type === 'attempt.started') expect(event.attempt).toBeGreaterThan(attemptsBefore.get(event.step) ?? 0);
  });

  holds('with order-only delays changes instants but no outcome, unless something stops the run', ({ pipeline, script }) => {
    if (pipeline.failurePolicy === 'stop') return;
    const before = ancestors(pipeline.steps);
    const free = pipeline.steps.flatMap((step, index) => {
      const other = pipeline.steps[index - 1];
      return other === undefined || before.get(other.name)?.has(step.name) === true ? [] : [{ step: step.name, until: other.name, because: '' }];
    }).slice(0, 1);
    const plain = interpret(pipeline, script, FIRST_RUN);
    expect(outcomesOf(interpret(pipeline, script, { ...FIRST_RUN, delays: free }))).toEqual(outcomesOf(plain));
  });
});
