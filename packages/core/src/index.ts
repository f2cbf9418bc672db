export * from './model.ts';
export * from './problem.ts';
export * from './trace.ts';
export * from './resource.ts';
export * from './target.ts';
