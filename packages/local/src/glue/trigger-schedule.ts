import { scheduleTimers } from '../host/persistence.ts';
import { timesOf } from '../service/schedule.ts';
import { invalid } from './input.ts';
import { type Ctx, handler, key } from './kit.ts';
import { fireScheduled } from './trigger-firing.ts';
import { type Trigger, triggers } from './trigger-rules.ts';

const timerOf = (name: string): string => `${scheduleTimers}trigger/${name}`;
/** Glue's cron lines are in UTC, and no more often than this. */
const shortest = 5 * 60_000;

/** Throws InvalidInputException for what is no cron line of Glue. */
export function checkSchedule(ctx: Ctx, where: string, expression: string): void {
  const times = expression.startsWith('cron(') ? timesOf(expression, 'UTC', 0) : null;
  if (times === null) throw invalid(`${where} has the Schedule '${expression}', which is not cron(Minutes Hours Day-of-month Month Day-of-week Year) in UTC, with ? for one of the two days.`);
  let before = times.after(ctx.world.now());
  for (let n = 0; n < 12 && before !== null; n++) {
    const next = times.after(before);
    if (next !== null && next - before < shortest) throw invalid(`${where} has the Schedule '${expression}', which is due more often than every 5 minutes.`);
    before = next;
  }
}

/** Sets the timer of an ACTIVATED trigger with a schedule. */
export function schedule(ctx: Ctx, { Name, Type, State, Schedule }: Trigger): void {
  if (Type !== 'SCHEDULED' || State !== 'ACTIVATED' || Schedule === undefined) return;
  const at = timesOf(Schedule, 'UTC', 0)?.after(ctx.world.now()) ?? null;
  if (at !== null) ctx.effects.push({ type: 'timer', id: timerOf(Name), at, order: 1, handler: 'triggerDue', data: { name: Name } });
}
export const unschedule = (ctx: Ctx, name: string): void => void ctx.effects.push({ type: 'cancelTimer', id: timerOf(name) });

export const scheduleHandlers = {
  triggerDue: handler<{ readonly name: string }>((ctx, { name }) => {
    const trigger = triggers.get(ctx, key(name));
    if (trigger?.State !== 'ACTIVATED') return;
    schedule(ctx, trigger);
    fireScheduled(ctx, trigger);
  }),
};
