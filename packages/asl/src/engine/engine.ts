import type { Advance, Engine, ExecutionState, Json, Message, StartOptions } from '../engine-types.ts';
import { byteLength, member, textOf } from '../json.ts';
import { createEvaluator } from '../query/evaluator.ts';
import { contextKey, rootFrame, type Root } from './frames.ts';
import { withText } from './history.ts';
import { programOf } from './program.ts';
import { Runner } from './runner.ts';
import { Turn } from './turn.ts';

export interface EngineOptions {
  /** 0 <= x < 1: jitter of retries, `$random` and `$uuid`. */
  readonly random: () => number;
  /** Events of one execution; 25,000 on AWS. */
  readonly maxEvents?: number;
  /** Bytes of an input, an output or a variable; 262,144 on AWS. */
  readonly maxBytes?: number;
  /** Milliseconds that one expression may run, of the machine's clock: a guard, by default 5,000. */
  readonly expressionMs?: number;
  /** Depth to which one expression may nest: a guard, by default 500. */
  readonly expressionDepth?: number;
}

/**
 * An engine for state machines in the Amazon States Language with JSONata. It starts nothing by itself: it answers each message with the
 * actions that its host performs, and its state is plain JSON, so that an execution can be saved, killed and continued.
 *
 * Throws UnsupportedDefinition for a machine that it cannot run; check definitions with `parseDefinition` first.
 *
 * @example
 * const engine = createEngine({ random: Math.random });
 * const begun = await engine.start({ definition, input: {}, context: {}, now: Date.now() });
 * // … perform begun.actions, then:
 * const next = await engine.deliver(definition, begun.state, [{ type: 'taskSucceeded', id, output: {} }], Date.now());
 */
export function createEngine(options: EngineOptions): Engine {
  const limits = { maxEvents: options.maxEvents ?? 25_000, maxBytes: options.maxBytes ?? 262_144 };
  const evaluator = createEvaluator({
    expressionMs: options.expressionMs ?? 5000,
    expressionDepth: options.expressionDepth ?? 500,
    sequenceItems: 200_000,
  });
  const runner = new Runner(evaluator, limits, options.random);

  return { start, deliver };

  async function start({ definition, input, context, now }: StartOptions): Promise<Advance> {
    const program = programOf(definition);
    const root: Root = { next: 1, events: 0, timer: null, ended: false };
    const turn = new Turn(program, { root: { ...root }, frames: new Map() }, now, limits.maxEvents);
    turn.write(contextKey, context);
    const text = JSON.stringify(input);
    if (byteLength(text) > limits.maxBytes) throw new RangeError(`The input has ${byteLength(text)} bytes; an execution takes at most ${limits.maxBytes}.`);
    turn.lastEvent(0, 'ExecutionStarted', { ...withText('input', text), roleArn: roleIn(context) });
    turn.putFrame(rootFrame, { region: 0, parent: null, join: null, state: '', input: null, entered: 0, enteredAt: 0, last: 0, retries: [], waiting: null });
    if (program.timeoutSeconds !== null) {
      turn.root = { ...turn.root, timer: 'machine' };
      turn.actions.push({ type: 'timer', id: 'machine', at: now + program.timeoutSeconds * 1000 });
    }
    turn.plan({ do: 'enter', frame: rootFrame, state: program.regions[0]?.startAt ?? '', input });
    await runner.settle(turn, []);
    return advance(turn);
  }

  async function deliver(definition: Json, state: ExecutionState, messages: readonly Message[], now: number): Promise<Advance> {
    const turn = new Turn(programOf(definition), state, now, limits.maxEvents);
    if (!turn.root.ended) await runner.settle(turn, messages);
    return advance(turn);
  }
}

function advance(turn: Turn): Advance {
  return { ...turn.commit(), actions: turn.actions, events: turn.events };
}

function roleIn(context: Json): string {
  return textOf(member(member(context, 'Execution'), 'RoleArn'));
}
