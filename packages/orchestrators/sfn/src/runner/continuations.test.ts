import { memoryStore } from '@millrace/deploy';
import { runStore, type Continuation } from '@millrace/workload';
import { expect, test } from 'vitest';
import type { Execution, HistoryEvent, SfnPort } from '../port.ts';
import { job, pipelineOf, site } from '../test/pipelines.ts';
import type { RunnerContext } from './context.ts';
import { observed } from './continuations.ts';

const RUN = '20260131t020000-abcdef';
const pipeline = pipelineOf([job('a'), job('b', { after: ['a'] })]);
const arnOf = (name: string): string => `arn:aws:states:eu-west-1:111122223333:execution:dev-orders:${name}`;

type Happening = readonly [minute: number, type: string, details?: Partial<HistoryEvent>];
const historyOf = (happenings: readonly Happening[]): readonly HistoryEvent[] => happenings.map(([minute, type, details], at) => ({ id: at + 1, type, timestamp: minute * 60, ...details }));
const ended = (step: string, outcome: string): Partial<HistoryEvent> => ({ stateExitedEventDetails: { name: step, output: JSON.stringify({ [step]: outcome }) } });

/** Step Functions with these executions, by the end of their names; each with its history. */
function world(executions: Readonly<Record<string, readonly [Partial<Execution>, readonly Happening[]]>>) {
  const find = (arn: string) => Object.entries(executions).find(([name]) => arn === arnOf(`${RUN}-${name}`));
  const port = { states: async (operation: string, { executionArn }: { readonly executionArn: string }) => {
    const [name, [execution, happenings]] = find(executionArn) ?? ['', [{}, []]];
    if (name === '') throw Object.assign(new Error(executionArn), { name: 'ExecutionDoesNotExist' });
    return operation === 'DescribeExecution' ? { executionArn, name: `${RUN}-${name}`, status: 'FAILED', startDate: 0, redriveCount: 0, ...execution } : { events: historyOf(happenings) };
  } };
  const store = runStore(memoryStore(), site, pipeline);
  // The two operations that are asked.
  const context: RunnerContext = { port: port as unknown as SfnPort, store, clock: { now: () => 0, sleep: async () => undefined }, logs: async function* () { /* none */ }, pipeline, site };
  return { store, look: async (...known: readonly Continuation[]) => await observed(context, RUN, known) };
}

const known = (n: number, means: Continuation['means'], execution: number | null, keep: readonly string[] = []): Continuation =>
  ({ schemaVersion: 1, n, means, keep, at: 0, native: execution === null ? null : { nativeId: arnOf(`${RUN}-${execution}`), at: 0 } });

const once: readonly Happening[] = [[0, 'ExecutionStarted'], [1, 'TaskStateExited', ended('a', 'succeeded')], [2, 'TaskStateExited', ended('b', 'failed')], [2, 'ExecutionFailed']];
const twice: readonly Happening[] = [...once, [5, 'ExecutionRedriven'], [6, 'TaskStateExited', ended('b', 'failed')], [6, 'ExecutionFailed']];

test('a redrive in the console is a continuation that nobody recorded, with its own stretch and what had succeeded by then', async () => {
  const found = await world({ 1: [{ redriveCount: 1, stopDate: 360 }, twice] }).look(known(1, 'first', 1));
  expect(found).toMatchObject([
    { n: 1, outside: false, native: { start: 0, end: 120_000, state: 'ended' } },
    { n: 2, means: 'native', outside: true, keep: ['a'], at: 300_000, native: { nativeId: arnOf(`${RUN}-1`), start: 300_000, end: 360_000, state: 'ended' } },
  ]);
});

test('one whose number is free is told before the new execution that came after it', async () => {
  // The number 2 is that of a resume that was skipped since another run was live.
  const found = await world({ 1: [{ redriveCount: 1, stopDate: 360 }, twice], 3: [{ startDate: 600, stopDate: 660 }, once] }).look(known(1, 'first', 1), known(3, 'skipMap', 3, ['a']));
  expect(found.map(({ n, outside }) => [n, outside])).toEqual([[1, false], [2, true], [3, false]]);
});

test('a redrive of an execution that a new one has taken over from is none of the run: no number is told twice', async () => {
  const found = await world({ 1: [{ redriveCount: 1, stopDate: 360 }, twice], 2: [{ startDate: 240, stopDate: 300 }, once] }).look(known(1, 'first', 1), known(2, 'skipMap', 2, ['a']));
  expect(found.map(({ n, outside, native }) => [n, outside, native?.nativeId])).toEqual([[1, false, arnOf(`${RUN}-1`)], [2, false, arnOf(`${RUN}-2`)]]);
});

test('a recorded redrive is told once, and not as one from outside as well', async () => {
  const found = await world({ 1: [{ redriveCount: 1, stopDate: 360 }, twice] }).look(known(1, 'first', 1), known(2, 'native', 1, ['a']));
  expect(found.map(({ n, outside, native }) => [n, outside, native?.start])).toEqual([[1, false, 0], [2, false, 300_000]]);
});

test('a redrive that was recorded and never came about has no execution, and none is recorded for it', async () => {
  const { store, look } = world({ 1: [{ redriveCount: 0, stopDate: 120 }, once] });
  expect(await look(known(1, 'first', 1), known(2, 'native', null, ['a']))).toMatchObject([{ n: 1, native: { end: 120_000 } }, { n: 2, native: null, execution: null }]);
  expect(await store.readNative(RUN, 2)).toBeNull();
});

test('one that came about is found and recorded, although whoever asked for it did not live to do so', async () => {
  const { store, look } = world({ 1: [{ redriveCount: 1, stopDate: 360 }, twice] });
  expect(await look(known(1, 'first', 1), known(2, 'native', null, ['a']))).toMatchObject([{ n: 1 }, { n: 2, native: { start: 300_000, end: 360_000 } }]);
  expect(await store.readNative(RUN, 2)).toMatchObject({ nativeId: arnOf(`${RUN}-1`) });
});

test('a stretch that was stopped stays stopped when a redrive of it has ended otherwise', async () => {
  const stoppedFirst: readonly Happening[] = [[0, 'ExecutionStarted'], [3, 'ExecutionAborted'], [5, 'ExecutionRedriven'], [9, 'ExecutionSucceeded']];
  const found = await world({ 1: [{ status: 'SUCCEEDED', redriveCount: 1, stopDate: 540 }, stoppedFirst] }).look(known(1, 'first', 1), known(2, 'native', 1));
  expect(found).toMatchObject([{ native: { end: 180_000, state: 'stopped' } }, { native: { start: 300_000, end: 540_000, state: 'ended' } }]);
});
