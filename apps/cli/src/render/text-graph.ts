import type { Pipeline, RunSnapshot, StepSnapshot } from '@millrace/core';
import { paint, type Io } from '../io.ts';
import { layout, type Layout } from './picture/layout.ts';
import { marks } from './timeline.ts';

/** A pipeline as lines of text; the steps' states change, their places do not. */
export interface TextGraph {
  readonly width: number;
  readonly height: number;
  lines(io: Pick<Io, 'colour'>, snapshot: Pick<RunSnapshot, 'steps'>): string[];
}

const up = 1, right = 2, down = 4, left = 8;
// By the sides that a cell joins.
const joints = ' ╵╶╰╷│╭├╴╯─┴╮┤┬┼';
/** Heights of the drawing that one line of text stands for. */
const PITCH = 76;

interface Node {
  readonly name: string;
  readonly column: number;
  readonly row: number;
}
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Steps in columns by level, edges between them. Null for a pipeline without steps. */
export async function textGraph({ steps }: Pick<Pipeline, 'steps'>): Promise<TextGraph | null> {
  if (steps.length === 0) return null;
  const plan = await layout(steps, () => ({ width: 100, height: 50 }));
  const rows = rowsOf(plan);
  const columnOf = (name: string): number => plan.columns.findIndex(({ left: x }) => x === plan.boxes.get(name)?.x);
  const nodes = steps.map(({ name }): Node => ({ name, column: columnOf(name), row: rows.get(name) ?? 0 }));
  const tips = new Map(steps.map((step) => [step.name, tipOf(step)]));
  const widths = plan.columns.map((_column, index) => Math.max(...nodes.filter(({ column }) => column === index).map(({ name }) => name.length + 2)));
  const gaps = plan.columns.map((_column, index) => gapBefore(plan, index, nodes, tips));
  const starts = widths.map((_width, index) => widths.slice(0, index).reduce((sum, one) => sum + one, 0) + gaps.slice(0, index + 1).reduce((sum, { width }) => sum + width, 0));
  const height = Math.max(...rows.values()) + 1;
  const width = (starts.at(-1) ?? 0) + (widths.at(-1) ?? 0);
  const cells = Array.from({ length: height }, () => new Array<number>(width).fill(0));
  for (const wire of plan.wires) draw(cells, wire, { rows, widths, starts, gaps });
  const edges = cells.map((line) => line.map((cell) => joints[cell] ?? ' '));
  for (const { name, column, row } of nodes) {
    const tip = tips.get(name) ?? '';
    if (plan.wires.some(({ to }) => to === name)) [...tip].forEach((sign, index) => place(edges, { x: (starts[column] ?? 0) - tip.length + index, y: row }, sign));
  }
  return { width, height, lines: (io, snapshot) => edges.map((line, row) => lineOf(io, line, nodes.filter((node) => node.row === row), starts, snapshot)) };
}

/** Rows of steps and of edges on their way through a column: in the order in which they are drawn, without empty rows. */
function rowsOf(plan: Layout): Map<string, number> {
  const wanted = plan.columns.map((column, index) => [
    ...[...plan.boxes].filter(([, box]) => box.x === column.left).map(([name, box]) => ({ key: name, y: box.y + box.height / 2 })),
    ...plan.wires.flatMap(({ from, to, stops }) => stops.slice(1, -1).filter((stop) => stop.column === index).map(({ y }) => ({ key: `${from} ${to} ${index}`, y }))),
  ]);
  const rows = new Map<string, number>();
  for (const column of wanted) {
    let last = -1;
    for (const { key, y } of column.sort((a, b) => a.y - b.y)) {
      last = Math.max(last + 1, Math.round(y / PITCH - 0.4));
      rows.set(key, last);
    }
  }
  const used = [...new Set(rows.values())].sort((a, b) => a - b);
  return new Map([...rows].map(([key, row]) => [key, used.indexOf(row)]));
}

