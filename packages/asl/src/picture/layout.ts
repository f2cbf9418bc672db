import type { Dagre, Point } from './graph.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}
export interface Node extends Size {
  readonly key: string;
}
export interface Wire {
  readonly from: string;
  readonly to: string;
  /** Keeps wires between the same two nodes apart. */
  readonly key: string;
  /** Room that its words need. */
  readonly label: Size;
}
/** A wire where it passes a row of nodes: at `x`, from the top of the row to its bottom. */
export interface Pass {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}
export interface LaidWire {
  readonly wire: Wire;
  /** The rows between its two nodes, in its direction. Empty for a wire from a node to itself. */
  readonly passes: readonly Pass[];
  /** The rows of its two nodes. */
  readonly ends: readonly [Pass, Pass];
  /** The middle of its words. */
  readonly middle: Point;
}
export interface Laid extends Size {
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly wires: readonly LaidWire[];
}

/** Rows and places come from dagre, top to bottom. Wires are then led so that they bend between rows alone: none crosses a box. */
export function layout(dagre: Dagre, nodes: readonly Node[], wires: readonly Wire[]): Laid {
  const graph = new dagre.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 30, edgesep: 14, ranksep: 46 });
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height });
  for (const { from, to, key, label } of wires) graph.setEdge(from, to, { ...label, labelpos: 'c' }, key);
  dagre.layout(graph);
  const centres = new Map(nodes.map(({ key }) => [key, { x: graph.node(key)?.x ?? 0, y: graph.node(key)?.y ?? 0 }]));
  const boxes = new Map(nodes.map(({ key, width, height }): [string, Rect] => {
    const { x, y } = centres.get(key) ?? { x: 0, y: 0 };
    return [key, { x: x - width / 2, y: y - height / 2, width, height }];
  }));
  const placed = wires.map((wire) => ({ wire, edge: graph.edge({ v: wire.from, w: wire.to, name: wire.key }) }));
  const rows = rowsOf([
    ...nodes.map(({ key, height }) => ({ y: centres.get(key)?.y ?? 0, height })),
    ...placed.map(({ wire, edge }) => ({ y: edge?.y ?? 0, height: wire.label.height })),
  ]);
  const laid = placed.map(({ wire, edge }): LaidWire => {
    const points = edge?.points ?? [];
    const pass = ({ x, y }: Point): Pass => ({ x, top: y - rows(y) / 2, bottom: y + rows(y) / 2 });
    const [from, to] = [centres.get(wire.from) ?? { x: 0, y: 0 }, centres.get(wire.to) ?? { x: 0, y: 0 }];
    return { wire, passes: wire.from === wire.to ? [] : points.slice(1, -1).map(pass), ends: [pass(from), pass(to)], middle: { x: edge?.x ?? from.x, y: edge?.y ?? from.y } };
  });
  const { width = 0, height = 0 } = graph.graph();
  return { boxes, wires: laid, width, height };
}

/** The height of the row whose middle is at `y`; 0 where only wires pass. */
function rowsOf(members: readonly { readonly y: number; readonly height: number }[]): (y: number) => number {
  const heights = new Map<number, number>();
  // Middles of one row are the same but for the last bits.
  const key = (y: number): number => Math.round(y * 10);
  for (const { y, height } of members) heights.set(key(y), Math.max(heights.get(key(y)) ?? 0, height));
  return (y) => heights.get(key(y)) ?? heights.get(key(y) - 1) ?? heights.get(key(y) + 1) ?? 0;
}
