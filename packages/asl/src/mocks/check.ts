import { nearest } from '../check/nearest.ts';
import type { Json } from '../engine-types.ts';
import { statesIn } from '../outline/outline.ts';
import type { MockCase } from './types.ts';

/** A case names a state that its machine lacks, or one that runs no task. */
export interface MisplacedMock {
  readonly case: MockCase;
  readonly state: string;
  readonly message: string;
}

/** Compares cases with the definition of their machine. */
export function misplacedMocks(cases: readonly MockCase[], definition: Json): readonly MisplacedMock[] {
  const types = new Map(statesIn(definition).map(({ name, type }) => [name, type]));
  return cases.flatMap((one) => [...one.states.keys()].flatMap((state) => {
    const type = types.get(state);
    if (type === 'Task') return [];
    if (type !== undefined) return [{ case: one, state, message: `State '${state}' is a ${type} state, which starts no task.` }];
    const meant = nearest(state, types.keys());
    return [{ case: one, state, message: `The definition has no state '${state}'.${meant === null ? '' : ` Is '${meant}' meant?`}` }];
  }));
}
