import type { Abort, Json, Way } from '../engine-types.ts';
import { isArray, textOf, type JsonObject } from '../json.ts';
import type { PathScope } from '../json-path/scope.ts';
import type { Evaluator, Scope } from '../query/evaluator.ts';
import type { Bounds } from './bounds.ts';
import { itemsKey, type Frame } from './frames.ts';
import { hasToken } from './history.ts';
import type { StateDef } from './program.ts';
import { tokenOf } from './token.ts';
import type { Turn } from './turn.ts';

export interface Limits {
  /** Events of one execution. Source: Step Functions quotas. */
  readonly maxEvents: number;
  /** Bytes of UTF-8 JSON of an input or output. Source: Step Functions quotas. */
  readonly maxBytes: number;
  /** Bytes of all variables of an execution. Source: Step Functions quotas. */
  readonly maxVariableBytes: number;
  /** Characters of all inputs and outputs that a history holds. */
  readonly maxHistoryChars: number;
}

/** What does not change while an engine lives. */
export interface Equipment {
  readonly evaluator: Evaluator;
  readonly limits: Limits;
  readonly random: () => number;
  readonly onWay: (way: Way) => void;
  readonly pause: () => Promise<Abort | null> | null;
}

/** One state of one branch at work: what the state types share. */
export interface At extends Equipment {
  readonly turn: Turn;
  readonly id: string;
  readonly frame: Frame;
  readonly state: StateDef;
  readonly bounds: Bounds;
}

/** What an expression sees besides input and variables. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  /** The item that ItemSelector looks at. */
  readonly item?: { readonly index: number; readonly value: Json };
  /** Id of the task that is being started. */
  readonly task?: string;
}

/** `$states` and the variables, for JSONata. */
export function queryScope(at: At, extra: Extra): Scope {
  const { result, errorOutput } = extra;
  return {
    states: {
      input: at.frame.input,
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
      get context() {
        return contextOf(at, extra);
      },
    },
    variable: (name) => at.turn.variable(at.id, name),
    world: { now: at.turn.now, random: at.random },
    bounds: at.bounds,
  };
}

/** `$`, `$$` and the variables, for JSONPath. The context is made only when something asks for it. */
export function pathScope(at: At, input: Json, extra: Extra = {}): PathScope {
  return {
    input,
    get context() {
      return contextOf(at, extra);
    },
    variable: (name) => at.turn.variable(at.id, name),
    world: { now: at.turn.now, random: at.random },
    bounds: at.bounds,
  };
}

const retried = new Set(['Task', 'Parallel', 'Map']);

/** The context object. Source: Step Functions developer guide, "Accessing execution data from the Context object". */
function contextOf(at: At, extra: Extra): JsonObject {
  const { turn, frame, state } = at;
  const count = retried.has(state.type) ? { RetryCount: frame.retries.reduce((sum, done) => sum + done, 0) } : {};
  const item = extra.item ?? itemAround(turn, frame);
  return {
    ...turn.context(),
    State: { Name: frame.state, EnteredTime: new Date(frame.enteredAt).toISOString(), ...count },
    ...(item === null ? {} : { Map: { Item: { Index: item.index, Value: item.value } } }),
    ...(extra.task !== undefined && hasToken(textOf(state.json['Resource'])) ? { Task: { Token: tokenOf(turn.context(), extra.task) } } : {}),
  };
}

/** The item that the nearest Map around the frame gave it. */
function itemAround(turn: Turn, frame: Readonly<Frame>): NonNullable<Extra['item']> | null {
  for (let at: Readonly<Frame> | undefined = frame; at !== undefined && at.parent !== null && at.join !== null; at = turn.peek(at.parent)) {
    if (turn.regionOf(at).of !== 'item') continue;
    const items = turn.read(itemsKey(at.join));
    return { index: at.index, value: (isArray(items) ? items[at.index] : undefined) ?? null };
  }
  return null;
}
