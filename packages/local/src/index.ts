export * from './host/types.ts';
