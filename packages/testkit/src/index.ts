export { compareRun, glueCannotKeep, observe, outcomesOf, referenceRun, resumeOf, type ObservedAttempt, type ObservedRun } from './compare.ts';
export { drawFrom, seedOf, type Draw } from './draw.ts';
export { describeCase, features, type Occasion } from './features.ts';
export { FIRST_RUN, pollRace, randomPipeline, type Case, type RandomCase } from './generate.ts';
export { everything, glueRules, type GeneratorOptions } from './options.ts';
export { shrink } from './shrink.ts';
export { sourcesOf } from './sources.ts';
