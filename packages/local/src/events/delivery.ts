import type { Json } from '@millrace/core';
import { isRecord } from '../service/input.ts';
import { type Ctx, isoTime, nextNumber, table, uuid } from '../service/kit.ts';
import { targetCall } from '../service/target-call.ts';
import { matches, readPattern } from './pattern.ts';
import { ruleArn, type RuleRow, rules, type TargetRow } from './rows.ts';
import { targetInput } from './target-input.ts';

export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Json;
  readonly resources?: readonly string[];
  /** Epoch milliseconds; now unless told. */
  readonly time?: number;
}
/** Deliveries that failed, for people who look for why nothing happened. */
export const failures = table<{ readonly rule: string; readonly target: string; readonly at: number; readonly error: string }>('failure');

/** Gives an event to the targets of all rules that it fits; answers its id. */
export function emit(ctx: Ctx, { source, detailType, detail, resources = [], time = ctx.world.now() }: NewEvent): string {
  const id = uuid(ctx);
  const { account, region } = ctx.world;
  const event: Json = { version: '0', id, 'detail-type': detailType, source, account, time: seconds(time), region, resources: [...resources], detail };
  for (const { row } of rules.list(ctx)) {
    if (row.state !== 'ENABLED' || row.pattern === null || !matches(readPattern(row.pattern), event)) continue;
    deliver(ctx, row, event);
  }
  return id;
}

export function emitScheduled(ctx: Ctx, row: RuleRow, at: number): void {
  const { account, region } = ctx.world;
  const id = uuid(ctx);
  const resources = [ruleArn(ctx.world, row.name)];
  deliver(ctx, row, { version: '0', id, 'detail-type': 'Scheduled Event', source: 'aws.events', account, time: seconds(at), region, resources, detail: {} });
}

function deliver(ctx: Ctx, row: RuleRow, event: Json): void {
  for (const target of Object.values(row.targets)) {
    const text = targetInput(target, event, { ruleArn: ruleArn(ctx.world, row.name), ruleName: row.name, time: isoTime(ctx.world.now()) });
    const group = /:logs:[^:]*:[^:]*:log-group:([^:]+)/u.exec(target.Arn)?.[1];
    if (group !== undefined) {
      const id = isRecord(event) && typeof event['id'] === 'string' ? event['id'] : '';
      ctx.effects.push({ type: 'publish', topic: 'logs.write', data: { group, stream: id, messages: [text] } });
      continue;
    }
    const call = targetCall(target.Arn, text, { id: uuid(ctx), json: event });
    const data = { rule: row.name, target: target.Id };
    if (call === null) noteFailure(ctx, row.name, target, 'The embedded AWS has no such target.');
    else ctx.effects.push({ type: 'call', ...call, replyTo: { handler: 'delivered', data } });
  }
}

export function noteFailure(ctx: Ctx, rule: string, target: Pick<TargetRow, 'Id'>, error: string): void {
  failures.put(ctx, nextNumber(ctx), { rule, target: target.Id, at: ctx.world.now(), error });
  const all = failures.list(ctx);
  for (const { key } of all.slice(0, Math.max(0, all.length - 100))) failures.remove(ctx, key);
}

const seconds = (time: number): string => isoTime(time).replace(/\.\d+Z$/u, 'Z');
