export { catalogues } from './project/catalogue.ts';
export { commands, type CommandSpec, type OptionSpec } from './table.ts';
