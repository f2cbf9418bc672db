import { isMap, isScalar, isSeq, Lexer, parseDocument } from 'yaml';
import type { Json } from '../../engine-types.ts';
import { step } from '../step.ts';
import { cut, type Report } from '../problem.ts';
import { tellTwice } from './json-text.ts';
import type { Parsed } from './read.ts';
import { leaf, type Spot } from './spot.ts';

/** Reading YAML takes long for each of its tokens: this many are about 7,000 states. Larger definitions are given as JSON. */
const mostTokens = 120_000;
const mostSyntaxErrors = 20;

type TextReport = (at: number | null, ...problem: Parameters<Report>) => void;

/**
 * Reads YAML 1.2. Tags of CloudFormation (`!Sub`, `!GetAtt`) leave the text after them as it is. What an alias (`*x`) brings in
 * stands where the alias stands.
 */
export function readYamlText(text: string, report: TextReport): Parsed {
  const nothing: Parsed = { json: undefined, spots: leaf(0) };
  if (tooLong(text)) {
    report(null, 'ASL1004', '', `The definition is longer than YAML can be here: ${mostTokens} tokens.`, 'Give it as JSON, which may have 1 MiB.');
    return nothing;
  }
  try {
    // Keys that are there twice are found here in linear time; the library compares each with all others.
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, stringKeys: true, logLevel: 'error' });
    for (const { message, pos } of document.errors.slice(0, mostSyntaxErrors)) report(pos[0], 'ASL1001', '', `The definition is not YAML: ${cut(message.replaceAll(/\s+/gu, ' ').trim())}.`, 'Correct the text at this place.');
    if (document.errors.length > 0) return nothing;
    const spots = placesIn(document.contents, '', report);
    // Plain YAML without custom tags gives JSON; NaN and infinities are refused where a number is checked.
    return { json: document.toJS({ maxAliasCount: 100 }) as Json, spots };
  } catch (error) {
    if (error instanceof RangeError) report(null, 'ASL1003', '', 'The definition nests values too deeply.', 'Make it flatter.');
    else report(null, 'ASL1001', '', `The definition is not YAML: ${cut(error instanceof Error ? error.message : String(error))}.`, 'Write the values out instead of using aliases.');
    return nothing;
  }
}

function tooLong(text: string): boolean {
  let count = 0;
  for (const _token of new Lexer().lex(text)) if (++count > mostTokens) return true;
  return false;
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
