export { capabilities, rows, type Feature } from './capabilities.ts';
export { sfnCatalogue } from './catalogue.ts';
export { compile } from './compile/compile.ts';
export { kinds } from './kinds/index.ts';
