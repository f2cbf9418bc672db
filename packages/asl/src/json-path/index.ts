export { choiceHolds } from './choice.ts';
export { compilePath } from './compile.ts';
export { compiledFor, valueAt } from './field.ts';
export { placeAt } from './place.ts';
export { readPath } from './read.ts';
export type { PathScope } from './scope.ts';
export { PathSyntaxError, type Path, type Step } from './syntax.ts';
export { fillTemplate } from './template.ts';
export { instantOf, type Instant } from './timestamp.ts';
