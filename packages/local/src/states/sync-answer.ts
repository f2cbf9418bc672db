import type { Json } from '@millrace/core';
import { data, given } from './describing.ts';
import { executionArn, machineArn } from './names.ts';
import type { Ctx, ExecutionRow } from './rows.ts';

/** Source: Step Functions pricing, Express Workflows: durations are counted in steps of 100 ms, memory in steps of 64 MB. */
const billed = { milliseconds: 100, megabytes: 64 };

/** What StartSyncExecution answers when the execution has ended. */
export function syncAnswer(ctx: Ctx, row: ExecutionRow): { readonly [key: string]: Json } {
  const stoppedAt = row.stoppedAt ?? ctx.world.now();
  const steps = Math.max(1, Math.ceil((stoppedAt - row.startedAt) / billed.milliseconds));
  return {
    executionArn: executionArn(ctx.world, row.machine, row.name, row.express),
    stateMachineArn: machineArn(ctx.world, row.machine),
    name: row.name,
    startDate: row.startedAt / 1000,
    stopDate: stoppedAt / 1000,
    // One whose state machine was deleted under it has failed.
    status: row.status === 'ABORTED' ? 'FAILED' : row.status,
    ...data('input', row.input, row.awaitsData),
    ...data('output', row.output, row.awaitsData),
    ...given({ error: row.error, cause: row.cause, traceHeader: row.traceHeader }),
    billingDetails: { billedMemoryUsedInMB: billed.megabytes, billedDurationInMilliseconds: steps * billed.milliseconds },
  };
}
