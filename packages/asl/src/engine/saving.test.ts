import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExecutionState, Json } from '../engine-types.ts';
import { run } from '../run/run.ts';
import type { TaskAnswer, TaskCall } from '../run/types.ts';
import { branchOf, machineOf, typesOf } from '../testing.ts';
import { createEngine } from './engine.ts';

type States = { [name: string]: { readonly [key: string]: Json } };

/** A saved execution as a file would hold it. */
const reloaded = (state: ExecutionState): ExecutionState => {
  const text = JSON.stringify({ root: state.root, frames: [...state.frames] });
  const json = JSON.parse(text) as { root: Json; frames: [string, Json][] }; // written the line above
  return { root: json.root, frames: new Map(json.frames) };
};

type Kind = 'task' | 'wait' | 'pass';
type Shape =
  | { readonly kind: Kind; readonly caught: boolean; readonly jsonata: boolean }
  | { readonly branches: readonly (readonly Shape[])[]; readonly caught: boolean }
  | { readonly items: number; readonly width: number; readonly each: readonly Shape[]; readonly caught: boolean };

const shapes = fc.letrec<{ list: readonly Shape[]; shape: Shape }>((tie) => ({
  list: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constantFrom<Kind>('task', 'wait', 'pass'), caught: fc.boolean(), jsonata: fc.boolean() }),
    fc.record({ branches: fc.array(tie('list'), { minLength: 1, maxLength: 3 }), caught: fc.boolean() }),
    fc.record({ items: fc.nat(3), width: fc.nat(2), each: tie('list'), caught: fc.boolean() }),
  ),
})).list;

const jsonata = { QueryLanguage: 'JSONata' };

/** States for a list of shapes, each leading to the next; names are numbered over the whole machine, which speaks JSONPath. */
function statesOf(list: readonly Shape[], number: { next: number }): States {
  const names = list.map(() => `S${number.next++}`);
  const last = `S${number.next++}`;
  const states: States = {};
  list.forEach((shape, i) => {
    const onward = { Next: names[i + 1] ?? last };
    const spoken = 'jsonata' in shape && shape.jsonata;
    const why = spoken ? { [`v${last}`]: '{% $states.errorOutput.Error %}' } : { [`v${last}.$`]: '$.Error' };
    const recovery = { Retry: [{ ErrorEquals: ['Odd'], IntervalSeconds: 7, MaxAttempts: 1 }], ...(shape.caught ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: last, Assign: why }] } : {}) };
    states[names[i] ?? ''] = { ...(spoken ? jsonata : {}), ...stateOf(shape, onward, recovery, number) };
  });
  states[last] = { ...jsonata, Type: 'Pass', Output: { state: '{% $states.context.State.Name %}', assigned: `{% $exists($v${last}) %}` }, End: true };
  return states;
}
function stateOf(shape: Shape, onward: { readonly Next: string }, recovery: { readonly [key: string]: Json }, number: { next: number }): { readonly [key: string]: Json } {
  if ('branches' in shape) return { Type: 'Parallel', Branches: shape.branches.map((list) => branchOf(statesOf(list, number))), ...recovery, ...onward };
  if ('items' in shape) return { Type: 'Map', ItemsPath: `$$.Execution.Input.${'abcd'[shape.items] ?? ''}`, MaxConcurrency: shape.width, ItemProcessor: branchOf(statesOf(shape.each, number)), ...recovery, ...onward };
  if (shape.kind === 'task') return { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', [shape.jsonata ? 'Arguments' : 'Parameters']: {}, TimeoutSeconds: 30, HeartbeatSeconds: 25, ...recovery, ...onward };
  return shape.kind === 'wait' ? { Type: 'Wait', Seconds: 10, ...onward } : { Type: 'Pass', ...onward };
}
const input = { a: [], b: [0], c: [0, 1], d: [0, 1, 2] };
const machine = (list: readonly Shape[]): Json => ({ ...machineOf(statesOf(list, { next: 0 })), QueryLanguage: 'JSONPath' });

/** Answers that depend on the state's name and the attempt only. */
const script = (salt: number) => ({ state, attempt }: TaskCall): TaskAnswer | null => {
  const roll = (Number(state.slice(1)) * 7 + attempt * 13 + salt) % 6;
  if (roll === 0) return null;
  if (roll === 1) return { error: 'Odd', cause: 'x', ms: 10_000 };
  if (roll === 2) return { error: 'Even', cause: 'y', ms: 10_000 };
  return { output: roll, ms: roll * 10_000 };
};

test('saved and loaded at every instant, an execution goes on as if it never stopped', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(5), async (list, salt) => {
      const definition = machine(list);
      const whole = await run(definition, input, { tasks: script(salt) });
      const pieces = await run(definition, input, { tasks: script(salt), saved: reloaded });
      expect(pieces).toEqual(whole);
      expect(whole.status).not.toBe('RUNNING');
    }),
    { numRuns: 150 },
  );
});

