import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Position, Problem } from '../problem.ts';
import { pointerOf } from '../util/pointer.ts';

/** A YAML text as JSON, with the place of every value. `json` is undefined when the text does not parse. */
export interface YamlJson {
  readonly json: unknown;
  readonly origins: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML 1.2. The place of an entry of a mapping is its key, that of an item of a list is the item. What an alias (`*x`)
 * brings in stands where the alias stands.
 */
export function readYaml(text: string, file: string): YamlJson {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, col };
  };
  const problems = document.errors.map(({ message, pos }): Problem => ({ code: 'MR1002', severity: 'error', message: `the YAML does not parse: ${plainSentence(message)}`, pointer: '', at: at(pos[0]), hint: 'Correct the text at this place.' }));
  if (problems.length > 0) return { json: undefined, origins: new Map(), problems };
  const origins = new Map<string, Position>([['', { file, line: 1, col: 1 }]]);
  try {
    // Throws when aliases would blow up the text; then nothing is walked either.
    const json: unknown = document.toJS({ maxAliasCount: 100 });
    walk(document.contents, '', document, (pointer, offset) => origins.set(pointer, at(offset)));
    return { json, origins, problems };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { json: undefined, origins, problems: [{ code: 'MR1002', severity: 'error', message: `the YAML does not parse: ${message}`, pointer: '', at: { file, line: 1, col: 1 }, hint: 'Write the values out instead of using aliases.' }] };
  }
}

type Place = (pointer: string, offset: number) => void;

function walk(node: unknown, pointer: string, document: Document, place: Place): void {
  if (isAlias(node)) {
    // Everything inside takes the place of the alias, by looking at what is around it.
    return;
  }
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const inner = pointer + pointerOf(name);
      place(inner, startOf(key) ?? startOf(value) ?? 0);
      walk(value, inner, document, place);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const inner = pointer + pointerOf(index);
      place(inner, startOf(item) ?? startOf(node) ?? 0);
      walk(item, inner, document, place);
    }
  }
}

function startOf(value: unknown): number | null {
  // Parsed nodes always have a range; nodes made in memory do not occur here.
  const range = typeof value === 'object' && value !== null && 'range' in value ? (value as Node).range : null;
  return range?.[0] ?? null;
}

function plainSentence(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
