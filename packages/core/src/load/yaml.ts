import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Position, Problem } from '../problem.ts';
import { pointerOf, segmentsOf } from '../util/pointer.ts';

/** A YAML text as JSON, with the place of every value. `json` is undefined when the text does not parse; else the problems are keys that are there twice. */
export interface YamlJson {
  readonly json: unknown;
  readonly origins: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML 1.2. A key that is there twice is a problem, and the last one is read, so that what else is wrong can be told too. The place of an entry of a mapping is its key, that of an item of a list is the item. What an alias (`*x`)
 * brings in stands where the alias stands.
 */
export function readYaml(text: string, file: string): YamlJson {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, col };
  };
  const errors = document.errors.map(({ code, message, pos }): Problem => ({
    code: 'MR1002', severity: 'error', message: `the YAML does not parse: ${plainSentence(message)}`, pointer: '', at: at(pos[0]), hint: code === TWICE ? 'Keep one of the two keys.' : 'Correct the text at this place.',
  }));
  // Keys that are there twice keep nothing else from being looked at: they are told with their names below.
  if (document.errors.some(({ code }) => code !== TWICE)) return { json: undefined, origins: new Map(), problems: errors };
  const origins = new Map<string, Position>([['', { file, line: 1, col: 1 }]]);
  try {
    // Throws when aliases would blow up the text; then nothing is walked either.
    const json: unknown = document.toJS({ maxAliasCount: 100 });
    const twice: Problem[] = [];
    walk(document.contents, '', document, (pointer, offset) => {
      const first = origins.get(pointer);
      // Only a key can come to a place that is taken already.
      if (first !== undefined && pointer !== '' && !within(pointer, twice)) twice.push(writtenTwice(pointer, first, at(offset)));
      origins.set(pointer, at(offset));
    });
    return { json, origins, problems: twice };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { json: undefined, origins, problems: [{ code: 'MR1002', severity: 'error', message: `the YAML does not parse: ${message}`, pointer: '', at: { file, line: 1, col: 1 }, hint: 'Write the values out instead of using aliases.' }] };
  }
}

const TWICE = 'DUPLICATE_KEY';

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

/** What stands below a key that was told already is there twice for the same reason. */
const within = (pointer: string, told: readonly Problem[]): boolean => told.some((one) => pointer.startsWith(`${one.pointer}/`));

function writtenTwice(pointer: string, first: Position, at: Position): Problem {
  const segments = segmentsOf(pointer);
  const name = segments.at(-1) ?? '';
  const told = { severity: 'error', pointer, at } as const;
  if (segments.length === 2 && segments[0] === 'steps') return { ...told, code: 'MR1021', message: `there are two steps '${name}': one in line ${first.line}, and this one`, hint: 'Give one of them another name, or remove it.' };
  return { ...told, code: 'MR1002', message: `'${name}' is there twice: in line ${first.line}, and here`, hint: 'Keep one of the two.' };
}

function startOf(value: unknown): number | null {
  // Parsed nodes always have a range; nodes made in memory do not occur here.
  const range = typeof value === 'object' && value !== null && 'range' in value ? (value as Node).range : null;
  return range?.[0] ?? null;
}

function plainSentence(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
