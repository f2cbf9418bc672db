export * from './types.ts';
export * from './store.ts';
