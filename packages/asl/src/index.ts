export * from './engine-types.ts';
export { createEngine, type EngineOptions } from './engine/engine.ts';
export { UnsupportedDefinition } from './engine/program.ts';
export { detailsMember, integrationOf } from './engine/history.ts';
export { simulate, type Simulated, type SimulateOptions, type TaskAnswer, type TaskCall } from './simulate.ts';
export { parseDefinition, type Parsed } from './check/parse.ts';
export type { DefinitionProblem } from './check/problem.ts';
export type * from './language.ts';
