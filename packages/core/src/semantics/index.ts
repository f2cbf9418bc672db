export { isBad, satisfies } from './board.ts';
export { decide, type Decision } from './decide.ts';
export { interpret } from './interpret.ts';
export { graphHash, keptSteps, runOutcome } from './outcome.ts';
