import type { Json } from '../../engine-types.ts';
import type { Report, TextPosition } from '../problem.ts';
import { readJsonText } from './json-text.ts';
import { lineIndex } from './lines.ts';
import type { Spot } from './spot.ts';
import { spotAt } from './spot.ts';
import { readYamlText } from './yaml-text.ts';

/** A definition that was read from text. */
export interface ReadText {
  /** undefined when it does not parse: then that was reported. */
  readonly json: Json | undefined;
  /** Where the value of a pointer stands, or the nearest value around it. */
  position(pointer: string): TextPosition;
  /** The line and column of an offset. */
  place(offset: number): TextPosition;
}

export type Format = 'json' | 'yaml';

/** Reads JSON or YAML. Without a format, a text that starts with an object or list of JSON is JSON, and everything else is YAML. */
export function readText(text: string, format: Format | undefined, report: (at: number | null, ...problem: Parameters<Report>) => void): ReadText {
  const spoken = format ?? (/^\uFEFF?\s*[[{"]/u.test(text) ? 'json' : 'yaml');
  const { json, spots } = spoken === 'json' ? readJsonText(text, report) : readYamlText(text, report);
  const lines = lineIndex(text);
  return { json, position: (pointer) => lines(spotAt(spots, pointer).offset), place: lines };
}

/** What a reader gives: the value, and the places of all values in it. */
export interface Parsed {
  readonly json: Json | undefined;
  readonly spots: Spot;
}
