import type { Json } from '@millrace/core';
import { data, given } from './describing.ts';
import { executionArn, machineArn } from './names.ts';
import { whyNotRedrivable } from './redrivable.ts';
import type { Ctx, ExecutionRow } from './rows.ts';

type Fields = { readonly [key: string]: Json };

/** An execution as DescribeExecution tells it. */
export function describe(ctx: Ctx, row: ExecutionRow, withData = true): Fields {
  const why = whyNotRedrivable(ctx, row);
  return {
    ...summary(ctx, row),
    ...data('input', row.input, withData),
    ...data('output', row.output, withData),
    ...given({ error: row.error, cause: row.cause, traceHeader: row.traceHeader }),
    redriveStatus: why === null ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...given({ redriveStatusReason: why }),
  };
}

/** An execution as ListExecutions tells it. */
export function summary(ctx: Ctx, row: ExecutionRow): Fields {
  const { world } = ctx;
  const seconds = (at: number | null): number | null => (at === null ? null : at / 1000);
  return {
    executionArn: executionArn(world, row.machine, row.name),
    stateMachineArn: machineArn(world, row.machine),
    name: row.name,
    status: row.status,
    startDate: row.startedAt / 1000,
    ...given({
      stopDate: seconds(row.stoppedAt),
      stateMachineVersionArn: row.version === null ? null : machineArn(world, row.machine, String(row.version)),
      stateMachineAliasArn: row.alias === null ? null : machineArn(world, row.machine, row.alias),
      redriveDate: seconds(row.redrivenAt),
    }),
    redriveCount: row.redrives,
  };
}
