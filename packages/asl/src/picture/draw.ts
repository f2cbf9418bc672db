import type { Rect } from './layout.ts';
import { kinds, outcomes, unknownKind } from './look.ts';
import { boxSize, END, innerRects, keyOf, LABEL, PAD, START, type PlannedRegion, type PlannedState, type PlannedWire } from './plan.ts';
import type { Ran } from './ran.ts';
import { at, pathOf } from './route.ts';
import { cutTo, escaped } from './words.ts';

export interface Canvas {
  /** Stands before the names of classes and marks. */
  readonly id: string;
  readonly ran: Ran | null;
}

/** A list of states with its wires; its upper left corner is at `x`, `y`. */
export function drawRegion(canvas: Canvas, region: PlannedRegion, x: number, y: number): string {
  const boxes = new Map<string, Rect>();
  for (const planned of region.states) {
    const rect = region.laid.boxes.get(keyOf(planned.state.name));
    // The ring below is no part of the box.
    if (rect !== undefined) boxes.set(keyOf(planned.state.name), { ...rect, ...boxSize(planned), x: rect.x + x, y: rect.y + y });
  }
  const start = region.laid.boxes.get(START);
  if (start !== undefined) boxes.set(START, { ...start, x: start.x + x, y: start.y + y });
  const wires = region.laid.wires.flatMap((laid) => {
    const planned = region.wires.get(laid.wire.key);
    const [from, to] = [boxes.get(laid.wire.from), boxes.get(laid.wire.to)];
    if (planned === undefined || from === undefined || to === undefined) return [];
    const moved = { ...laid, passes: laid.passes.map((pass) => ({ x: pass.x + x, top: pass.top + y, bottom: pass.bottom + y })), ends: [{ ...laid.ends[0], top: laid.ends[0].top + y, bottom: laid.ends[0].bottom + y }, { ...laid.ends[1], top: laid.ends[1].top + y, bottom: laid.ends[1].bottom + y }] as const };
    const loop = from === to ? { x: from.x + from.width + 24 + laid.wire.label.width / 2, y: from.y + from.height / 2 } : { x: laid.middle.x + x, y: laid.middle.y + y };
    return [{ planned, path: pathOf(moved, from, to), middle: loop }];
  });
  const dot = start === undefined || region.states.length === 0 ? '' : `<circle class="dot" cx="${at(start.x + x + 6)}" cy="${at(start.y + y + 6)}" r="5.5"/>`;
  // Taken ways are drawn over the others, words over all ways.
  const order = [...wires].sort((a, b) => Number(a.planned.taken > 0) - Number(b.planned.taken > 0));
  const lines = order.map(({ planned, path }) => drawWire(canvas, planned, path)).join('');
  const words = wires.map(({ planned, middle }) => drawWords(canvas, planned, middle)).join('');
  const states = region.states.map((planned) => drawState(canvas, planned, boxes.get(keyOf(planned.state.name)))).join('');
  return `<g aria-hidden="true">${dot}${lines}${words}</g>${states}`;
}

function drawWire({ id, ran }: Canvas, { caught, taken }: PlannedWire, path: string): string {
  const look = taken > 0 ? (caught ? 'taken-catch' : 'taken') : caught ? 'catch' : '';
  const tip = caught ? 'tip-catch' : taken > 0 ? 'tip-taken' : 'tip';
  const faint = ran !== null && taken === 0 ? ' faint' : '';
  return `<path class="way${look === '' ? '' : ` ${look}`}${faint}" marker-end="url(#${id}-${tip})" d="${path}"/>`;
}

function drawWords({ ran }: Canvas, { lines, full, caught, taken, wire }: PlannedWire, { x, y }: { readonly x: number; readonly y: number }): string {
  if (lines.length === 0) return '';
  const { width, height } = wire.label;
  // The plate stays opaque, so that no line runs through its words.
  const look = `label${caught ? ' label-catch' : ''}${ran !== null && taken === 0 ? ' faint' : ''}`;
  const rows = lines.map((line, i) => `<text class="${look}" x="${at(x)}" y="${at(y - height / 2 + 14 + i * LABEL.height)}">${escaped(line)}</text>`).join('');
  return `<g><title>${escaped(full)}</title><rect class="plate" x="${at(x - width / 2)}" y="${at(y - height / 2)}" width="${at(width)}" height="${height}" rx="6"/>${rows}</g>`;
}

