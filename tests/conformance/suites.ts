import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCliArguments, parseShorthand, resolvedEntries, ResolvedOptionsError, ShorthandError, type GlueVersion } from '@millrace/params';
import { aslSuite } from './asl.ts';
import { ended, malformed, object, strings, text } from './fields.ts';
import { sourcesSuite } from './asl-sources.ts';

/** One case that was run: its name, and what was seen instead when it failed. */
export interface Outcome {
  readonly id: string;
  readonly wrong: string | null;
}
export interface Suite {
  readonly name: string;
  readonly file: string;
  /** Outside the default folder all of their cases must pass. */
  readonly whole: boolean;
  /** The project keeps no copy of the file: without it the suite is skipped, and says so. */
  readonly absent?: 'skipped';
  readonly run: (cases: readonly Case[], folder: string) => Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: string }>;
}
/** A case as its file has it; the README documents the fields. */
export type Case = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
const differs = (seen: unknown, wanted: unknown): string | null => (shown(seen) === shown(wanted) ? null : `${shown(seen)} instead of ${shown(wanted)}`);
const all = (outcomes: readonly Outcome[]): Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: string }> => Promise.resolve({ outcomes, skipped: '' });

function resolved(glueVersion: GlueVersion): Suite['run'] {
  return (cases) => all(cases.map((one) => {
    const id = text(one, 'id', one);
    // Both are read for either version: a case that is malformed proves nothing for any.
    const wanted = [ended(one, 'result', one), ...(one['glue5'] === undefined ? [] : [ended(object(one, 'glue5', one), 'result', one)])].at(glueVersion === '6.0' ? 0 : -1);
    return { id, wrong: differs(resolvedOutcome(strings(one, 'argv'), strings(one, 'options'), glueVersion), wanted) };
  }));
}

function resolvedOutcome(argv: readonly string[], options: readonly string[], glueVersion: GlueVersion): unknown {
  try {
    return { result: Object.fromEntries(resolvedEntries(argv, options, { glueVersion })) };
  } catch (error) {
    if (error instanceof ResolvedOptionsError) return { error: error.kind };
    throw error;
  }
}

const shorthand: Suite['run'] = (cases) => all(cases.map((one) => {
  const input = text(one, 'input', one);
  const { error } = ended(one, 'expected', one);
  if (error === undefined && typeof one['validForStringMap'] !== 'boolean') throw malformed(one, "'validForStringMap' is true or false");
  return { id: shown(input), wrong: differs(shorthandOutcome(input), error === undefined ? { expected: one['expected'], valid: one['validForStringMap'] } : { error }) };
}));

function shorthandOutcome(text: string): unknown {
  try {
    const expected = parseShorthand(text);
    return { expected, valid: Object.values(expected).every((value) => typeof value === 'string') };
  } catch (error) {
    if (error instanceof ShorthandError) return { error: error.name };
    throw error;
  }
}

/** Files that cases name, unless the folder holds them itself. */
const files: Readonly<Record<string, string>> = {
  'args.txt': '--LOCATION=NY,--DATE=01-01-1990',
  'args.json': '{"--LOCATION":"NY","--DATE":"01-01-1990"}',
};

const cliArguments: Suite['run'] = (cases, folder) => {
  const readFile = (uri: string): string | null => {
    const name = uri.replace(/^fileb?:\/\//, '');
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : (files[name] ?? null);
  };
  return all(cases.map((one) => {
    if (one['exit'] !== 0 && one['exit'] !== 2 && one['exit'] !== 255) throw malformed(one, "'exit' is 0, 2 or 255");
    if (one['Arguments'] !== undefined) object(one, 'Arguments', one);
    const seen = parseCliArguments(strings(one, 'args'), { readFile });
    const map = seen.exit === 0 && seen.arguments !== null ? seen.arguments : undefined;
    return { id: shown(one['args']), wrong: differs({ exit: seen.exit, Arguments: map }, { exit: one['exit'], Arguments: one['Arguments'] }) };
  }));
};

export const suites: readonly Suite[] = [
  { name: 'resolved-options, Glue 6.0', file: 'resolved-options.json', whole: true, run: resolved('6.0') },
  { name: 'resolved-options, Glue 5.x', file: 'resolved-options.json', whole: true, run: resolved('5.1') },
  { name: 'cli-shorthand', file: 'cli-shorthand.json', whole: true, run: shorthand },
  { name: 'cli-arguments', file: 'cli-arguments.json', whole: true, run: cliArguments },
  { name: 'asl-cases, JSONPath without services', file: 'asl-cases.json', whole: false, absent: 'skipped', run: (cases) => aslSuite('JSONPath', cases) },
  { name: 'asl-cases, JSONata without services', file: 'asl-cases.json', whole: false, absent: 'skipped', run: (cases) => aslSuite('JSONata', cases) },
  { name: 'asl-cases, services with recorded results as mocks', file: 'asl-cases.json', whole: false, absent: 'skipped', run: (cases) => aslSuite('services', cases) },
  { name: 'asl-cases, none of them in the sources', file: 'asl-cases.json', whole: true, absent: 'skipped', run: (cases) => all(sourcesSuite(cases)) },
];
