import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { anything, isRecord, listOf, members, name } from './input.ts';
import { type Ctx, handler, key, operation, table } from './kit.ts';
import { unlessRefused } from './trigger-firing.ts';
import { type Trigger, triggers } from './trigger-rules.ts';
import { startWorkflow, triggersOf, workflowNamed, workflows } from './workflow-start.ts';

/** Ids of events that a trigger has not fired for yet. */
const batches = table<readonly string[]>('triggerBatch');
const timerOf = (trigger: string): string => `window/${trigger}`;
/** Seconds. */
const usualWindow = 900;

const idOf = (event: Json): string => {
  const id = isRecord(event) ? (event['id'] ?? null) : event;
  return typeof id === 'string' ? id : '';
};

export const eventOperations: Readonly<Record<string, Operation>> = {
  /** What EventBridge calls for a rule whose target is a workflow: events for its EVENT trigger. */
  NotifyEvent: operation(members({ Name: name, events: listOf(anything) }, {}), (ctx, { Name, events }) => {
    workflowNamed(ctx, Name);
    const start = triggersOf(ctx, Name).find(({ Type, State }) => Type === 'EVENT' && (State === 'CREATED' || State === 'ACTIVATED'));
    if (start !== undefined) for (const event of events) collect(ctx, start, idOf(event));
    return {};
  }),
};

function collect(ctx: Ctx, trigger: Trigger, id: string): void {
  const { BatchSize = 1, BatchWindow = usualWindow } = trigger.EventBatchingCondition ?? {};
  const batch = [...(batches.get(ctx, key(trigger.Name)) ?? []), id];
  if (batch.length >= BatchSize) {
    fireBatch(ctx, trigger, batch, { BatchSize });
    return;
  }
  batches.put(ctx, key(trigger.Name), batch);
  if (batch.length === 1) ctx.effects.push({ type: 'timer', id: timerOf(trigger.Name), at: ctx.world.now() + BatchWindow * 1000, order: 1, handler: 'batchWindowEnded', data: { name: trigger.Name } });
}

/** A run beyond MaxConcurrentRuns is dropped with its events, as AWS says. */
function fireBatch(ctx: Ctx, trigger: Trigger, batch: readonly string[], condition: { readonly BatchSize?: number; readonly BatchWindow?: number }): void {
  batches.remove(ctx, key(trigger.Name));
  ctx.effects.push({ type: 'cancelTimer', id: timerOf(trigger.Name) });
  const workflow = workflows.get(ctx, key(trigger.WorkflowName ?? ''));
  if (workflow !== null) unlessRefused(() => startWorkflow(ctx, workflow, { 'aws:eventIds': JSON.stringify(batch) }, condition));
}

export const eventHandlers = {
  batchWindowEnded: handler<{ readonly name: string }>((ctx, { name: given }) => {
    const [trigger, batch] = [triggers.get(ctx, key(given)), batches.get(ctx, key(given))];
    if (trigger === null || batch === null) return;
    fireBatch(ctx, trigger, batch, { BatchWindow: trigger.EventBatchingCondition?.BatchWindow ?? usualWindow });
  }),
};