test('every history is one: ids without gaps, each event after the one it points to, every started task ended or cancelled once', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(5), async (list, salt) => {
      const end = await run(machine(list), input, { tasks: script(salt) });
      expect(end.events.map(({ id }) => id)).toEqual(end.events.map((_, i) => i + 1));
      expect(end.events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
      const types = typesOf(end);
      const ended = types.filter((type) => type === 'TaskSucceeded' || type === 'TaskFailed').length;
      expect(types.filter((type) => type === 'TaskStarted')).toHaveLength(ended + end.cancelled.length);
      const iterations = types.filter((type) => /^MapIteration(?:Succeeded|Failed|Aborted)$/u.test(type)).length;
      if (end.status === 'SUCCEEDED') expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(iterations);
    }),
    { numRuns: 150 },
  );
});

test('a failed execution, saved, goes on by redrives until it has succeeded, and no task that succeeded runs again', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(5), async (list, salt) => {
      const definition = machine(list);
      let left = 0;
      const end = await run(definition, input, { saved: reloaded, redrive: () => left++ < 8, tasks: (call) => (left < 5 ? script(salt + left)(call) : { output: 1 }) });
      expect(end.status).toBe('SUCCEEDED');
      expect(end.events.map(({ id }) => id)).toEqual(end.events.map((_, i) => i + 1));
      expect(typesOf(end).filter((type) => type === 'ExecutionRedriven')).toHaveLength(typesOf(end).filter((type) => type === 'ExecutionFailed').length);
    }),
    { numRuns: 100 },
  );
});

test('an old state is left as it was by what comes after it', async () => {
  const engine = createEngine({ random: () => 0.5 });
  const definition = machineOf({ W: { Type: 'Wait', Seconds: 10, Next: 'T' }, T: { Type: 'Task', Resource: 'work', End: true } });
  const begun = await engine.start({ definition, input: {}, context: {}, now: 0 });
  const before = JSON.stringify([...begun.state.frames]);
  const timer = begun.actions.find((action) => action.type === 'timer');
  const message = { type: 'timer', id: timer?.id ?? '' } as const;
  const first = await engine.deliver(definition, begun.state, [message], 10_000);
  expect(JSON.stringify([...begun.state.frames])).toBe(before);
  const again = await engine.deliver(definition, begun.state, [message], 10_000);
  expect(again.actions).toEqual(first.actions);
});

test('messages that nothing waits for change nothing', async () => {
  const engine = createEngine({ random: () => 0.5 });
  const definition = machineOf({ T: { Type: 'Task', Resource: 'work', End: true } });
  const begun = await engine.start({ definition, input: {}, context: {}, now: 0 });
  const stale = await engine.deliver(definition, begun.state, [{ type: 'timer', id: '0#99' }, { type: 'taskSucceeded', id: 'gone', output: 1 }], 5);
  expect(stale).toMatchObject({ actions: [], events: [], changed: [], removed: [] });
});

test('a message of one branch changes the rows of that branch and no others', async () => {
  const engine = createEngine({ random: () => 0.5 });
  const branches = Array.from({ length: 200 }, (_, i) => branchOf({ [`T${i}`]: { Type: 'Task', Resource: 'work', Next: `U${i}` }, [`U${i}`]: { Type: 'Wait', Seconds: 9, End: true } }));
  const definition = machineOf({ P: { Type: 'Parallel', Branches: branches, End: true } });
  const begun = await engine.start({ definition, input: {}, context: {}, now: 0 });
  const task = begun.actions.find((action) => action.type === 'task');
  const next = await engine.deliver(definition, begun.state, [{ type: 'taskSucceeded', id: task?.id ?? '', output: {} }], 5);
  expect(next.changed).toHaveLength(1);
});