/** What stands before a step: `any`, the words of its edges where one is not the usual, and the arrow. */
function tipOf({ join, after }: Pipeline['steps'][number]): string {
  const words = [...new Set(after.map(({ on }) => on))];
  const told = words.every((word) => word === 'succeeded') ? [] : [words.join('/')];
  return `${[...(join === 'any' && after.length > 1 ? ['any'] : []), ...told].join(' ')}→`;
}

interface Gap {
  readonly width: number;
  /** Each source of edges has a track of its own to go up and down in. */
  readonly tracks: ReadonlyMap<string, number>;
}

function gapBefore(plan: Layout, column: number, nodes: readonly Node[], tips: ReadonlyMap<string, string>): Gap {
  if (column === 0) return { width: 0, tracks: new Map() };
  const through = plan.wires.filter(({ stops }) => (stops[0]?.column ?? 0) < column && (stops.at(-1)?.column ?? 0) >= column);
  const tracks = new Map([...new Set(through.map(({ from }) => from))].map((from, index) => [from, index]));
  const tip = Math.max(1, ...nodes.filter((node) => node.column === column).map(({ name }) => tips.get(name)?.length ?? 1));
  return { width: tracks.size + tip + 3, tracks };
}

interface Grid {
  readonly rows: ReadonlyMap<string, number>;
  readonly widths: readonly number[];
  readonly starts: readonly number[];
  readonly gaps: readonly Gap[];
}

function draw(cells: number[][], { from, to, stops }: Layout['wires'][number], { rows, widths, starts, gaps }: Grid): void {
  const join = ({ x, y }: Spot, sides: number): void => {
    const line = cells[y];
    if (line?.[x] !== undefined) line[x] |= sides;
  };
  const level = (y: number, a: number, b: number): void => {
    for (let x = a; x < b; x += 1) {
      join({ x, y }, right);
      join({ x: x + 1, y }, left);
    }
  };
  const [first, last] = [stops[0]?.column ?? 0, stops.at(-1)?.column ?? 0];
  const rowAt = (column: number): number => rows.get(column === first ? from : column === last ? to : `${from} ${to} ${column}`) ?? 0;
  for (let column = first + 1; column <= last; column += 1) {
    const [y1, y2, before] = [rowAt(column - 1), rowAt(column), column - 1];
    const free = (starts[before] ?? 0) + (widths[before] ?? 0);
    // It begins beside its own name, which may be shorter than others of the column.
    const begin = before === first ? (starts[before] ?? 0) + from.length + 3 : free;
    const track = free + 1 + (gaps[column]?.tracks.get(from) ?? 0);
    join({ x: begin, y: y1 }, left);
    level(y1, begin, track);
    for (let y = Math.min(y1, y2); y < Math.max(y1, y2); y += 1) {
      join({ x: track, y }, down);
      join({ x: track, y: y + 1 }, up);
    }
    const end = starts[column] ?? 0;
    level(y2, track, column === last ? end - 1 : end + (widths[column] ?? 0));
  }
}

function place(lines: string[][], { x, y }: Spot, sign: string): void {
  const line = lines[y];
  if (line?.[x] !== undefined) line[x] = sign;
}

function lineOf(io: Pick<Io, 'colour'>, edges: readonly string[], nodes: readonly Node[], starts: readonly number[], snapshot: Pick<RunSnapshot, 'steps'>): string {
  const parts: string[] = [];
  let at = 0;
  for (const { name, column } of [...nodes].sort((a, b) => a.column - b.column)) {
    const state: StepSnapshot['state'] = snapshot.steps[name]?.state ?? 'pending';
    const [mark, style] = marks[state];
    const start = starts[column] ?? 0;
    parts.push(dim(io, edges.slice(at, start).join('')), paint(io, style, `${mark} ${name}`));
    at = start + name.length + 2;
  }
  parts.push(dim(io, edges.slice(at).join('')));
  return parts.join('').trimEnd();
}

const dim = (io: Pick<Io, 'colour'>, text: string): string => (text.trim() === '' ? text : paint(io, 'dim', text));
