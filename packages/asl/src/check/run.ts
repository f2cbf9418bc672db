import type { Json } from '../engine-types.ts';
import type { JsonObject } from '../json.ts';
import type { ServiceNames } from '../integrations/services.ts';
import type { Report } from './problem.ts';
import type { Queries } from './queries.ts';

export type Language = 'JSONPath' | 'JSONata';

/** What one check of a definition knows everywhere. */
export interface Run {
  readonly report: Report;
  readonly language: Language;
  /** Names of states and labels of maps with the place where each was met first. */
  readonly names: Map<string, string>;
  readonly labels: Map<string, string>;
  readonly queries: Queries;
  /** null: the data is not at hand, and parameters are not checked. */
  readonly services: () => ServiceNames | null;
}

/** A list of states: the machine, a branch, or what a map does with an item. */
export interface Region {
  readonly json: JsonObject;
  readonly at: string;
  /** The query language of states that do not name one; null: that of the state around differs from that of the machine. */
  readonly language: Language | null;
  /** Variables of the regions around. */
  readonly outer: ReadonlySet<string>;
  /** The same and those that states of this region assign: known after a first walk over them. */
  readonly variables: Set<string>;
  readonly express: boolean;
}

export interface State {
  readonly run: Run;
  readonly region: Region;
  readonly json: JsonObject;
  readonly at: string;
  readonly name: string;
  readonly type: string;
  readonly language: Language;
}

/** An object within a state: the state itself, a rule, a reader. */
export interface Part {
  readonly json: JsonObject;
  readonly at: string;
}

/** Checks the value of a field. `what` tells in messages whose field it is. */
export type Kind = (state: State, value: Json, at: string, field: string) => void;
