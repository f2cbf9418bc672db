import type { LaidWire, Rect } from './layout.ts';

/** Where an arrow's tip ends before the box. */
const TIP = 2;
/** Ends of wires keep off the round corners. */
const INSET = 16;
export const at = (value: number): string => String(Math.round(value * 10) / 10);

/** The path of a wire between two boxes: straight through rows, curved between them. */
export function pathOf({ passes, ends }: LaidWire, from: Rect, to: Rect): string {
  const [first, last] = [passes[0], passes.at(-1)];
  if (first === undefined || last === undefined) return loopOf(from);
  const down = to.y >= from.y;
  const path = new Path({ x: clamp(first.x, from), y: down ? from.y + from.height : from.y });
  path.down(down ? ends[0].bottom : ends[0].top);
  for (const { x, top, bottom } of passes) {
    path.swing(x, down ? top : bottom);
    path.down(down ? bottom : top);
  }
  const tip = down ? to.y - TIP : to.y + to.height + TIP;
  path.swing(clamp(last.x, to), down ? Math.min(ends[1].top, tip) : Math.max(ends[1].bottom, tip));
  path.down(tip);
  return path.text;
}

class Path {
  text: string;
  #x: number;
  #y: number;

  constructor({ x, y }: { readonly x: number; readonly y: number }) {
    this.text = `M${at(x)} ${at(y)}`;
    this.#x = x;
    this.#y = y;
  }
  /** A line of no length would turn the arrow's tip about. */
  down(y: number): void {
    if (Math.abs(y - this.#y) < 0.1) return;
    this.text += `V${at(y)}`;
    this.#y = y;
  }
  swing(x: number, y: number): void {
    if (Math.abs(x - this.#x) < 0.5) return this.down(y);
    const middle = (this.#y + y) / 2;
    this.text += `C${at(this.#x)} ${at(middle)} ${at(x)} ${at(middle)} ${at(x)} ${at(y)}`;
    this.#x = x;
    this.#y = y;
  }
}

function clamp(x: number, { x: left, width }: Rect): number {
  const inset = Math.min(INSET, width / 2);
  return Math.min(Math.max(x, left + inset), left + width - inset);
}

/** From a box to itself, at its right side. */
function loopOf({ x, y, width, height }: Rect): string {
  const [right, middle] = [x + width, y + height / 2];
  return `M${at(right)} ${at(middle - 9)}C${at(right + 26)} ${at(middle - 16)} ${at(right + 26)} ${at(middle + 16)} ${at(right + TIP)} ${at(middle + 9)}`;
}
