import type { Helper } from '@millrace/core';
import { prices } from '@millrace/facts';
import { paint, type Io } from '../io.ts';
import { wrap } from './text.ts';
import { duration } from './timeline.ts';

/** What an hour of a helper costs, in dollars. */
export const hourly = ({ dpu }: Pick<Helper, 'dpu'>): number => dpu * prices.glueDpuHour.value;

/** '$0.0275 an hour while it runs; +1m'. */
export function priceAndDelay(helper: Helper): string {
  const delay = helper.delaySeconds === 0 ? 'no delay' : `about ${duration(helper.delaySeconds * 1000).replace(/\.0s$/, 's')} of delay`;
  return `$${hourly(helper).toFixed(4)} an hour while it runs; ${delay}`;
}

/** Generated jobs, one paragraph each: what, for which step, why, at which price and delay. */
export function renderHelpers(io: Io, helpers: readonly Helper[], indent = '    '): string[] {
  const hang = ' '.repeat(indent.length + 9);
  return helpers.map((helper) => `${indent}${paint(io, 'blue', helper.kind.padEnd(8))} ${wrap(`${helper.step ?? 'the run'}: ${helper.because.replace(/\.$/, '')}. It costs ${priceAndDelay(helper)}.`, io.columns, hang)}`);
}
