import { memoryStore } from '@millrace/deploy';
import { runStore } from '@millrace/workload';
import { expect, test } from 'vitest';
import { LIMITS } from '../compile/limits.ts';
import type { Execution, HistoryEvent, SfnPort } from '../port.ts';
import type { Described, Route } from '../providers/port.ts';
import { job, pipelineOf, site } from '../test/pipelines.ts';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { redrivable } from './redrive.ts';

const RUN = '20260131t020000-abcdef';
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders';
const ARN = `arn:aws:states:eu-west-1:111122223333:execution:dev-orders:${RUN}-1`;
const names = ['a', 'b'];
const pipeline = pipelineOf([job('a'), job('b', { after: ['a'] })], { failurePolicy: 'stop' });
const live: Described = { definition: '{"StartAt": "Start"}', roleArn: 'arn:aws:iam::111122223333:role/machine' };

/** `b` has failed behind `a`, and ended the execution. */
const history: readonly HistoryEvent[] = [
  { stateEnteredEventDetails: { name: 'a' } }, { stateExitedEventDetails: { name: 'a', output: '{"a": "succeeded"}' } }, { stateEnteredEventDetails: { name: 'b' } },
].map((event, at) => ({ id: at + 1, type: 'stateEnteredEventDetails' in event ? 'TaskStateEntered' : 'TaskStateExited', ...event }));

interface Aws {
  readonly execution: Execution;
  readonly ranBy: Described;
  readonly routes: readonly Route[];
  readonly history: readonly HistoryEvent[];
}
const usual: Aws = { execution: { executionArn: ARN, status: 'FAILED', redriveStatus: 'REDRIVABLE', redriveCount: 0, input: '{}' }, ranBy: live, routes: [{ stateMachineVersionArn: `${MACHINE}:2`, weight: 100 }], history };

async function wayOn(says: Partial<Aws>, of = pipeline): Promise<string | null> {
  const aws = { ...usual, ...says };
  const answers: Readonly<Record<string, unknown>> = {
    DescribeExecution: aws.execution, DescribeStateMachineForExecution: aws.ranBy, DescribeStateMachine: live, DescribeStateMachineAlias: { routingConfiguration: aws.routes }, GetExecutionHistory: { events: aws.history },
  };
  // One answer for each operation that is asked.
  const port = { states: async (operation: string) => answers[operation] } as unknown as SfnPort;
  const context: RunnerContext = { port, store: runStore(memoryStore(), site, of), clock: { now: () => 0, sleep: async () => undefined }, logs: async function* () { /* none */ }, pipeline: of, site };
  const facts: Gathered = {
    own: context, recorded: true, last: 1, skipped: null,
    record: { schemaVersion: 1, run: RUN, pipeline: of.name, target: 'sfn', graphHash: '', date: '2026-01-31', params: {}, createdAt: 0 },
    continuations: [{ schemaVersion: 1, n: 1, means: 'first', keep: [], at: 0, native: { nativeId: ARN, start: 0, end: 1, state: 'ended' } }],
  };
  return await redrivable(context, facts, { keep: ['a'], again: names.filter((name) => name !== 'a') });
}

test('a failed execution goes on by a redrive where nothing speaks against it', async () => {
  expect(await wayOn({})).toBe(ARN);
});

test.each(['skip', 'queue'] as const)("not where runs take turns: a redrive would pass the states that wait for the run's own (%s)", async (overlap) => {
  expect(await wayOn({}, { ...pipeline, overlap })).toBeNull();
});

test('not where someone has redriven it since it was looked at: the keys of markers would be of another continuation than the record', async () => {
  expect(await wayOn({ execution: { ...usual.execution, redriveCount: 1 } })).toBeNull();
});

test('not where it would go on in the role of an older version', async () => {
  expect(await wayOn({ ranBy: { ...live, roleArn: 'arn:aws:iam::111122223333:role/older' } })).toBeNull();
});

test('not by an older definition', async () => {
  expect(await wayOn({ ranBy: { ...live, definition: '{}' } })).toBeNull();
});

test('not where starts are split over two versions, so that nobody knows by which a new execution would go', async () => {
  const [one] = usual.routes;
  expect(await wayOn({ routes: [2, 1].map((version) => ({ ...one, stateMachineVersionArn: `${MACHINE}:${version}`, weight: 50 })) })).toBeNull();
});

test('not where its history has no room for another run of the pipeline', async () => {
  const long = (events: number): readonly HistoryEvent[] => [...history, ...Array.from({ length: events - history.length }, (_, at) => ({ id: history.length + at + 1, type: 'TaskFailed' }))];
  expect(await wayOn({ history: long(LIMITS.historyEvents - 10) })).toBeNull();
  expect(await wayOn({ history: long(LIMITS.historyEvents - 2000) })).toBe(ARN);
});
