export * from './errors.ts';
export { parseShorthand, type ShorthandMap, type ShorthandOptions, type ShorthandValue } from './parse.ts';
export { renderShorthand, type Refused } from './render.ts';
