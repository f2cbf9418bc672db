import { createEngine, type EngineOptions } from '../engine/engine.ts';
import type { Json, Way } from '../engine-types.ts';
import { jsonIn } from '../run/json-in.ts';
import { usualContext } from '../run/run.ts';
import { seeded } from '../run/seeded.ts';
import { Execution, type Driver } from './execution.ts';
import { advanced, restored } from './stand.ts';

export interface StepOptions extends Partial<EngineOptions> {
  /** The context object; by default one of an execution named 'run'. */
  readonly context?: Json;
  /** Epoch milliseconds at the start; 0 by default. */
  readonly now?: number;
}

/**
 * Starts an execution that goes on one transition or instant at a time: for debuggers, and for tests that answer tasks by hand.
 *
 * Throws UnsupportedDefinition for what this engine cannot run, and TypeError for an input that is no JSON.
 *
 * @example
 * const execution = await step(definition, { day: '2026-01-31' });
 * await execution.transition();             // into the first state
 * execution.states;                         // where it is: [{ state: 'Load', input: '{"day":…}', … }]
 * await execution.instant();                // all that takes no time; then tasks have started
 * await execution.answer('Load', { output: { rows: 3 } });
 * const text = JSON.stringify(execution);   // save it; continueStepping(JSON.parse(text)) goes on
 */
export async function step(definition: unknown, input: unknown, options: StepOptions = {}): Promise<Execution> {
  return begin(definition as Json, jsonIn(input, 'The input'), options); // the engine refuses a definition that is no JSON
}

async function begin(definition: Json, input: Json, options: StepOptions): Promise<Execution> {
  const now = options.now ?? 0;
  const driver = driverOf(options);
  const advance = await driver.engine.start({ definition, input, context: options.context ?? usualContext(input, now), now });
  const blank = { definition, state: advance.state, startedAt: now, now, end: null, due: [], tasks: [], calls: [], cancelled: [], ways: [], events: [], shown: 0 };
  return new Execution(driver, advanced(blank, advance, now, driver.waysSince()));
}

/** Goes on with an execution that was saved as JSON. Throws TypeError for JSON of anything else. Jitter and chance start anew. */
export function continueStepping(saved: Json, options: Partial<EngineOptions> = {}): Execution {
  return new Execution(driverOf(options), restored(saved));
}

function driverOf(options: Partial<EngineOptions>): Driver {
  let ways: Way[] = [];
  const engine = createEngine({ random: seeded(1), ...options, onWay: (way) => {
    ways.push(way);
    options.onWay?.(way);
  } });
  return {
    engine,
    waysSince: () => {
      const told = ways;
      ways = [];
      return told;
    },
  };
}
