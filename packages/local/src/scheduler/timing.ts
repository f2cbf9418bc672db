import { scheduleTimers } from '../host/persistence.ts';
import type { Reply } from '../host/types.ts';
import { type Ctx, handler, isoTime, uuid } from '../service/kit.ts';
import { isRecord } from '../service/input.ts';
import { targetCall } from '../service/target-call.ts';
import { placeOf, scheduleArn, type ScheduleRow, schedules, timesOfRow } from './rows.ts';

type Due = { readonly place: string; readonly at: number };
type Attempt = { readonly place: string; readonly at: number; readonly id: string; readonly attempt: number };

const timer = (place: string): string => `${scheduleTimers}${place}`;

/** Sets the timer of the next time after `from`; none when the schedule is off, over, or has no time left. */
export function arm(ctx: Ctx, row: ScheduleRow, from: number): void {
  const place = placeOf(row);
  const at = row.state === 'ENABLED' ? (timesOfRow(row)?.after(Math.max(from, (row.start ?? 0) - 1)) ?? null) : null;
  if (at === null || (row.end !== null && at > row.end)) ctx.effects.push({ type: 'cancelTimer', id: timer(place) });
  else ctx.effects.push({ type: 'timer', id: timer(place), at, order: 1, handler: 'due', data: { place, at } });
}
export function disarm(ctx: Ctx, row: ScheduleRow): void {
  ctx.effects.push({ type: 'cancelTimer', id: timer(placeOf(row)) });
}

export const timingHandlers = {
  due: handler<Due>((ctx, { place, at }) => {
    const row = schedules.get(ctx, place);
    if (row === null || row.state !== 'ENABLED') return;
    invoke(ctx, row, { place, at, id: uuid(ctx), attempt: 1 });
    // From now, not from `at`: times that a stopped server missed are not made up one by one.
    if (!row.expression.startsWith('at(')) arm(ctx, row, Math.max(at, ctx.world.now()));
    else if (row.afterCompletion === 'DELETE') schedules.remove(ctx, place);
  }),
  retry: handler<Attempt>((ctx, attempt) => {
    const row = schedules.get(ctx, attempt.place);
    if (row !== null) invoke(ctx, row, attempt);
  }),
  delivered: handler<Reply>((ctx, reply) => {
    // What `invoke` gave along.
    const data = reply.data as Attempt;
    const row = schedules.get(ctx, data.place);
    if (reply.ok || row === null || !passing.has(reply.error.name)) return;
    if (data.attempt > attemptsOf(row)) return;
    const pause = Math.min(60_000, 1000 * 2 ** data.attempt);
    ctx.effects.push({ type: 'timer', id: `retry/${data.id}`, at: ctx.world.now() + pause, order: 1, handler: 'retry', data: { ...data, attempt: data.attempt + 1 } });
  }),
};

/** Errors that may pass; all others would come again. */
const passing = new Set(['ThrottlingException', 'InternalFailure', 'InternalServiceException', 'ServiceUnavailable', 'TooManyRequestsException', 'ConcurrentModificationException']);

function attemptsOf(row: ScheduleRow): number {
  const policy = row.target['RetryPolicy'];
  const given = policy !== undefined && isRecord(policy) ? policy['MaximumRetryAttempts'] : null;
  return typeof given === 'number' ? given : 185;
}

function invoke(ctx: Ctx, row: ScheduleRow, attempt: Attempt): void {
  const text = withContext(row.input, {
    'aws.scheduler.schedule-arn': scheduleArn(ctx.world, row),
    'aws.scheduler.scheduled-time': isoTime(attempt.at).replace(/\.\d+Z$/u, 'Z'),
    'aws.scheduler.execution-id': attempt.id,
    'aws.scheduler.attempt-number': String(attempt.attempt),
  });
  const call = targetCall(row.targetArn, text, { id: attempt.id, json: { scheduler: row.name } });
  if (call !== null) ctx.effects.push({ type: 'call', ...call, replyTo: { handler: 'delivered', data: attempt } });
}

/** Context attributes are replaced as text; none of their values needs an escape in JSON. */
function withContext(input: string, attributes: Readonly<Record<string, string>>): string {
  return input.replaceAll(/<(aws\.scheduler\.[a-z-]+)>/gu, (whole, name: string) => attributes[name] ?? whole);
}
