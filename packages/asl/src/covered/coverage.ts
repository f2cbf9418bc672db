import type { Json, Way } from '../engine-types.ts';
import { member, pointer } from '../json.ts';
import { statesIn, type OutlineState } from '../outline/outline.ts';
import { errorsOf, ruleText } from '../outline/rule-text.ts';
import type { Ended } from '../run/types.ts';
import { visitsOf } from '../trace/trace.ts';

export type CoveredKind = 'state' | 'rule' | 'default' | 'retrier' | 'catcher';

/** A state, or a way out of one, and how often executions took it. */
export interface CoveragePoint {
  /** A JSON pointer into the definition. */
  readonly pointer: string;
  readonly state: string;
  readonly kind: CoveredKind;
  /** A rule or the errors of a retrier or catcher, as people read them; '' for others. */
  readonly label: string;
  readonly count: number;
}

/** What executions of one definition have reached of it. Plain JSON: it can be saved and merged. */
export interface Coverage {
  readonly executions: number;
  readonly points: readonly CoveragePoint[];
}

/**
 * Counts how often executions entered each state and took each choice rule, default, retrier and catcher. States of the items of a
 * distributed Map are left out: the history tells nothing of them.
 *
 * @example
 * const coverage = coverageOf(definition, [await run(definition, a), await run(definition, b)]);
 * coverageText(coverage); // a table; shortfalls(coverage, { states: 100, branches: 90 }) tells what is missing
 */
export function coverageOf(definition: Json, executions: Iterable<Pick<Ended, 'events' | 'ways'>>): Coverage {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let number = 0;
  for (const { events, ways } of executions) {
    number += 1;
    for (const { state } of visitsOf(events)) count(keyOf(state, 'state', 0));
    for (const way of ways) count(keyOfWay(way));
  }
  const points = told(definition).flatMap(pointsOf);
  return { executions: number, points: points.map(({ key, ...point }) => ({ ...point, count: counts.get(key) ?? 0 })) };
}

/** The states whose visits a history tells of. */
function told(definition: Json): readonly OutlineState[] {
  const states = statesIn(definition);
  const apart = states.filter(({ json }) => member(member(json['ItemProcessor'], 'ProcessorConfig'), 'Mode') === 'DISTRIBUTED').map(({ pointer: at }) => `${at}/`);
  return states.filter(({ pointer: at }) => !apart.some((map) => at.startsWith(map)));
}

type Uncounted = Omit<CoveragePoint, 'count'> & { readonly key: string };

function pointsOf({ name, pointer: at, ways, retriers, catchers }: OutlineState): readonly Uncounted[] {
  const point = (kind: CoveredKind, index: number, place: string, label: string): Uncounted => ({ pointer: place, state: name, kind, label, key: keyOf(name, kind, index) });
  return [
    point('state', 0, at, ''),
    ...ways.flatMap(({ by, index, json }) => (by === 'rule' ? [point('rule', index, pointer(at, 'Choices', index), ruleText(json))] : by === 'default' ? [point('default', 0, pointer(at, 'Default'), '')] : [])),
    ...retriers.map((json, i) => point('retrier', i, pointer(at, 'Retry', i), errorsOf(json).join(', '))),
    ...catchers.map((json, i) => point('catcher', i, pointer(at, 'Catch', i), errorsOf(json).join(', '))),
  ];
}

// JSON keeps names of states apart whatever they hold.
const keyOf = (state: string, kind: CoveredKind, index: number): string => JSON.stringify([state, kind, index]);
const keyOfWay = (way: Way): string => keyOf(way.state, way.took, way.took === 'default' ? 0 : way.index);

/** Adds up coverages of one definition, of several test files or machines. */
export function mergeCoverage(coverages: Iterable<Coverage>): Coverage {
  const points = new Map<string, CoveragePoint>();
  let executions = 0;
  for (const coverage of coverages) {
    executions += coverage.executions;
    for (const point of coverage.points) {
      const key = `${point.pointer}\0${point.label}`;
      points.set(key, { ...point, count: point.count + (points.get(key)?.count ?? 0) });
    }
  }
  return { executions, points: [...points.values()] };
}
