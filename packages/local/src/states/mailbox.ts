import type { Message } from '@millrace/asl';
import { executions, mail, padded, pumps, under, type Ctx, type PumpRow } from './rows.ts';

const fresh: PumpRow = { armed: false, next: 1, reads: 0 };

function pumpOf(ctx: Ctx, execution: string): PumpRow {
  return pumps.get(ctx, execution) ?? fresh;
}

/** Keeps a message for the pump, so that all messages of one instant are delivered as one. Ended executions take no mail. */
export function post(ctx: Ctx, execution: string, message: Message): void {
  if (executions.get(ctx, execution)?.status !== 'RUNNING') return;
  const pump = pumpOf(ctx, execution);
  mail.put(ctx, under(execution, padded(pump.next)), message);
  pumps.put(ctx, execution, { ...pump, next: pump.next + 1 });
  arm(ctx, execution);
}

/** Sets the pump for this instant. It comes after all that the instant has in store now. */
export function arm(ctx: Ctx, execution: string): void {
  const pump = pumpOf(ctx, execution);
  if (pump.armed || executions.get(ctx, execution)?.status !== 'RUNNING') return;
  pumps.put(ctx, execution, { ...pump, armed: true });
  ctx.effects.push({ type: 'timer', id: under(execution, 'pump'), at: ctx.world.now(), order: 1, handler: 'pump', data: execution });
}

export function disarm(ctx: Ctx, execution: string): void {
  pumps.put(ctx, execution, { ...pumpOf(ctx, execution), armed: false });
}

export function noteRead(ctx: Ctx, execution: string, change: 1 | -1): void {
  if (executions.get(ctx, execution)?.status !== 'RUNNING') return;
  const pump = pumpOf(ctx, execution);
  pumps.put(ctx, execution, { ...pump, reads: Math.max(pump.reads + change, 0) });
}

export function readsOut(ctx: Ctx, execution: string): boolean {
  return pumpOf(ctx, execution).reads > 0;
}

export function takeMail(ctx: Ctx, execution: string): readonly Message[] {
  const found = mail.list(ctx, under(execution, ''));
  for (const { key } of found) mail.remove(ctx, key);
  return found.map(({ row }) => row);
}

export function dropMailbox(ctx: Ctx, execution: string): void {
  takeMail(ctx, execution);
  const { armed } = pumpOf(ctx, execution);
  if (armed) ctx.effects.push({ type: 'cancelTimer', id: under(execution, 'pump') });
  pumps.remove(ctx, execution);
}
