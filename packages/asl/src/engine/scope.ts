import type { Abort, Json, Way } from '../engine-types.ts';
import { isArray, member, textOf, type JsonObject } from '../json.ts';
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
  /** A token of the given context is not replaced. */
  readonly keepsToken: boolean;
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

/** One item of a Map; of an object the pair of `key` and `value` is what goes to the processor. */
export interface Item {
  readonly index: number;
  readonly key: string | null;
  readonly value: Json;
  readonly input: Json;
}

/** The item at a place of a list of items. */
export function itemAt(items: Json | undefined, index: number, keyed: boolean): Item {
  const input = (isArray(items) ? items[index] : undefined) ?? null;
  return keyed ? { index, key: textOf(member(input, 'Key')), value: member(input, 'Value') ?? null, input } : { index, key: null, value: input, input };
}

/** What an expression sees besides input and variables. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  /** The item that ItemSelector looks at. */
  readonly item?: Item;
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
    ...(item === null ? {} : { Map: { Item: { Index: item.index, ...(item.key === null ? {} : { Key: item.key }), Value: item.value, Source: 'STATE_DATA' } } }),
    ...taskIn(at, extra),
  };
}

function taskIn({ turn, state, keepsToken }: At, { task }: Extra): JsonObject {
  if (task === undefined || !hasToken(textOf(state.json['Resource']))) return {};
  if (keepsToken && member(turn.context()['Task'], 'Token') !== undefined) return {};
  return { Task: { Token: tokenOf(turn.context(), task) } };
}

/** The item that the nearest Map around the frame gave it. */
function itemAround(turn: Turn, frame: Readonly<Frame>): Item | null {
  for (let at: Readonly<Frame> | undefined = frame; at !== undefined && at.parent !== null && at.join !== null; at = turn.peek(at.parent)) {
    if (turn.regionOf(at).of !== 'item') continue;
    const map = turn.peek(at.parent)?.waiting;
    return itemAt(turn.read(itemsKey(at.join)), at.index, map?.for === 'branches' && map.map?.keyed === true);
  }
  return null;
}
