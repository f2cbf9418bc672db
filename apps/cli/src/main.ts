import { setTimeout as wait } from 'node:timers/promises';
import { CliError, exit, paint, printJson, type Io } from './io.ts';
import { CommanderError } from 'commander';
import { explainError } from './explain-error.ts';
import { createProgram, exitCodeOf } from './program.ts';
import { printable } from './render/printable.ts';
import { wrap } from './render/text.ts';

function wantsColour(flag: boolean | null): boolean {
  if (flag === false || (process.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = process.env['FORCE_COLOR'];
  return forced !== undefined && forced !== '0' ? true : process.stdout.isTTY;
}

function terminal(interrupted: AbortSignal, flags: { readonly json: boolean; readonly colour: boolean | null }): Io {
  return {
    // JSON escapes control characters itself.
    out: (text) => process.stdout.write(flags.json ? text : printable(text)),
    err: (text) => process.stderr.write(printable(text)),
    draw: (text) => process.stderr.write(text),
    json: flags.json,
    colour: wantsColour(flags.colour),
    live: process.stderr.isTTY && !flags.json && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb',
    // Asked each time: terminals change their size. Some that are recorded have none.
    get columns() {
      return process.stderr.columns || 80;
    },
    get rows() {
      return process.stderr.rows || 24;
    },
    cwd: process.cwd(),
    env: process.env,
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: async (ms) => {
      await wait(ms, undefined, { signal: interrupted }).catch(() => undefined);
    },
    lendIdentity: () => {
      process.env['AWS_ACCESS_KEY_ID'] ??= 'millrace';
      process.env['AWS_SECRET_ACCESS_KEY'] ??= 'millrace';
    },
    interrupted,
  };
}

/** The door: the only place that sets the exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.once('SIGINT', () => process.exit(exit.interrupted));
  });
  // A reader that went away (`millrace logs | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.ok);
    throw error;
  });
  let io = terminal(controller.signal, { json: argv.includes('--json'), colour: argv.includes('--no-color') ? false : null });
  const program = createProgram((flags) => (io = terminal(controller.signal, flags)), (code) => {
    process.exitCode = code;
  });
  try {
    if (argv.length <= 2) program.outputHelp();
    else await program.parseAsync([...argv]);
  } catch (error) {
    const code = exitCodeOf(error);
    if (error instanceof CommanderError) {
      process.exitCode = code ?? exit.failure;
      // Commander has told people already.
      if (io.json && code === exit.usage) printJson(io, { error: { message: error.message.replace(/^error: /, '').replace(/\n/g, ' '), hint: '`millrace --help` lists the commands, `millrace COMMAND --help` its options.' } });
      return;
    }
    process.exitCode = controller.signal.aborted ? exit.interrupted : (code ?? exit.failure);
    const { message, hint } = explainError(error);
    if (io.json) printJson(io, { error: { message, hint }, ...(error instanceof CliError ? error.document : {}) });
    // Lines are broken for people only: a log is searched by whole sentences.
    const width = process.stderr.isTTY ? io.columns : Infinity;
    io.err(`${paint(io, 'red', 'error')} ${wrap(message, width, ' '.repeat(6))}\n${hint === '' ? '' : `  ${paint(io, 'dim', 'fix')} ${wrap(hint, width, ' '.repeat(6))}\n`}`);
    if ((process.env['MILLRACE_DEBUG'] ?? '') !== '' && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
  }
}
