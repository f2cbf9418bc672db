// What every engine's process does the same way: reads the work, warms up, measures, prints.
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { median } from '../measure.ts';
import type { Work } from './shapes.ts';

/** Milliseconds, medians; and how many measurements the longest-running of them is made of. */
export interface Times {
  readonly construct: number;
  readonly validate: number;
  readonly run: number;
  readonly fewest: number;
  /** Milliseconds of processor time for one, on average: what else the machine does is no part of how time grows. */
  readonly processor: { readonly validate: number; readonly run: number };
}

export interface Engine<Machine> {
  /** Makes a machine that can run; nothing is checked. */
  construct(definition: Work['definition']): Machine;
  /** Throws when the definition has errors. */
  validate(definition: Work['definition']): void;
  run(machine: Machine, input: Work['input']): Promise<unknown>;
}

const [warming, measuring] = [300, 1000];
const [fewest, most] = [3, 25];

interface Measured {
  readonly ms: number;
  readonly times: number;
  readonly processor: number;
}

/** Warms up for a while, at least once; measures for a while, at least three times. `fresh` makes what each time needs, outside of what is measured. */
async function measured<T>(fresh: () => T, work: (with_: T) => unknown): Promise<Measured> {
  let processor = 0;
  const once = async (): Promise<number> => {
    const given = fresh();
    const [from, before] = [performance.now(), process.cpuUsage()];
    await work(given);
    const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(before)];
    processor += (user + system) / 1000;
    return ms;
  };
  const ready = performance.now() + warming;
  do await once(); while (performance.now() < ready);
  processor = 0;
  const found: number[] = [];
  const until = performance.now() + measuring;
  while (found.length < fewest || (performance.now() < until && found.length < most)) found.push(await once());
  return { ms: median(found.sort((a, b) => a - b)), times: found.length, processor: processor / found.length };
}

/** Reads the work from the standard input and prints `Times`. A definition is new to the engine each time, as it is when somebody loads it. */
export async function engineProcess<Machine>(engine: Engine<Machine>): Promise<void> {
  // `asl.ts` wrote it.
  const { definition, input, output } = JSON.parse(readFileSync(0, 'utf8')) as Work;
  const fresh = (): Work['definition'] => structuredClone(definition);
  const construct = await measured(fresh, (one) => engine.construct(one));
  const validate = await measured(fresh, (one) => engine.validate(one));
  const machine = engine.construct(fresh());
  const seen = await engine.run(machine, input);
  if (!isDeepStrictEqual(seen, output)) throw new Error(`the execution gave ${JSON.stringify(seen).slice(0, 200)}`);
  const run = await measured(() => undefined, () => engine.run(machine, input));
  const times: Times = {
    construct: construct.ms, validate: validate.ms, run: run.ms,
    fewest: Math.min(...[construct, validate, run].map(({ times: count }) => count)),
    processor: { validate: validate.processor, run: run.processor },
  };
  process.stdout.write(JSON.stringify(times));
}
