import type { Layout, Rect, Wire } from './layout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
/** An edge as it is drawn, and where its word stands. */
export interface Route {
  readonly wire: Wire;
  readonly path: string;
  readonly points: readonly Point[];
  readonly label: Rect | null;
}

const SAMPLES = 12;
/** Where an arrow's tip ends before the box. */
const TIP = 2;
const LABEL = { height: 17, letter: 6.1, padding: 12 } as const;
const f = (value: number): string => String(Math.round(value * 10) / 10);

/** Between columns an edge swings, through them it runs straight: boxes are never crossed. Words go where they cover least. */
export function routes({ wires, columns }: Layout, entry: (step: string) => number): Route[] {
  const drawn = wires.map((wire) => ({ wire, ...trace(wire, columns, entry(wire.to)) }));
  const taken: Rect[] = [];
  return drawn.map((route, index) => {
    if (route.wire.word === 'succeeded') return { ...route, label: null };
    const others = drawn.flatMap(({ points }, other) => (other === index ? [] : points));
    const label = best(route.bends, route.wire.word.length * LABEL.letter + LABEL.padding, taken, others);
    if (label !== null) taken.push(label);
    return { ...route, label };
  });
}

interface Trace {
  readonly path: string;
  readonly points: readonly Point[];
  /** The points of the swings alone: there is room for words. */
  readonly bends: readonly Point[];
}

function trace({ stops }: Wire, columns: Layout['columns'], entry: number): Trace {
  const parts: string[] = [];
  const points: Point[] = [];
  const bends: Point[] = [];
  stops.forEach((stop, index) => {
    const next = stops[index + 1];
    const [here, there] = [columns[stop.column], next === undefined ? undefined : columns[next.column]];
    if (next === undefined || here === undefined || there === undefined) return;
    const from = { x: here.right, y: stop.y };
    const last = index === stops.length - 2;
    const to = { x: there.left - (last ? entry + TIP : 0), y: next.y };
    if (index === 0) parts.push(`M${f(from.x)} ${f(from.y)}`);
    else {
      parts.push(`H${f(from.x)}`);
      for (let at = here.left; at < here.right; at += 8) points.push({ x: at, y: stop.y });
    }
    const half = (to.x - from.x) / 2;
    parts.push(Math.abs(to.y - from.y) < 0.5 ? `H${f(to.x)}` : `C${f(from.x + half)} ${f(from.y)} ${f(to.x - half)} ${f(to.y)} ${f(to.x)} ${f(to.y)}`);
    const samples = Array.from({ length: SAMPLES + 1 }, (_, n) => swing(from, to, n / SAMPLES));
    points.push(...samples);
    bends.push(...samples.slice(3, -3));
  });
  return { path: parts.join(''), points, bends };
}

/** A cubic curve that leaves and arrives level. */
function swing(from: Point, to: Point, t: number): Point {
  const half = (from.x + to.x) / 2;
  const u = 1 - t;
  return {
    x: u ** 3 * from.x + 3 * u * u * t * half + 3 * u * t * t * half + t ** 3 * to.x,
    y: (u ** 3 + 3 * u * u * t) * from.y + (3 * u * t * t + t ** 3) * to.y,
  };
}

function best(bends: readonly Point[], width: number, taken: readonly Rect[], others: readonly Point[]): Rect | null {
  const middle = bends[Math.floor(bends.length / 2)];
  const rated = bends.map(({ x, y }) => {
    const rect = { x: x - width / 2, y: y - LABEL.height / 2, width, height: LABEL.height };
    const covers = taken.filter((one) => overlap(one, rect)).length * 100 + others.filter((point) => inside(point, rect)).length;
    return { rect, cost: covers * 1000 + Math.abs(x - (middle?.x ?? x)) };
  });
  return rated.sort((a, b) => a.cost - b.cost)[0]?.rect ?? null;
}

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width + 3 && b.x < a.x + a.width + 3 && a.y < b.y + b.height + 3 && b.y < a.y + a.height + 3;
const inside = ({ x, y }: Point, { x: left, y: top, width, height }: Rect): boolean => x > left - 2 && x < left + width + 2 && y > top - 2 && y < top + height + 2;
