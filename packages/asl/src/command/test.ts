import { dirname, join } from 'node:path';
import { coverageOf, type Coverage } from '../covered/coverage.ts';
import { coverageText, sharesOf, shortfalls, type Thresholds } from '../covered/report.ts';
import type { Json } from '../engine-types.ts';
import type { MockCase } from '../mocks/types.ts';
import { duration } from '../picture/words.ts';
import { padded } from '../text/columns.ts';
import { playCase, type PlayedCase } from './cases.ts';
import { readDefinition, readInput } from './definition.ts';
import { readCases, refuseMisplaced } from './mocks.ts';
import { onlyFile, readOptions } from './options.ts';
import { exits, painted, Refusal, type Exit, type World } from './world.ts';
import { indented } from './wrap.ts';

interface Tested {
  readonly machine: string;
  readonly cases: readonly PlayedCase[];
  readonly coverage: Coverage;
  readonly missing: readonly string[];
}

/** `asl test MOCKS` */
export async function testCommand(world: World, args: readonly string[]): Promise<Exit> {
  const options = readOptions(args, { definition: { type: 'string' }, machine: { type: 'string' }, input: { type: 'string' }, states: { type: 'string' }, branches: { type: 'string' }, json: { type: 'boolean' } });
  const file = onlyFile(options, 'the mock file with the cases: asl test MockConfigFile.json');
  const cases = chosen(await readCases(world, file), file, options.text('machine'), options.text('definition'));
  const input = await readInput(world, options.text('input'));
  const states = options.percent('states');
  const branches = options.percent('branches');
  const thresholds: Thresholds = { ...(states === undefined ? {} : { states }), ...(branches === undefined ? {} : { branches }) };
  const tested: Tested[] = [];
  for (const [machine, all] of Map.groupBy(cases, (one) => one.machine)) {
    const definition = await definitionFor(world, file, machine, options.text('definition'));
    refuseMisplaced(world, file, all, definition);
    const played: PlayedCase[] = [];
    for (const one of all) played.push(await playCase(definition, one, input));
    const coverage = coverageOf(definition, played.map(({ end }) => end));
    tested.push({ machine, cases: played, coverage, missing: shortfalls(coverage, thresholds) });
  }
  world.out(options.flag('json') ? json(tested) : tested.map((one) => told(world, one)).join('\n') + summary(world, tested));
  return tested.every(({ cases: all, missing }) => missing.length === 0 && all.every(({ faults }) => faults.length === 0)) ? exits.ok : exits.failure;
}

function chosen(cases: readonly MockCase[], file: string, machine: string | undefined, definition: string | undefined): readonly MockCase[] {
  const machines = [...new Set(cases.map((one) => one.machine))];
  if (cases.length === 0) throw new Refusal(`'${file}' has no cases: add one under StateMachines.NAME.TestCases.`);
  if (machine === undefined && definition !== undefined && machines.length > 1) throw new Refusal(`'${file}' has cases of ${machines.join(', ')}: say with --machine which of them the definition is.`);
  const found = machine === undefined ? cases : cases.filter((one) => one.machine === machine);
  if (found.length === 0) throw new Refusal(`'${file}' has no state machine '${machine ?? ''}'. It has ${machines.join(', ')}.`);
  return found;
}

const endings = ['.asl.json', '.asl.yaml', '.asl.yml', '.json', '.yaml', '.yml'];

/** The definition that was named, or the one beside the mock file that has the machine's name. */
async function definitionFor(world: World, file: string, machine: string, given: string | undefined): Promise<Json> {
  if (given !== undefined) return readDefinition(world, given);
  // A name with a path in it would leave the folder.
  if (/[/\\]/u.test(machine)) throw new Refusal(`State machine '${machine}' is not the name of a file: give its definition with --machine and --definition FILE.`);
  for (const ending of endings) {
    const path = join(dirname(file), `${machine}${ending}`);
    if (await world.read(path).then(() => true, () => false)) return readDefinition(world, path);
  }
  throw new Refusal(`There is no definition of '${machine}' beside '${file}' (${machine}${endings.slice(0, 2).join(`, ${machine}`)}, …): name it with --definition FILE.`);
}

function told(world: World, { machine, cases, coverage, missing }: Tested): string {
  const wide = Math.min(Math.max(...cases.map(({ case: { name } }) => name.length)), 40);
  const lines = cases.map(({ case: { name }, end, faults }) => {
    const sign = faults.length === 0 ? painted(world, 'green', '✓') : painted(world, 'red', '✗');
    const error = end.error === null || end.error === '' ? '' : `  ${end.error}`;
    return `  ${sign} ${padded(name, wide)}  ${end.status}  ${duration(end.endedAt - end.startedAt)}${error}\n${faults.map((fault) => indented(fault, world.columns, '      ')).join('')}`;
  });
  const short = missing.map((sentence) => painted(world, 'red', indented(sentence, world.columns, '').trimEnd()) + '\n').join('');
  return `${painted(world, 'bold', machine)}\n${lines.join('')}\n${coverageText(coverage, world.columns)}${short}`;
}

function summary(world: World, tested: readonly Tested[]): string {
  const all = tested.flatMap(({ cases }) => cases);
  const held = all.filter(({ faults }) => faults.length === 0).length;
  return `\n${painted(world, held === all.length ? 'green' : 'red', `${held} of ${all.length} cases hold.`)}\n`;
}

function json(tested: readonly Tested[]): string {
  const machines = tested.map(({ machine, cases, coverage, missing }) => ({
    machine,
    cases: cases.map(({ case: { name }, end: { status, output, error, cause, startedAt, endedAt }, faults }) => ({ name, holds: faults.length === 0, faults, status, output, error, cause, ms: endedAt - startedAt })),
    coverage: { ...sharesOf(coverage), ...coverage },
    missing,
  }));
  return `${JSON.stringify({ schemaVersion: 1, machines }, null, 2)}\n`;
}
