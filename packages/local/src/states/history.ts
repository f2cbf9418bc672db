import type { Json } from '@millrace/core';
import { detailsMember, type HistoryEvent } from '@millrace/asl';
import { AwsError } from '../host/types.ts';
import { executionOf, optionalNumber, optionalText, record, text, type Input } from './input.ts';
import { withoutData } from './logs.ts';
import { events, keyOf, padded, roots, under, type Ctx } from './rows.ts';

/** Events in their order or the other way, page by page. Source: GetExecutionHistory. */
export function getExecutionHistory(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const key = keyOf(executionOf(ctx, text(input, 'executionArn')));
  const count = roots.get(ctx, key)?.events ?? 0;
  const reverse = input['reverseOrder'] === true;
  const withData = input['includeExecutionData'] !== false;
  const asked = optionalNumber(input, 'maxResults', 0, 1000) ?? 0;
  const skipped = tokenOf(input, count);
  const size = Math.min(asked === 0 ? 100 : asked, count - skipped);
  // Ids have no gaps, so a page is read by its ids alone.
  const ids = Array.from({ length: size }, (_, i) => (reverse ? count - skipped - i : skipped + i + 1));
  const found = ids.flatMap((id) => {
    const event = events.get(ctx, under(key, padded(id)));
    // Rows of this table are the engine's history events.
    return event === null ? [] : [asAws(event as unknown as HistoryEvent, withData)];
  });
  return { events: found, ...(skipped + size < count ? { nextToken: String(skipped + size) } : {}) };
}

function tokenOf(input: Input, count: number): number {
  const token = optionalText(input, 'nextToken');
  if (token === null) return 0;
  if (/^\d{1,6}$/u.test(token) && Number(token) <= count) return Number(token);
  throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
}

function asAws(event: HistoryEvent, withData: boolean): Json {
  const member = detailsMember(event.type);
  const { id, previousEventId, type, details } = event;
  const shown = withData ? details : withoutData(details);
  return { timestamp: event.timestamp / 1000, type, id, previousEventId, ...(member === null || details === null ? {} : { [member]: shown }) };
}
