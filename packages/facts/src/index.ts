export * from './types.ts';
export { sources } from './sources.ts';
export { helperCost, type HelperCost, type HelperPrice, type PricedHelper } from './helper-cost.ts';
export { limits, prices, workerDpu } from './numbers.ts';
export { comparison, type Cell, type ComparisonRow } from './comparison.ts';
export { practices, type Means, type Practice, type PracticeId, type Upheld } from './practices.ts';
