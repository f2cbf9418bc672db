import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { run } from '../run/run.ts';
import { branchOf, machineOf, task } from '../testing.ts';
import type { Execution } from './execution.ts';
import { continueStepping, step } from './step.ts';

const machine = machineOf({
  Begin: { Type: 'Pass', Assign: { day: 1 }, Next: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: [
      branchOf({ Load: task({ Arguments: { day: '{% $day %}' }, Assign: { rows: '{% $states.result %}' }, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5 }], TimeoutSeconds: 60, Next: 'Count' }), Count: { Type: 'Pass', Output: '{% $rows %}', End: true } }),
      branchOf({ Wait: { Type: 'Wait', Seconds: 30, End: true } }),
    ],
    Next: 'Done',
  },
  Done: { Type: 'Succeed' },
});
const where = (execution: Execution) => execution.states.map(({ state }) => state);
const reloaded = (execution: Execution): Execution => continueStepping(JSON.parse(JSON.stringify(execution)) as Json); // written by JSON.stringify

describe('step', () => {
  test('goes from state to state, and shows what each sees', async () => {
    const execution = await step(machine, { n: 1 });
    expect(where(execution)).toEqual([]);
    await execution.transition();
    expect([where(execution), execution.variables()]).toEqual([['Begin'], {}]);
    await execution.transition();
    expect([where(execution), execution.variables()]).toEqual([['Both'], { day: 1 }]);
    await execution.transition();
    await execution.transition();
    expect([where(execution), execution.tasks]).toEqual([['Both', 'Load', 'Wait'], []]);
    await execution.instant();
    expect(execution.tasks).toMatchObject([{ state: 'Load', arguments: { day: 1 }, attempt: 1, timeoutSeconds: 60 }]);
    expect(execution.timers).toEqual([{ at: 30_000, for: 'wait', state: 'Wait' }, { at: 60_000, for: 'timeout', state: 'Load' }]);
    expect(execution.status).toBe('RUNNING');
  });

  test('goes from instant to instant, with answers of the host', async () => {
    const execution = await step(machine, {});
    await execution.instant();
    await execution.answer('Load', { error: 'Busy' });
    expect(execution.timers[0]).toEqual({ at: 5000, for: 'retry', state: 'Load' });
    await execution.instant();
    expect([execution.now, execution.tasks[0]?.attempt]).toEqual([5000, 2]);
    await execution.answer('Load', { output: 7, ms: 1000 });
    expect(execution.timers[0]).toEqual({ at: 6000, for: 'answer', state: 'Load' });
    await execution.transition();
    expect([execution.now, where(execution), execution.variables(execution.states.at(-1))]).toEqual([6000, ['Both', 'Wait', 'Count'], { day: 1, rows: 7 }]);
    expect(execution.variables(execution.states[1])).toEqual({ day: 1 });
    await execution.instant();
    await execution.wait(60_000);
    expect(execution.result()).toMatchObject({ status: 'SUCCEEDED', output: [7, {}], ways: [{ state: 'Load', took: 'retrier', index: 0 }] });
    expect(execution.now).toBe(66_000);
  });

  test('stands still when nothing goes on by itself', async () => {
    const execution = await step(machineOf({ A: task() }), {});
    await execution.instant();
    expect([await execution.transition(), await execution.instant(), execution.timers, execution.now]).toEqual([[], [], [], 0]);
  });

  test('says which tasks wait when another one is answered', async () => {
    const execution = await step(machineOf({ A: task() }), {});
    await expect(execution.answer('A', { output: 1 })).rejects.toThrow("No task 'A' waits for an answer: first show the rest of this instant: call instant().");
    await execution.instant();
    await expect(execution.answer('B', { output: 1 })).rejects.toThrow("No task 'B' waits for an answer: waiting are A.");
  });

  test('takes tokens, heartbeats, workers, aborts and redrives', async () => {
    const execution = await step(machineOf({ A: task({ Resource: 'arn:aws:states:us-east-1:123456789012:activity:pack', HeartbeatSeconds: 10 }) }), {});
    await execution.instant();
    const token = execution.tasks[0]?.token ?? '';
    await execution.begin(token, 'me');
    await execution.wait(8000);
    await execution.heartbeat(token);
    await execution.wait(8000);
    expect(execution.timers).toEqual([{ at: 18_000, for: 'heartbeat', state: 'A' }]);
    await execution.abort('Stop', 'enough');
    expect(execution.result()).toMatchObject({ status: 'ABORTED', error: 'Stop', cause: 'enough', cancelled: ['A'] });
    await execution.redrive();
    await execution.instant();
    await execution.answer('A', { output: 'packed' });
    await execution.instant();
    expect(execution.result()).toMatchObject({ status: 'SUCCEEDED', output: 'packed' });
  });

  test('saved at any place, it goes on as it would have', async () => {
    const script = [(e: Execution) => e.transition(), (e: Execution) => e.instant(), (e: Execution) => e.wait(4000), (e: Execution) => (e.tasks.length > 0 ? e.answer('Load', { error: 'Busy' }) : e.instant()), (e: Execution) => (e.tasks.length > 0 ? e.answer('Load', { output: 1, ms: 9000 }) : e.transition())];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(script.length - 1), fc.boolean()), { maxLength: 25 }), async (moves) => {
        const whole = await step(machine, {});
        let pieces = await step(machine, {});
        for (const [move, save] of moves) {
          if (save) pieces = reloaded(pieces);
          expect(await script[move]?.(pieces)).toEqual(await script[move]?.(whole));
          expect(pieces.toJSON()).toEqual(whole.toJSON());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('step by step an execution becomes what it is at once', async () => {
    const answers: Record<string, number> = { Load: 1 };
    const end = await run(machine, { n: 1 }, { tasks: { Load: { output: 1 } } });
    const execution = await step(machine, { n: 1 });
    for (let moves = 0; execution.status === 'RUNNING' && moves < 100; moves++) {
      const [waiting] = execution.tasks;
      if (waiting === undefined) await execution.transition();
      else await execution.answer(waiting.id, { output: answers[waiting.state] ?? null });
    }
    expect(execution.result()).toEqual(end);
  });

  test('JSON of anything else is refused', () => {
    for (const json of [null, {}, { state: { root: 1, frames: [] } }]) expect(() => continueStepping(json)).toThrow('This is no saved execution');
  });
});
