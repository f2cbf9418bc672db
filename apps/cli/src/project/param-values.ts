import type { Pipeline, Scalar, Site } from '@millrace/core';
import { layersOf, type ParamLayer } from '@millrace/params';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, exit, type Io } from '../io.ts';
import type { Options } from '../table.ts';

/** What `-p name=value` gives. */
export function givenParams(options: Options): Record<string, string> {
  const given = Array.isArray(options['param']) ? options['param'].map(String) : [];
  const pairs = given.map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CliError(`--param takes name=value, not ${pair}.`, 'For example: --param day=2026-01-31', exit.usage);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) < index);
  if (twice !== undefined) throw new CliError(`--param gives '${twice[0]}' twice.`, 'Give each parameter one value.', exit.usage);
  return Object.fromEntries(pairs);
}

/** The text of a file that a person named; `-` is standard input. */
export function readText(io: Io, path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : resolve(io.cwd, path), 'utf8');
  } catch {
    throw new CliError(`${path === '-' ? 'Standard input' : path} cannot be read.`, 'Name a file that exists and that you may read, or - for standard input.', exit.usage);
  }
}

type Fields = Readonly<Record<string, unknown>>;
// An object of unknown values is all that is claimed.
const fields = (value: unknown): Fields | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null);

function jsonObject(io: Io, path: string, what: string): Fields {
  let found: Fields | null = null;
  try {
    found = fields(JSON.parse(readText(io, path)));
  } catch (error) {
    if (error instanceof CliError) throw error;
  }
  if (found === null) throw new CliError(`${path} is no JSON object: it should hold ${what}.`, 'Write names and values, such as {"day": "2026-01-31"}.', exit.usage);
  return found;
}

/** Values of an environment, from `--values FILE`. */
function fileValues(io: Io, options: Options): Fields {
  const path = options['values'];
  return typeof path === 'string' ? jsonObject(io, path, 'values by the names of their parameters') : {};
}

/** What a job has saved, from `--saved FILE`: the answer of `aws glue get-job`, or its `Job`. Settings of the job are left out. */
function savedValues(io: Io, options: Options, names: readonly string[]): { readonly saved: Fields; readonly nonOverridable: Fields } {
  const path = options['saved'];
  if (typeof path !== 'string') return { saved: {}, nonOverridable: {} };
  const whole = jsonObject(io, path, 'the answer of `aws glue get-job`');
  const job = fields(whole['Job']) ?? whole;
  const own = (key: string): Fields => Object.fromEntries(Object.entries(fields(job[key]) ?? {}).flatMap(([name, value]) => (names.includes(name.slice(2)) && name.startsWith('--') ? [[name.slice(2), value]] : [])));
  return { saved: own('DefaultArguments'), nonOverridable: own('NonOverridableArguments') };
}

/** The values of the parameters of a run, in the order in which they override each other: all commands that resolve them ask here. */
export function valueLayers(io: Io, options: Options, pipeline: Pick<Pipeline, 'params'>, site: Pick<Site, 'params'>): ParamLayer[] {
  return layersOf({ environmentFile: fileValues(io, options), environment: site.params, run: givenParams(options), ...savedValues(io, options, Object.keys(pipeline.params)) });
}

/** A value on one line, as a person would write it. */
export const written = (value: Scalar): string => (typeof value === 'string' ? value.replace(/[\n\r]/g, (char) => JSON.stringify(char).slice(1, -1)) : String(value));
