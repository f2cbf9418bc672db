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
  /** Seconds that the whole execution may take; null when that is not said. */
  readonly timeout: number | null;
  /** Names of states and labels of maps with the place where each was met first. */
  readonly names: Map<string, string>;
  readonly labels: Map<string, string>;
  readonly queries: Queries;
  /** null: the data is not at hand, and parameters are not checked. */
  readonly services: () => ServiceNames | null;
  /** The known word that was probably meant, as long as there is time to look for such words. */
  near(word: string, known: Iterable<string>): string | null;
}

/** A list of states: the machine, a branch, or what a map does with an item. */
export interface Region {
  readonly json: JsonObject;
  readonly at: string;
  /** The query language of states that do not name one; null: that of the state around differs from that of the machine. */
  readonly language: Language | null;
  /** Variables of the regions around. */
  readonly outer: ReadonlySet<string>;
  /** Variables that states of this region assign, each with the names of those states: known after a first walk over them. */
  readonly assigners: Map<string, string[]>;
  /** Where states of this region read variables that it assigns itself. */
  readonly uses: { readonly variable: string; readonly key: string; readonly at: string }[];
  readonly express: boolean;
}

export interface State {
  readonly run: Run;
  readonly region: Region;
  readonly json: JsonObject;
  readonly at: string;
  readonly key: string;
  /** The key as messages show it. */
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
