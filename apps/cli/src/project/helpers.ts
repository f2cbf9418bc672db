import type { Helper } from '@millrace/core';
import { helperCost, prices } from '@millrace/facts';
import { paint, type Io } from '../io.ts';
import { wrap } from '../render/text.ts';

const INDENT = ' '.repeat(4);

/** Generated jobs as lines: what each is for, why, what it costs while it runs, and how much later things start. Nothing where there are none. */
export function helperLines(io: Pick<Io, 'colour' | 'columns'>, helpers: readonly Helper[]): string {
  if (helpers.length === 0) return '';
  const cost = helperCost(helpers, { dpuHour: prices.glueDpuHour.value });
  const lines = helpers.map(({ name, kind, because, dpu, delaySeconds }, index) => {
    const price = (cost.helpers[index]?.perHour ?? 0).toFixed(3);
    const text = `${name}: ${because.replace(/\.$/, '')} (${dpu} DPU, $${price} an hour while it runs${delaySeconds === 0 ? '' : `, about ${delaySeconds} s later`})`;
    return `  ${paint(io, 'cyan', kind)}${wrap(`${kind} ${text}`, io.columns, INDENT).slice(kind.length)}\n`;
  });
  return `${helpers.length} helper job${helpers.length === 1 ? '' : 's'} for what Glue itself cannot hold:\n${lines.join('')}`;
}
