import type { Runner } from '@millrace/core';
import { CliError, exit } from '../io.ts';
import { shortRun } from '../render/run-id.ts';

/** As `millrace run` makes them. */
const OWN = /^\d{8}t\d{6}-[a-z2-7]{6}$/;
const SHOWN = 3;

/** The id that somebody gave: whole, or the beginning of it, or that of a workflow run as AWS writes it. What is nobody's is left as it is. */
export async function namedRun(runner: Pick<Runner, 'find'>, text: string): Promise<string> {
  if (OWN.test(text)) return text;
  const prefix = /^wr[_-]/i.test(text) ? text.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') : text;
  const found = await runner.find(prefix);
  const [only, ...more] = found;
  if (only === undefined || found.includes(prefix)) return prefix;
  if (more.length === 0) return only;
  const few = found.slice(0, SHOWN).map(shortRun).join(', ');
  throw new CliError(`Several runs begin with ${text}: ${few}${found.length > SHOWN ? ' and more' : ''}.`, 'Give more of its id; `millrace status` lists the newest runs.', exit.usage);
}
