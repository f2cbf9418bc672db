import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { executionOf, optionalText, record, text } from './input.ts';
import { whyNotRedrivable } from './redrivable.ts';
import { restart } from './run.ts';
import type { Ctx, ExecutionRow } from './rows.ts';

/** The same client token gives the same redrive. Source: RedriveExecution in the API reference. */
export async function redriveExecution(ctx: Ctx, json: Json): Promise<Json> {
  const input = record(json);
  const row = executionOf(ctx, text(input, 'executionArn'));
  const token = optionalText(input, 'clientToken');
  if (token !== null && token === row.redriveToken && row.redrivenAt !== null) return { redriveDate: row.redrivenAt / 1000 };
  const why = whyNotRedrivable(ctx, row);
  if (why !== null) throw new AwsError('ExecutionNotRedrivable', `Execution is not redrivable: '${why}'`);
  const now = ctx.world.now();
  const next: ExecutionRow = { ...row, status: 'RUNNING', stoppedAt: null, output: null, error: null, cause: null, redrives: row.redrives + 1, redrivenAt: now, redriveToken: token };
  await restart(ctx, next);
  return { redriveDate: now / 1000 };
}
