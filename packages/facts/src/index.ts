export * from './types.ts';
export { sources } from './sources.ts';
export { limits, prices, workerDpu } from './numbers.ts';
export { comparison, type Cell, type ComparisonRow } from './comparison.ts';
