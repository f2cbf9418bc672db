import type { OutlineRegion, OutlineState, OutlineWay } from '../outline/outline.ts';
import { errorsOf, ruleLabel } from '../outline/rule-text.ts';
import type { Dagre } from './graph.ts';
import { layout, type Laid, type Rect, type Size, type Wire } from './layout.ts';
import { became, doing } from './note.ts';
import type { Ran } from './ran.ts';
import { cutTo, widthOf, wrapped } from './words.ts';

/** A wire with what is written on it. Ways between the same two states share one, but those of catchers. */
export interface PlannedWire {
  readonly wire: Wire;
  readonly caught: boolean;
  /** The state it comes from; null for the start. */
  readonly from: string | null;
  readonly to: string;
  readonly lines: readonly string[];
  /** The whole of what is written, for those who read it cut. */
  readonly full: string;
  readonly taken: number;
}
export interface PlannedState {
  readonly state: OutlineState;
  readonly name: readonly string[];
  readonly notes: readonly string[];
  readonly ends: boolean;
  /** The head of a Parallel or Map, the whole box of any other. */
  readonly head: Size;
  readonly inner: readonly PlannedRegion[];
}
export interface PlannedRegion extends Size {
  readonly laid: Laid;
  readonly states: readonly PlannedState[];
  readonly wires: ReadonlyMap<string, PlannedWire>;
}

export const PAD = 14;
/** Under a box that ends its list: a stub and a ring. */
export const END = 20;
export const START = 'start';
export const keyOf = (state: string): string => `state ${state}`;
const NAME = { size: 13.5, width: 230, lines: 3, height: 17 } as const;
const NOTE = { size: 11.5, width: 270, height: 15 } as const;
export const LABEL = { size: 11, width: 200, height: 14 } as const;
/** Of what is written on a wire. */
const MOST_TEXTS = 3;
const MOST_CATCHERS = 6;

/** Measures and places a region and all that is in it, from the inside out. */
export function planRegion(dagre: Dagre, region: OutlineRegion, ran: Ran | null): PlannedRegion {
  const names = new Set(region.states.map(({ name }) => name));
  const all = [...startOf(region, ran), ...region.states.flatMap((state) => wiresOf(state, ran))].filter(({ to }) => names.has(to));
  const told = crowded(all);
  const wires = all.filter((wire) => !told.has(wire));
  const states = region.states.map((state) => planState(dagre, state, ran, [...told].filter(({ from }) => from === state.name).map(({ full, to }) => `${full} → ${to}`)));
  const nodes = [{ key: START, width: 12, height: 12 }, ...states.map((planned) => ({ key: keyOf(planned.state.name), ...sizeOf(planned) }))];
  const laid = layout(dagre, nodes, wires.map(({ wire }) => wire));
  return { laid, states, wires: new Map(wires.map((planned) => [planned.wire.key, planned])), width: Math.max(laid.width, 60), height: laid.height };
}

/** Many catchers that lead to one state would fill the picture with wires: all but the last are told in their boxes instead. */
function crowded(wires: readonly PlannedWire[]): ReadonlySet<PlannedWire> {
  const byTarget = Map.groupBy(wires.filter(({ caught }) => caught), ({ to }) => to);
  return new Set([...byTarget.values()].flatMap((group) => (group.length > MOST_CATCHERS ? group.slice(0, -1) : [])));
}

function planState(dagre: Dagre, state: OutlineState, ran: Ran | null, caught: readonly string[]): PlannedState {
  const inner = state.inner.map((region) => planRegion(dagre, region, ran));
  const name = wrapped(state.name, NAME.width, NAME.size, NAME.lines);
  const run = ran?.states.get(state.name);
  const notes = [doing(state), ...caught, ...(run === undefined ? [] : became(run, state.type))].map((note) => cutTo(note, NOTE.width, NOTE.size));
  const text = Math.max(...name.map((line) => widthOf(line, NAME.size)), ...notes.map((note) => widthOf(note, NOTE.size)));
  const head = { width: Math.max(130, Math.ceil(text + 62 + (run === undefined ? 0 : 22))), height: 18 + name.length * NAME.height + notes.length * NOTE.height };
  return { state, name, notes, ends: endsList(state), head, inner };
}

