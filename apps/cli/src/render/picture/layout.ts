import type { Step, Word } from '@millrace/core';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** An edge as it passes through the columns: its height where it leaves, in each column between, and where it arrives. */
export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly word: Word;
  /** From left to right; the first is the source's column, the last the target's. */
  readonly stops: readonly { readonly column: number; readonly y: number }[];
}
export interface Layout {
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly wires: readonly Wire[];
  /** Left and right of each column of boxes. Edges bend only between columns, so that none crosses a box. */
  readonly columns: readonly { readonly left: number; readonly right: number }[];
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is used of a graph: the library's own declarations do not resolve under Node's module rules. */
interface Graph {
  setGraph(label: Readonly<Record<string, string | number>>): unknown;
  setDefaultEdgeLabel(label: () => object): unknown;
  setNode(name: string, label: { readonly width: number; readonly height: number }): unknown;
  setEdge(from: string, to: string): unknown;
  graph(): { readonly height?: number };
  node(name: string): { readonly x?: number; readonly y?: number };
  edge(from: string, to: string): { readonly points?: readonly { readonly x: number; readonly y: number }[] };
}
interface Dagre {
  readonly Graph: new () => Graph;
  layout(graph: Graph): void;
}

const GAP = 52;
/** Words need room to be read. */
const WORDED_GAP = 104;
/** The sign that says `any` stands in the gap. */
const ANY_GAP = 24;
/** Between two ends of edges with different words at one box. */
const PORT = 13;

/** Columns and heights come from dagre; the columns are then spread anew, each as wide as its widest box. */
export async function layout(steps: readonly Step[], sizeOf: (step: Step) => Size): Promise<Layout> {
  // Typed by the interfaces above, for the reason given there.
  const dagre = (await import('@dagrejs/dagre')) as unknown as Dagre;
  const graph = new dagre.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 26, edgesep: 18, ranksep: 60 });
  graph.setDefaultEdgeLabel(() => ({}));
  const sizes = new Map(steps.map((step) => [step.name, sizeOf(step)]));
  // Columns are found again by their middle, so that all boxes are of one width for now.
  for (const step of steps) graph.setNode(step.name, { width: 100, height: sizes.get(step.name)?.height ?? 0 });
  const edges = steps.flatMap((step) => step.after.map(({ step: from, on }) => ({ from, to: step.name, word: on })));
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);

  const middles = [...new Set(steps.map(({ name }) => Math.round(graph.node(name).x ?? 0)))].sort((a, b) => a - b);
  const columnOf = (x: number): number => middles.findIndex((middle) => Math.abs(middle - x) <= 1);
  const column = new Map(steps.map(({ name }) => [name, columnOf(graph.node(name).x ?? 0)]));
  const columns = spread(middles.map((_middle, index) => ({
    width: Math.max(...steps.filter(({ name }) => column.get(name) === index).map(({ name }) => sizes.get(name)?.width ?? 0)),
    any: steps.some(({ name, join }) => join === 'any' && column.get(name) === index),
    worded: edges.some(({ to, word }) => word !== 'succeeded' && column.get(to) === index),
  })));
  const boxes = new Map(steps.map(({ name }) => {
    const at = columns[column.get(name) ?? 0] ?? { left: 0, right: 0 };
    const { height } = sizes.get(name) ?? { height: 0 };
    return [name, { x: at.left, y: (graph.node(name).y ?? 0) - height / 2, width: at.right - at.left, height }];
  }));
  // Their edges all meet at the sign that says `any`.
  const anyJoins = new Set(steps.filter(({ join }) => join === 'any').map(({ name }) => name));
  const centre = (name: string): number => graph.node(name).y ?? 0;
  const wires = edges.map(({ from, to, word }): Wire => {
    const between = (graph.edge(from, to).points ?? []).flatMap(({ x, y }) => {
      const index = columnOf(x);
      return index > (column.get(from) ?? 0) && index < (column.get(to) ?? 0) ? [{ column: index, y }] : [];
    });
    return {
      from, to, word,
      stops: [{ column: column.get(from) ?? 0, y: centre(from) + port(edges.filter((edge) => edge.from === from), word) }, ...between, { column: column.get(to) ?? 0, y: centre(to) + (anyJoins.has(to) ? 0 : port(edges.filter((edge) => edge.to === to), word)) }],
    };
  });
  return { boxes, wires, columns, width: columns.at(-1)?.right ?? 0, height: graph.graph().height ?? 0 };
}

function spread(columns: readonly { readonly width: number; readonly worded: boolean; readonly any: boolean }[]): { left: number; right: number }[] {
  const placed: { left: number; right: number }[] = [];
  for (const { width, worded, any } of columns) {
    const before = placed.at(-1);
    const left = before === undefined ? 0 : before.right + (worded ? WORDED_GAP : GAP) + (any ? ANY_GAP : 0);
    placed.push({ left, right: left + width });
  }
  return placed;
}

/** Edges of one word meet a box at one height, those of another word beside it. */
function port(edges: readonly { readonly word: Word }[], word: Word): number {
  const words = (['succeeded', 'finished', 'failed'] as const).filter((one) => edges.some((edge) => edge.word === one));
  return (words.indexOf(word) - (words.length - 1) / 2) * PORT;
}
