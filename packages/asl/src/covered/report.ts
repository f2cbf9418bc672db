import { table } from '../text/columns.ts';
import type { Coverage, CoveragePoint } from './coverage.ts';

export interface Share {
  readonly covered: number;
  readonly total: number;
  /** 0 to 100; 100 where there is nothing to cover. */
  readonly percent: number;
}

export interface Shares {
  readonly states: Share;
  /** Choice rules, defaults, retriers and catchers. */
  readonly branches: Share;
}

/** How much of the states and branches was reached. */
export function sharesOf({ points }: Coverage): Shares {
  const states = points.filter(({ kind }) => kind === 'state');
  return { states: share(states), branches: share(points.filter(({ kind }) => kind !== 'state')) };
}

function share(points: readonly CoveragePoint[]): Share {
  const covered = points.filter(({ count }) => count > 0).length;
  return { covered, total: points.length, percent: points.length === 0 ? 100 : (covered * 100) / points.length };
}

export interface Thresholds {
  /** Percent. */
  readonly states?: number;
  readonly branches?: number;
}

/** One sentence for each threshold that is not reached; empty when all are. */
export function shortfalls(coverage: Coverage, thresholds: Thresholds): readonly string[] {
  const shares = sharesOf(coverage);
  return (['states', 'branches'] as const).flatMap((kind) => {
    const wanted = thresholds[kind];
    const { percent, covered, total } = shares[kind];
    return wanted === undefined || percent >= wanted ? [] : [`${covered} of ${total} ${kind} were reached: ${rounded(percent)}%, and ${rounded(wanted)}% are asked for.`];
  });
}

/** Coverage as a table of states, and a list of what was never reached. No line is longer than `width`. */
export function coverageText(coverage: Coverage, width = 80): string {
  const byState = Map.groupBy(coverage.points, ({ state }) => state);
  const rows = coverage.points.filter(({ kind }) => kind === 'state').map((state) => {
    const branches = share((byState.get(state.state) ?? []).filter(({ kind }) => kind !== 'state'));
    return [state.count > 0 ? '' : '!', state.state, String(state.count), branches.total === 0 ? '' : `${branches.covered} of ${branches.total}`];
  });
  const missed = coverage.points.filter(({ kind, count }) => kind !== 'state' && count === 0).map((point) => [point.state, point.kind, point.label]);
  const shares = sharesOf(coverage);
  const list = table([{ head: '' }, { head: 'State', gives: true }, { head: 'Entered', side: 'right' }, { head: 'Branches', side: 'right' }], rows, width);
  const never = missed.length === 0 ? [] : ['', ...table([{ head: 'Never taken', gives: true }, { head: '' }, { head: '', gives: true }], missed, width)];
  const sum = `States ${told(shares.states)}, branches ${told(shares.branches)}, in ${coverage.executions} ${coverage.executions === 1 ? 'execution' : 'executions'}.`;
  return [...list, ...never, '', sum].map((line) => `${line}\n`).join('');
}

const told = ({ covered, total, percent }: Share): string => `${covered} of ${total} (${rounded(percent)}%)`;
/** 99.96 is not 100. */
const rounded = (percent: number): string => String(Math.floor(percent * 10) / 10);
