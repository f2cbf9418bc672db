import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Json } from '../../engine-types.ts';
import { step } from '../step.ts';
import { cut, type Report } from '../problem.ts';
import { deepest, tellTwice } from './json-text.ts';
import type { Parsed } from './read.ts';
import { leaf, type Spot } from './spot.ts';
import { measuredYaml, mostTokens } from './yaml-tokens.ts';

const mostSyntaxErrors = 20;

type TextReport = (at: number | null, ...problem: Parameters<Report>) => void;

/**
 * Reads YAML 1.2. Tags of CloudFormation (`!Sub`, `!GetAtt`) leave the text after them as it is. What an alias (`*x`) brings in
 * stands where the alias stands.
 */
export function readYamlText(text: string, report: TextReport): Parsed {
  const nothing: Parsed = { json: undefined, spots: leaf(0) };
  if (refused(text, report)) return nothing;
  try {
    // Keys that are there twice are found here in linear time; the library compares each with all others.
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, stringKeys: true, logLevel: 'error' });
    if (document.errors.some(({ message }) => overflow.test(message))) {
      tellDeep(null, report);
      return nothing;
    }
    for (const { message, pos } of document.errors.slice(0, mostSyntaxErrors)) tellSyntax(message, pos[0], report);
    if (document.errors.length > 0) return nothing;
    const spots = placesIn(document.contents, '', report);
    // Plain YAML without custom tags gives JSON; NaN and infinities are refused where a number is checked.
    return { json: document.toJS({ maxAliasCount: 100 }) as Json, spots };
  } catch (error) {
    if (error instanceof RangeError) tellDeep(null, report);
    else report(null, 'ASL1001', '', `The definition is not YAML: ${cut(error instanceof Error ? error.message : String(error))}.`, 'Write the values out instead of using aliases.');
    return nothing;
  }
}

/** How the library passes on that the stack was full: it takes what is thrown within it for an error of the text. */
const overflow = /call stack|stack overflow/iu;

/** Tells what makes parsing long, or is too much for it. true: it was told. */
function refused(text: string, report: TextReport): boolean {
  const found = measuredYaml(text, mostSyntaxErrors);
  if (found.is === 'long') report(null, 'ASL1004', '', `The definition is longer than YAML can be here: ${mostTokens} tokens.`, 'Give it as JSON, which may have 1 MiB.');
  else if (found.is === 'deep') tellDeep(found.offset, report);
  // Fewer are told by the library, with whatever else is wrong.
  else if (found.faults.length < mostSyntaxErrors) return false;
  else for (const { message, offset } of found.faults) tellSyntax(message, offset, report);
  return true;
}

function tellSyntax(message: string, at: number, report: TextReport): void {
  report(at, 'ASL1001', '', `The definition is not YAML: ${cut(message.replaceAll(/\s+/gu, ' ').trim())}.`, 'Correct the text at this place.');
}

function tellDeep(at: number | null, report: TextReport): void {
  report(at, 'ASL1003', '', `The definition nests values more than ${deepest} levels deep.`, 'Make it flatter.');
}

function placesIn(node: unknown, at: string, report: TextReport): Spot {
  if (isMap(node)) {
    const members = new Map<string, Spot>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const inner = step(at, name);
      if (members.has(name)) tellTwice(name, startOf(key), inner, report);
      const spot = placesIn(value, inner, report);
      members.set(name, spot.offset === 0 ? { ...spot, offset: startOf(key) } : spot);
    }
    return { offset: startOf(node), members, items: null };
  }
  if (isSeq(node)) return { offset: startOf(node), members: null, items: node.items.map((item, i) => placesIn(item, step(at, String(i)), report)) };
  return leaf(startOf(node));
}

function startOf(node: unknown): number {
  // Nodes that were parsed have a range; an empty value has no node.
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
  const first: unknown = Array.isArray(range) ? range[0] : null;
  return typeof first === 'number' ? first : 0;
}