function endsList({ type, json }: OutlineState): boolean {
  return json['End'] === true || type === 'Succeed' || type === 'Fail';
}

/** The whole of a state with what is in it, and with the ring below one that ends its list. */
export function sizeOf(planned: PlannedState): Size {
  const { width, height } = boxSize(planned);
  return { width, height: height + (planned.ends ? END : 0) };
}

export function boxSize({ head, inner }: PlannedState): Size {
  if (inner.length === 0) return head;
  const wide = inner.reduce((sum, { width }) => sum + width + 2 * PAD, 0) + (inner.length + 1) * PAD;
  return { width: Math.max(head.width, wide), height: head.height + Math.max(...inner.map(({ height }) => height)) + 3 * PAD };
}

/** Where the regions of a Parallel or Map stand in its box. */
export function innerRects(planned: PlannedState, box: Rect): readonly Rect[] {
  const wide = planned.inner.reduce((sum, { width }) => sum + width + 2 * PAD, 0) + (planned.inner.length - 1) * PAD;
  const height = box.height - planned.head.height - PAD;
  let x = box.x + (box.width - wide) / 2;
  return planned.inner.map(({ width }) => {
    const rect = { x, y: box.y + planned.head.height, width: width + 2 * PAD, height };
    x += rect.width + PAD;
    return rect;
  });
}

function startOf({ startAt }: OutlineRegion, ran: Ran | null): readonly PlannedWire[] {
  return [planned({ from: null, to: startAt, caught: false, texts: [], counts: false }, ran)];
}

function wiresOf(state: OutlineState, ran: Ran | null): readonly PlannedWire[] {
  const groups = [...Map.groupBy(state.ways, ({ to, by }) => JSON.stringify([to, by === 'catcher'])).values()];
  // Where there is one way alone, the visits of the state tell how often it was taken.
  return groups.map((ways) => planned({ from: state.name, to: ways[0]?.to ?? '', caught: ways[0]?.by === 'catcher', texts: textsOf(ways), counts: groups.length > 1 }, ran));
}

/** Where all errors lead to one state, none of them need be named. */
function textsOf(ways: readonly OutlineWay[]): readonly string[] {
  const texts = ways.map(wordsOf).filter((text) => text !== '');
  return texts.includes(ANY_ERROR) ? [ANY_ERROR] : texts;
}

const ANY_ERROR = 'any error';

function wordsOf({ by, json }: OutlineWay): string {
  if (by === 'rule') return ruleLabel(json);
  if (by === 'default') return 'otherwise';
  return by === 'catcher' ? errorsOf(json).map((error) => (error === 'States.ALL' ? ANY_ERROR : error)).join(', ') : '';
}

interface Way {
  readonly from: string | null;
  readonly to: string;
  readonly caught: boolean;
  readonly texts: readonly string[];
  readonly counts: boolean;
}

function planned({ from, to, caught, texts, counts }: Way, ran: Ran | null): PlannedWire {
  const taken = ran?.taken(from, to, caught) ?? 0;
  const shown = texts.length <= MOST_TEXTS ? texts : [...texts.slice(0, MOST_TEXTS - 1), `and ${texts.length - MOST_TEXTS + 1} more`];
  const lines = [...shown.flatMap((text, i) => wrapped(i > 0 && texts.length === shown.length && !caught ? `or ${text}` : text, LABEL.width, LABEL.size, texts.length === 1 ? 3 : 2)), ...(counts && taken > 1 ? [`${taken} times`] : [])];
  const label = lines.length === 0 ? { width: 0, height: 0 } : { width: Math.ceil(Math.max(...lines.map((line) => widthOf(line, LABEL.size))) + 14), height: lines.length * LABEL.height + 6 };
  const key = JSON.stringify([from, to, caught]);
  return { wire: { from: from === null ? START : keyOf(from), to: keyOf(to), key, label }, caught, from, to, lines, full: texts.join('; '), taken };
}
