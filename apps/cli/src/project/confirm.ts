import { createInterface } from 'node:readline/promises';
import { CliError, exit, type Io } from '../io.ts';
import { visible } from '../render/printable.ts';
import type { Options } from '../table.ts';

/** True with --yes or after a yes at the prompt; without a terminal --yes is needed. */
export async function confirmed(io: Io, options: Options, question: string): Promise<boolean> {
  if (options['yes'] === true) return true;
  if (!process.stdin.isTTY || !io.live) throw new CliError('This needs a yes, and there is no terminal to ask on.', 'Run it again with --yes.', exit.usage);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${visible(question)} [y/N] `, { signal: io.interrupted });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (io.interrupted.aborted) throw new CliError('Interrupted: nothing was changed.', '', exit.interrupted);
    throw error;
  } finally {
    prompt.close();
  }
}
