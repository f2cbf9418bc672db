import { scheduleTimers } from '../host/persistence.ts';
import { type Ctx } from '../service/kit.ts';
import { timesOf } from '../service/schedule.ts';
import type { RuleRow } from './rows.ts';

const timer = (name: string): string => `${scheduleTimers}${name}`;

/** Sets the timer of a rule's next time; a rule without a schedule has none. */
export function arm(ctx: Ctx, row: RuleRow): void {
  const at = row.schedule === null ? null : (timesOf(row.schedule, 'UTC', row.changedAt)?.after(ctx.world.now()) ?? null);
  if (at === null) disarm(ctx, row.name);
  else ctx.effects.push({ type: 'timer', id: timer(row.name), at, order: 1, handler: 'due', data: { name: row.name, at } });
}
export function disarm(ctx: Ctx, name: string): void {
  ctx.effects.push({ type: 'cancelTimer', id: timer(name) });
}
