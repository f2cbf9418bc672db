import { keyOf, machines, roots, type Ctx, type ExecutionRow } from './rows.ts';

const day = 86_400_000;
/** Source: RedriveExecution in the API reference, and Step Functions quotas. */
const limits = { period: 14 * day, open: 366 * day, events: 24_999 };

/** Why an execution cannot be redriven, in AWS's words; null: it can. Source: DescribeExecution, `redriveStatusReason`. */
export function whyNotRedrivable(ctx: Ctx, row: ExecutionRow): string | null {
  const now = ctx.world.now();
  if (row.status === 'RUNNING' || row.status === 'SUCCEEDED') return `Execution is ${row.status} and cannot be redriven`;
  if (machines.get(ctx, row.machine) === null) return 'State machine is in DELETING status';
  if ((roots.get(ctx, keyOf(row))?.events ?? 0) >= limits.events) return 'Execution history event limit exceeded';
  if (now - row.startedAt > limits.open) return 'Execution has exceeded the max execution time';
  return now - (row.stoppedAt ?? now) > limits.period ? 'Execution redrivable period exceeded' : null;
}
