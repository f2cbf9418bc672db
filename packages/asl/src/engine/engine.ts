import type { Abort, Advance, Engine, ExecutionState, Json, Message, StartOptions, Way } from '../engine-types.ts';
import { byteLength, member, textOf } from '../json.ts';
import { createEvaluator } from '../query/evaluator.ts';
import { blankFrame, contextKey, rootFrame, type Root } from './frames.ts';
import { withText } from './history.ts';
import { programOf } from './program.ts';
import { NotRedrivable, planRedrive, whyNotRedrivable } from './redrive.ts';
import { Runner } from './runner.ts';
import { Turn } from './turn.ts';

export interface EngineOptions {
  /** 0 <= x < 1: jitter of retries, `$random`, `$uuid`, `States.MathRandom` and `States.UUID`. */
  readonly random: () => number;
  /** Events of one execution; 25,000 on AWS. */
  readonly maxEvents?: number;
  /** Bytes of an input, an output, a variable or an Assign; 262,144 on AWS. */
  readonly maxBytes?: number;
  /** Bytes of all variables of an execution; 10,485,760 on AWS. */
  readonly maxVariableBytes?: number;
  /**
   * Characters of the inputs and outputs that a history holds, those that several events share counted once: a guard for hosts that keep
   * histories in memory, by default without a limit here and 134,217,728 in `run`.
   */
  readonly maxHistoryChars?: number;
  /** Milliseconds that one expression may run, of the machine's clock: a guard, by default 15,000. */
  readonly expressionMs?: number;
  /** Depth to which one expression may nest: a guard, by default 500. */
  readonly expressionDepth?: number;
  /** Parts of one expression that may be evaluated, over all its loops: a guard, by default 400,000. */
  readonly expressionSteps?: number;
  /**
   * Asked after each piece of work that takes no time, which one call can have very many of: null goes on at once, a promise lets the host
   * do something else first. What it resolves to, unless null, aborts the execution.
   */
  readonly pause?: () => Promise<Abort | null> | null;
  /** A `Task.Token` of the given context stands in the context object instead of the task's own, as in TestState. */
  readonly keepsToken?: boolean;
  /** Told of each way that is taken, as it is taken. */
  readonly onWay?: (way: Way) => void;
}

/**
 * An engine for state machines in the Amazon States Language, with JSONPath and JSONata. It starts nothing by itself: it answers each
 * message with the actions that its host performs, and its state is plain JSON, so that an execution can be saved, killed and continued.
 *
 * Throws UnsupportedDefinition for a machine that it cannot run; check definitions with `parseDefinition` first.
 * Source: https://states-language.net and the Step Functions developer guide.
 *
 * @example
 * const engine = createEngine({ random: Math.random });
 * const begun = await engine.start({ definition, input: {}, context: {}, now: Date.now() });
 * // … perform begun.actions, then:
 * const next = await engine.deliver(definition, begun.state, [{ type: 'taskSucceeded', id, output: {} }], Date.now());
 */
export function createEngine(options: EngineOptions): Engine {
  const limits = { maxEvents: options.maxEvents ?? 25_000, maxBytes: options.maxBytes ?? 262_144, maxVariableBytes: options.maxVariableBytes ?? 10_485_760, maxHistoryChars: options.maxHistoryChars ?? Infinity };
  const evaluator = createEvaluator({
    // Counts bound the work of an expression. The clock is for what they do not see, and a busy machine may stall a process for seconds.
    expressionMs: options.expressionMs ?? 15_000,
    expressionDepth: options.expressionDepth ?? 500,
    expressionSteps: options.expressionSteps ?? 400_000,
    // No array of more items fits into the JSON that a state carries; inside an expression values may be larger.
    sequenceItems: Math.ceil(limits.maxBytes / 2),
    valueChars: limits.maxBytes * 4,
    regexSteps: 2_000_000,
  });
  const runner = new Runner({ evaluator, limits, random: options.random, onWay: options.onWay ?? nobodyAsked, pause: options.pause ?? noPause, keepsToken: options.keepsToken ?? false });

  return { start, deliver, redrive };

  async function start({ definition, input, context, now }: StartOptions): Promise<Advance> {
    const program = programOf(definition);
    const root: Root = { next: 1, events: 0, timer: null, ended: false, failed: false, redrives: 0, variableBytes: 0, historyChars: 0 };
    const turn = new Turn(program, { root: { ...root }, frames: new Map() }, now, limits);
    turn.write(contextKey, context);
    const text = inputText(input);
    if (byteLength(text) > limits.maxBytes) throw new RangeError(`The input has ${byteLength(text)} bytes; an execution takes at most ${limits.maxBytes}.`);
    turn.lastEvent(0, 'ExecutionStarted', { ...withText('input', text), roleArn: roleIn(context) });
    const startAt = program.regions[0]?.startAt ?? '';
    turn.put(rootFrame, blankFrame({ region: 0, parent: null, join: null, index: 0, state: startAt, input, last: 0 }));
    setMachineTimer(turn);
    turn.plan({ do: 'enter', frame: rootFrame, state: startAt, input, text });
    await runner.settle(turn, []);
    return advance(turn);
  }

  async function deliver(definition: Json, state: ExecutionState, messages: readonly Message[], now: number): Promise<Advance> {
    const turn = new Turn(programOf(definition), state, now, limits);
    if (!turn.root.ended) await runner.settle(turn, messages);
    return advance(turn);
  }

  async function redrive(definition: Json, state: ExecutionState, now: number): Promise<Advance> {
    const turn = new Turn(programOf(definition), state, now, limits);
    const why = whyNotRedrivable(turn, limits.maxEvents);
    if (why !== null) throw new NotRedrivable(why);
    planRedrive(turn);
    setMachineTimer(turn);
    await runner.settle(turn, []);
    return advance(turn);
  }
}

function inputText(input: Json): string {
  try {
    return JSON.stringify(input);
  } catch (error) {
    throw new RangeError('The input cannot be written as JSON: it nests too deep or holds itself.', { cause: error });
  }
}

function nobodyAsked(): void {}
function noPause(): null {
  return null;
}

function setMachineTimer(turn: Turn): void {
  const { timeoutSeconds } = turn.program;
  if (timeoutSeconds === null) return;
  turn.root.timer = 'machine';
  turn.actions.push({ type: 'timer', id: 'machine', at: turn.now + timeoutSeconds * 1000 });
}

function advance(turn: Turn): Advance {
  return { ...turn.commit(), actions: turn.actions, events: turn.events };
}

function roleIn(context: Json): string {
  return textOf(member(member(context, 'Execution'), 'RoleArn'));
}
