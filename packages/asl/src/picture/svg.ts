import type { Json } from '../engine-types.ts';
import { textOf, member } from '../json.ts';
import { outlineOf } from '../outline/outline.ts';
import type { Ended } from '../run/types.ts';
import { drawRegion } from './draw.ts';
import { checkDrawable } from './extent.ts';
import { loadDagre } from './graph.ts';
import { styleOf } from './look.ts';
import { planRegion } from './plan.ts';
import { ranOf } from './ran.ts';
import { at } from './route.ts';
import { cutTo, duration, escaped, widthOf } from './words.ts';

export interface PictureOptions {
  /** What to draw into it: outcomes, ways that were taken, attempts, times. */
  readonly execution?: Pick<Ended, 'events'> & Partial<Pick<Ended, 'status' | 'error' | 'cause'>>;
  /** Stands above the picture; by default nothing does, unless there is an execution. */
  readonly title?: string;
  /** Begins the names of classes and marks; give each its own where several pictures stand in one page. */
  readonly id?: string;
}

const MARGIN = 24;
const longestTitle = 900;

/**
 * Draws a state machine, or an execution of it, as an SVG picture that reads in light and dark, and to a screen reader as a list. The same
 * input gives the same bytes. Wants a definition without errors: what is wrong is left out.
 *
 * Throws an Error that says how to mend it when the layout library, an optional dependency, is not installed, and for more than 1,500 states.
 *
 * @example
 * await writeFile('orders.svg', await svgOf(definition, { execution: await run(definition, {}), title: 'orders' }));
 */
export async function svgOf(definition: Json, options: PictureOptions = {}): Promise<string> {
  const { execution, id = 'asl' } = options;
  if (!/^[A-Za-z][\w-]*$/u.test(id)) throw new TypeError(`The id '${id}' cannot name classes: use letters, digits, _ and -, a letter first.`);
  checkDrawable(definition);
  const ran = execution === undefined ? null : ranOf(execution.events);
  const plan = planRegion(await loadDagre(), outlineOf(definition), ran);
  const head = heading(options, Math.max(plan.width, 420));
  const width = Math.ceil(Math.max(plan.width, head.width) + 2 * MARGIN);
  const height = Math.ceil(plan.height + head.height + 2 * MARGIN);
  const title = options.title ?? (textOf(member(definition, 'Comment')).slice(0, 200) || 'State machine');
  const drawn = drawRegion({ id, ran }, plan, (width - plan.laid.width) / 2, MARGIN + head.height);
  const tips = ['tip', 'tip-catch', 'tip-taken'].map((tip) => `<marker id="${id}-${tip}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="${tip}" d="M0 .8L7 4 0 7.2z"/></marker>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" class="${id}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="list" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(describe(plan.states.length, options))}</desc><style>${styleOf(id)}</style><defs>${tips}</defs>` +
    `<rect class="page" width="${at(width)}" height="${at(height)}" rx="10"/>${head.text}${drawn}</svg>\n`;
}

function describe(states: number, { execution }: PictureOptions): string {
  const machine = `A state machine with ${states} ${states === 1 ? 'state' : 'states'} at its top.`;
  return execution === undefined ? machine : `${machine} ${ended(execution)}`;
}

function ended({ status, events, error, cause }: NonNullable<PictureOptions['execution']>): string {
  const last = events.at(-1);
  const [first] = events;
  const took = first === undefined || last === undefined ? '' : ` after ${duration(last.timestamp - first.timestamp)}`;
  const why = [error, cause].filter((text) => text !== undefined && text !== null && text !== '').join(': ');
  return `${status ?? last?.type.replace(/^Execution/u, '') ?? 'RUNNING'}${took}${why === '' ? '' : ` · ${why}`}`;
}

function heading(options: PictureOptions, room: number): { readonly text: string; readonly width: number; readonly height: number } {
  const { title, execution } = options;
  const lines = [...(title === undefined ? [] : [{ look: 'heading', size: 15, text: title }]), ...(execution === undefined ? [] : [{ look: 'note', size: 11.5, text: ended(execution) }])];
  const cut = lines.map((line) => ({ ...line, text: cutTo(line.text, Math.min(room, longestTitle), line.size) }));
  const text = cut.map(({ look, text: told }, i) => `<text class="${look}" x="${MARGIN}" y="${MARGIN + 12 + i * 19}">${escaped(told)}</text>`).join('');
  return { text, width: Math.max(0, ...cut.map((line) => widthOf(line.text, line.size))), height: cut.length === 0 ? 0 : cut.length * 19 + 12 };
}
