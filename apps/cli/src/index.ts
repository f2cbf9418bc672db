export { commands, type CommandSpec, type OptionSpec } from './table.ts';
