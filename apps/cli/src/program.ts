import { Command, CommanderError, Option } from 'commander';
import { CliError, exit, type Io } from './io.ts';
import { commands, type CommandSpec, type OptionSpec, type Options } from './table.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function option(spec: OptionSpec): Option {
  const made = new Option(spec.flags, spec.help);
  if (spec.choices !== undefined) made.choices(spec.choices);
  if (spec.repeatable === true) made.argParser(collect).default([]);
  return made;
}

function examples(spec: CommandSpec): string {
  const lines = spec.examples.map(([command, meaning]) => `  $ ${command}\n      ${meaning}`);
  return `Examples:\n${lines.join('\n')}\n`;
}

/** Builds the command line. `makeIo` learns the global flags; the exit code comes back through `done`. */
export function createProgram(makeIo: (flags: { readonly json: boolean; readonly colour: boolean | null }) => Io, done: (code: number) => void): Command {
  const program = new Command('millrace');
  program
    .description('Describe an AWS Glue pipeline once; choose an orchestrator, check, run, deploy, watch, stop and resume it.')
    .option('--json', 'one JSON document on standard output')
    .option('--no-color', 'no colour')
    .version('0.0.0', '--version')
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText('after', '\nExamples:\n  $ millrace check\n  $ millrace deploy --local --target glue --yes\n  $ millrace run --local\n\nExit codes: 0 ok, 1 failure, 2 usage, 3 findings, 4 differences, 130 interrupted. No telemetry.');
  for (const spec of commands) {
    const command = program.command(spec.arguments === undefined ? spec.name : `${spec.name} ${spec.arguments}`).description(spec.summary);
    for (const one of spec.options) command.addOption(option(one));
    command.option('--json', 'one JSON document on standard output').option('--no-color', 'no colour').addHelpText('before', `${examples(spec)}`).exitOverride();
    command.action(async (...parts: unknown[]) => {
      // commander calls an action with the declared arguments, the options and the command.
      const flags = { ...program.opts<Record<string, unknown>>(), ...command.opts<Record<string, unknown>>() };
      const noColour = process.argv.includes('--no-color');
      const io = makeIo({ json: flags['json'] === true || program.opts<Record<string, unknown>>()['json'] === true, colour: noColour ? false : null });
      const args = parts.slice(0, -2).filter((part): part is string => typeof part === 'string');
      const { run } = await spec.load();
      // Options come from the table above: strings, booleans and lists of strings only.
      done(await run(io, args, flags as Options));
    });
  }
  return program;
}

/** Commander reports usage errors by throwing; help and version are no errors. */
export function exitCodeOf(error: unknown): number | null {
  if (error instanceof CommanderError) return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' || error.code === 'commander.help' ? exit.ok : exit.usage;
  if (error instanceof CliError) return error.code;
  return null;
}