function drawState(canvas: Canvas, planned: PlannedState, box: Rect | undefined): string {
  if (box === undefined) return '';
  const { state, inner, head, ends } = planned;
  const run = canvas.ran?.states.get(state.name);
  const tone = run === undefined ? '' : ` b-${run.outcome}`;
  const faint = canvas.ran !== null && run === undefined ? ' class="faint"' : '';
  const frame = `<rect class="${inner.length > 0 ? 'group' : 'box'}${tone}" x="${at(box.x)}" y="${at(box.y)}" width="${at(box.width)}" height="${at(box.height)}" rx="${inner.length > 0 ? 12 : 9}"/>`;
  const ring = ends ? `<path class="way" d="M${at(box.x + box.width / 2)} ${at(box.y + box.height)}v${END - 11}"/><circle class="ring" cx="${at(box.x + box.width / 2)}" cy="${at(box.y + box.height + END - 6)}" r="4.5"/>` : '';
  const parts = [`<title>${escaped(titleOf(planned, run?.outcome))}</title>`, frame, headOf(planned, box), ring, run === undefined ? '' : badge(run.outcome, box.x + Math.max(head.width, box.width) - 16, box.y + 17)];
  const regions = innerRects(planned, box).map((rect, i) => drawInner(canvas, planned, i, rect)).join('');
  const list = regions === '' ? '' : `<g role="list" aria-label="${escaped(state.type === 'Map' ? `for each item of ${state.name}` : `branches of ${state.name}`)}">${regions}</g>`;
  return `<g role="listitem" aria-label="${escaped(spoken(planned, run?.outcome))}"${faint}>${parts.join('')}${list}</g>`;
}

function drawInner(canvas: Canvas, { inner }: PlannedState, index: number, rect: Rect): string {
  const region = inner[index];
  if (region === undefined) return '';
  const around = `<rect class="region" x="${at(rect.x)}" y="${at(rect.y)}" width="${at(rect.width)}" height="${at(rect.height)}" rx="8"/>`;
  return around + drawRegion(canvas, region, rect.x + (rect.width - region.laid.width) / 2, rect.y + PAD);
}

function headOf({ state, name, notes }: PlannedState, { x, y }: Rect): string {
  const { colour, sign } = kinds.get(state.type) ?? unknownKind;
  const icon = `<rect x="${at(x + 10)}" y="${at(y + 10)}" width="30" height="30" rx="7" fill="${colour}"/><path class="sign" transform="translate(${at(x + 17)} ${at(y + 17)})" d="${sign}"/>`;
  const names = name.map((line, i) => `<text class="name" x="${at(x + 50)}" y="${at(y + 22 + i * 17)}">${escaped(line)}</text>`);
  const below = y + 22 + (name.length - 1) * 17 + 16;
  return icon + [...names, ...notes.map((note, i) => `<text class="note" x="${at(x + 50)}" y="${at(below + i * 15)}">${escaped(note)}</text>`)].join('');
}

function badge(outcome: keyof typeof outcomes, x: number, y: number): string {
  return `<circle class="s-${outcome}" cx="${at(x)}" cy="${at(y)}" r="8"/><path class="sign" transform="translate(${at(x - 8)} ${at(y - 8)})" d="${outcomes[outcome].sign}"/>`;
}

/** What the mouse shows: the name in full, and the comment of the state. */
function titleOf({ state }: PlannedState, outcome: keyof typeof outcomes | undefined): string {
  const comment = state.json['Comment'];
  return [state.name, ...(outcome === undefined ? [] : [outcomes[outcome].word]), ...(typeof comment === 'string' ? [cutTo(comment, 2000, 11)] : [])].join('\n');
}

/** What a screen reader says. */
function spoken({ state, notes, ends }: PlannedState, outcome: keyof typeof outcomes | undefined): string {
  const next = [...new Set(state.ways.map(({ to, by }) => (by === 'catcher' ? `on an error ${to}` : to)))];
  const goes = next.length > 0 ? [`next ${next.join(' or ')}`] : [];
  return [state.name, state.type, ...(outcome === undefined ? [] : [outcomes[outcome].word]), notes.join(', '), ...goes, ...(ends ? ['end'] : [])].join(', ');
}
