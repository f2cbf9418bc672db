import type { Json } from '../engine-types.ts';
import type { JsonObject } from '../json.ts';
import type { Eventually } from './eventually.ts';
import { jsonataFlow } from './flow-jsonata.ts';
import { jsonPathFlow } from './flow-json-path.ts';
import type { At, Extra } from './scope.ts';

/** A field as it was given: its value, and where that came from, for the words of an error. */
export interface Field {
  readonly value: Json;
  /** The path of a `…Path` field, or the expression; null for a constant. */
  readonly source: string | null;
}

/** A state, a choice rule or a catcher that leads on, and what it may make its output of. */
export interface Leaving {
  readonly holder: JsonObject;
  readonly extra: Extra;
}
export interface Left {
  readonly output: Json;
  readonly assigned: Json | null;
}

/** How data goes through a state: one for each query language. All may throw StateErrors. */
export interface Flow {
  /** What the work of the state gets: after Arguments, or after InputPath and Parameters. */
  work(at: At, extra: Extra): Eventually<Json>;
  /** `name`, or with JSONPath also `namePath`; null when neither is there. */
  field(at: At, name: string, extra?: Extra): Eventually<Field | null>;
  /** A payload with expressions or paths in it, such as Credentials. */
  payload(at: At, name: string): Eventually<Json | null>;
  items(at: At): Eventually<Field>;
  /** Input of the processor for one item. */
  item(at: At, extra: Extra): Eventually<Json>;
  /** The first choice rule that holds. */
  choose(at: At): Eventually<JsonObject | null>;
  leave(at: At, leaving: Leaving): Eventually<Left>;
}

export function flowOf(at: At): Flow {
  return at.state.language === 'JSONata' ? jsonataFlow : jsonPathFlow;
}
