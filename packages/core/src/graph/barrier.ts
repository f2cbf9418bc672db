import type { Barrier, Cutter, Part } from './cuts.ts';
import { measureOf, type Cut } from './lengths.ts';
import type { Closure } from './reachability.ts';
import { SCENARIOS, scenarioLengths } from './scenarios.ts';

/** How many cuts of a part are played to the end before one is taken, and steps in all of them: what that takes grows with both. */
const MOST_CUTS = 16;
const MOST_STEPS = 1000;
/** What a start that comes later counts, beside a run that ends later. */
const WAITING = 0.1;

/**
 * Where to put a barrier into a connected part that has none. No length of a step is known, so a few fixed scenarios stand for all:
 * of the cuts that look best a few are played to the end, each with the best looking cut wherever another is needed, and the one with
 * the shortest runs is taken. When all steps are equally long no run gets longer.
 */
export function barriersOf(dag: Closure, cutter: Cutter): (part: Part) => Barrier {
  const lengths = scenarioLengths(dag.sorted.length);
  const measure = measureOf(dag, lengths);
  const played = new Map<string, Play>();
  const inHead = new Uint8Array(dag.sorted.length);

  const split = (part: Part, { order, moved }: Cut): Barrier => {
    order.forEach((v, at) => (inHead[v] = at < moved ? 1 : 0));
    return { head: part.filter((v) => inHead[v] === 1), tail: part.filter((v) => inHead[v] === 0) };
  };

  const play = (part: Part): Play => {
    const [only] = part;
    if (only !== undefined && part.length === 1) return { steps: 1, starts: 0, ends: lengths.subarray(only * SCENARIOS, (only + 1) * SCENARIOS) };
    const key = part.join();
    const known = played.get(key);
    if (known !== undefined) return known;
    const result = playParts(part);
    played.set(key, result);
    return result;
  };

  const playParts = (part: Part): Play => {
    cutter.claim(part);
    const pieces = cutter.pieces();
    if (pieces.length > 1) return sideBySide(pieces.map(play));
    const runs = cutter.seriesCuts();
    if (runs.length > 1) return oneByOne(runs.map(play));
    const { head, tail } = split(part, first(measure.cuts(part, 1)));
    return oneByOne([play(head), play(tail)]);
  };

  return (part) => {
    const cuts = measure.cuts(part, Math.min(MOST_CUTS, Math.floor(MOST_STEPS / part.length)));
    let best: { readonly barrier: Barrier; readonly cost: number } | null = null;
    for (const cut of cuts) {
      const barrier = split(part, cut);
      if (cuts.length === 1) return barrier;
      const cost = costOf(oneByOne([play(barrier.head), play(barrier.tail)]));
      if (best === null || cost < best.cost) best = { barrier, cost };
    }
    return best?.barrier ?? split(part, first(cuts));
  };
}

/** How runs of some steps go, in every scenario. */
interface Play {
  readonly steps: number;
  /** When they start, summed over steps and scenarios. */
  readonly starts: number;
  /** When the last of them ends, by scenario. */
  readonly ends: Int32Array;
}

function sideBySide(plays: readonly Play[]): Play {
  const ends = new Int32Array(SCENARIOS);
  let [steps, starts] = [0, 0];
  for (const play of plays) {
    steps += play.steps;
    starts += play.starts;
    for (let k = 0; k < SCENARIOS; k++) ends[k] = Math.max(ends[k] ?? 0, play.ends[k] ?? 0);
  }
  return { steps, starts, ends };
}

function oneByOne(plays: readonly Play[]): Play {
  const ends = new Int32Array(SCENARIOS);
  let [steps, starts] = [0, 0];
  for (const play of plays) {
    steps += play.steps;
    starts += play.starts + play.steps * total(ends);
    for (let k = 0; k < SCENARIOS; k++) ends[k] = (ends[k] ?? 0) + (play.ends[k] ?? 0);
  }
  return { steps, starts, ends };
}

const total = (row: Int32Array): number => row.reduce((sum, value) => sum + value, 0);
const costOf = ({ ends, starts, steps }: Play): number => total(ends) + (WAITING * starts) / steps;

function first(cuts: readonly Cut[]): Cut {
  const [cut] = cuts;
  if (cut === undefined) throw new Error('A part of several steps has a place for a barrier between its levels.');
  return cut;
}
