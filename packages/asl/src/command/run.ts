import type { Json } from '../engine-types.ts';
import { mockedTasks } from '../mocks/play.ts';
import { duration } from '../picture/words.ts';
import { svgOf } from '../picture/svg.ts';
import { realClock } from '../run/clock.ts';
import { run } from '../run/run.ts';
import type { Ended, RunOptions } from '../run/types.ts';
import { readDefinition, readInput } from './definition.ts';
import { historyText } from './history.ts';
import { readCase, refuseMisplaced } from './mocks.ts';
import { onlyFile, readOptions, type Parsed } from './options.ts';
import { exits, painted, Refusal, writeFile, type Exit, type World } from './world.ts';
import { indented } from './wrap.ts';

export const playOptions = { input: { type: 'string' }, mocks: { type: 'string' }, now: { type: 'string' }, 'real-time': { type: 'boolean' } } as const;
const most = 200;

/** `asl run FILE` */
export async function runCommand(world: World, args: readonly string[]): Promise<Exit> {
  const options = readOptions(args, { ...playOptions, json: { type: 'boolean' }, all: { type: 'boolean' }, svg: { type: 'string' } });
  const file = onlyFile(options, 'the definition to run: asl run FILE');
  const { definition, end } = await played(world, file, options);
  const svg = options.text('svg');
  if (svg !== undefined) await writeFile(world, svg, await svgOf(definition, { execution: end, title: file }));
  if (options.flag('json')) {
    const { status, output, error, cause, startedAt, endedAt, events } = end;
    world.out(`${JSON.stringify({ schemaVersion: 1, status, output, error, cause, startedAt, endedAt, events }, null, 2)}\n`);
  } else world.out(`${endText(world, end)}\n${historyText(end.events, world.columns, options.flag('all') ? Infinity : most)}`);
  if (world.signal.aborted) return exits.interrupted;
  return end.status === 'SUCCEEDED' ? exits.ok : exits.failure;
}

/** Runs a definition as the options say. Without mocks, tasks answer their arguments. */
export async function played(world: World, file: string, options: Parsed): Promise<{ readonly definition: Json; readonly end: Ended }> {
  const definition = await readDefinition(world, file);
  const mocks = options.text('mocks');
  const found = mocks === undefined ? null : await readCase(world, mocks);
  if (found !== null && mocks !== undefined) refuseMisplaced(world, mocks.slice(0, mocks.lastIndexOf('#')), [found], definition);
  const given = options.text('input');
  const input = given === undefined && found?.expected?.input !== undefined ? found.expected.input : await readInput(world, given);
  const tasks: RunOptions = found === null ? {} : { tasks: mockedTasks(found) };
  const clock: RunOptions = options.flag('real-time') ? { clock: realClock } : { now: instantIn(options.text('now')) };
  return { definition, end: await run(definition, input, { ...tasks, ...clock, signal: world.signal }) };
}

function instantIn(given: string | undefined): number {
  if (given === undefined) return 0;
  const instant = Date.parse(given);
  if (Number.isNaN(instant)) throw new Refusal(`--now takes an instant such as 2026-01-31T12:00:00Z, not '${given}'.`);
  return instant;
}

const tones = { SUCCEEDED: 'green', FAILED: 'red', TIMED_OUT: 'red', ABORTED: 'yellow', RUNNING: 'yellow' } as const;

/** Status, output or error, in full. */
export function endText(world: World, { status, output, error, cause, startedAt, endedAt }: Ended): string {
  const head = `${painted(world, ['bold', tones[status]], status)} after ${duration(endedAt - startedAt)}\n`;
  if (status === 'SUCCEEDED') return `${head}${JSON.stringify(output, null, 2)}\n`;
  if (status === 'RUNNING') return `${head}${indented('A task waits for an answer that nothing gives.', world.columns, '  ')}`;
  return head + [error, cause].filter((text) => text !== null && text !== '').map((text) => indented(text ?? '', world.columns, '  ')).join('');
}
