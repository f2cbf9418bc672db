import type { Pipeline, Step } from '@millrace/core';
import { isStream, type ResumeBase } from '@millrace/workload';
import { mostEvents } from '../compile/events.ts';
import { LIMITS } from '../compile/limits.ts';
import { canRetry, entryOf } from '../kinds/builder.ts';
import type { Execution, HistoryEvent } from '../port.ts';
import { routesOf } from '../providers/alias.ts';
import { liveArn, type RunnerContext } from './context.ts';
import { historyOf, statesIn } from './events.ts';
import { fieldsIn, jsonIn } from './executions.ts';
import type { Gathered } from './gather.ts';

/**
 * The ARN of the execution of the last continuation where a redrive of it runs exactly the pending steps, each from its beginning, by the
 * definition that a new execution would have; else null.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export async function redrivable(context: RunnerContext, { continuations }: Gathered, base: ResumeBase): Promise<string | null> {
  const last = continuations.at(-1);
  const arn = last?.native?.nativeId;
  // A redrive does not pass the states that wait for the run's turn.
  if (last === undefined || arn === undefined || context.pipeline.overlap !== 'allow') return null;
  const execution = await context.port.states('DescribeExecution', { executionArn: arn });
  const first = continuations.find(({ native }) => native?.nativeId === arn)?.n ?? last.n;
  // Keys count a redrive as a continuation: where one in between came to nothing, the numbers would part.
  if (execution.redriveStatus !== 'REDRIVABLE' || first + (execution.redriveCount ?? 0) !== last.n) return null;
  if (!(await isToday(context, arn))) return null;
  const events = await historyOf(context, arn);
  // The history goes on with its count: a new execution has all of the limit.
  const fits = events.length + mostEvents(context.pipeline) <= LIMITS.historyEvents;
  return fits && goesOnExactly(context.pipeline, events, base, keptBy(execution)) ? arn : null;
}

/** Would a new execution run by the same definition, in the same role? */
async function isToday(context: RunnerContext, executionArn: string): Promise<boolean> {
  const { port } = context;
  const [version, ...more] = (await routesOf(port, liveArn(context))) ?? [];
  if (version === undefined || more.length > 0) return false;
  const [then, now] = await Promise.all([port.states('DescribeStateMachineForExecution', { executionArn }), port.states('DescribeStateMachine', { stateMachineArn: version.stateMachineVersionArn })]);
  return then.definition === now.definition && then.roleArn === now.roleArn;
}

/** What the execution was told to keep when it was started. */
const keptBy = ({ input }: Execution): ReadonlySet<string> => new Set(Object.keys(fieldsIn(fieldsIn(jsonIn(input))['keep'])));

/** Would an execution with this history, redriven, run the steps of `again` from their beginnings, and nothing of `keep`? */
export function goesOnExactly(pipeline: Pipeline, events: readonly HistoryEvent[], { keep, again }: ResumeBase, keptAlready: ReadonlySet<string>): boolean {
  const { entered, open } = statesIn(events);
  const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
  const allowed = new Set(again.flatMap((name) => beginnings(steps.get(name))));
  const states = (name: string): readonly string[] => [...entered].filter((state) => state === name || state.startsWith(`${name} `));
  return open.size > 0
    && [...open].every((state) => allowed.has(state))
    && again.every((name) => states(name).length === 0 || states(name).some((state) => open.has(state)))
    && keep.every((name) => states(name).length > 0 || keptAlready.has(name));
}

/** The states in which a step has begun nothing that lasts, so that entering one again begins it anew. An attempt counts anew only where there is but one. */
function beginnings(step: Step | undefined): readonly string[] {
  if (step === undefined || canRetry(step)) return [];
  const one = (step.kind === 'glueJob' && !isStream(step)) || step.kind === 'lambda' || step.kind === 'sns' || step.kind === 'wait';
  return one ? [entryOf(step.name), step.name] : [entryOf(step.name)];
}
