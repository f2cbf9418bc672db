import { createScanner, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Json } from '../../engine-types.ts';
import { step } from '../step.ts';
import { cut, type Report } from '../problem.ts';
import type { Parsed } from './read.ts';
import { leaf, type Spot } from './spot.ts';

/** How deep values may nest. Everything that walks a definition may then do so by recursion. */
export const deepest = 500;
const mostSyntaxErrors = 20;

type TextReport = (at: number | null, ...problem: Parameters<Report>) => void;

// Kinds of tokens as jsonc-parser numbers them; its enum cannot be imported as a value under isolated modules.
const token = { open: 1, close: 2, openList: 3, closeList: 4, comma: 5, colon: 6, end: 17 } as const;

/** Reads JSON, tells every syntax error, keys that are there twice, and where each value stands. */
export function readJsonText(text: string, report: TextReport): Parsed {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const plain = start === 0 ? text : ` ${text.slice(1)}`;
  let json: Json;
  try {
    json = JSON.parse(plain) as Json; // JSON.parse gives JSON.
  } catch (error) {
    tellSyntax(plain, error, report);
    return { json: undefined, spots: leaf(0) };
  }
  return { json, spots: placesIn(plain, report) };
}

function tellSyntax(text: string, thrown: unknown, report: TextReport): void {
  const errors: ParseError[] = [];
  if (depthOf(text) <= deepest) parse(text, errors, { disallowComments: true });
  // One fault often makes several of them at one place.
  const places = errors.filter(({ offset }, i) => offset !== errors[i - 1]?.offset);
  for (const { error, offset } of places.slice(0, mostSyntaxErrors)) {
    report(offset, 'ASL1001', '', `The definition is not JSON: ${sentence(printParseErrorCode(error))}.`, 'Correct the text at this place.');
  }
  if (errors.length === 0) report(null, 'ASL1001', '', `The definition is not JSON: ${cut(thrown instanceof Error ? thrown.message : String(thrown))}.`, 'Correct the text.');
}

/** `PropertyNameExpected` as words. */
const sentence = (code: string): string => code.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ').toLowerCase();

function depthOf(text: string): number {
  const scanner = createScanner(text, true);
  let depth = 0;
  let most = 0;
  for (let kind = scanner.scan() as number; kind !== token.end; kind = scanner.scan()) {
    if (kind === token.open || kind === token.openList) most = Math.max(most, ++depth);
    else if (kind === token.close || kind === token.closeList) depth--;
  }
  return most;
}

interface Open {
  readonly at: string;
  readonly spot: { readonly offset: number; readonly members: Map<string, Spot> | null; readonly items: Spot[] | null };
  /** The name before the colon that was read last. */
  key: string | null;
}

/** Walks the tokens of a text that is known to be JSON, without recursion. */
function placesIn(text: string, report: TextReport): Spot {
  const scanner = createScanner(text, true);
  const open: Open[] = [];
  let root: Spot = leaf(0);
  const place = (spot: Spot): string => {
    const around = open.at(-1);
    if (around === undefined) {
      root = spot;
      return '';
    }
    const key = around.key ?? String(around.spot.items?.length ?? 0);
    around.spot.members?.set(key, spot);
    around.spot.items?.push(spot);
    around.key = null;
    return step(around.at, key);
  };
  for (let kind = scanner.scan() as number; kind !== token.end; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const around = open.at(-1);
    if (kind === token.open || kind === token.openList) {
      const spot = kind === token.open ? { offset, members: new Map<string, Spot>(), items: null } : { offset, members: null, items: [] as Spot[] };
      open.push({ at: place(spot), spot, key: null });
    } else if (kind === token.close || kind === token.closeList) open.pop();
    else if (kind === token.comma || kind === token.colon) continue;
    else if (around?.spot.members != null && around.key === null) {
      around.key = scanner.getTokenValue();
      if (around.spot.members.has(around.key)) tellTwice(around.key, offset, step(around.at, around.key), report);
    } else place(leaf(offset));
  }
  return root;
}

export function tellTwice(key: string, offset: number, at: string, report: TextReport): void {
  report(offset, 'ASL1002', at, `The key '${cut(key)}' is there twice in one object.`, 'Keep one of the two.');
}
