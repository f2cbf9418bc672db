import { parse } from 'csv-parse/sync';
import type { Json } from '@millrace/core';

export interface Column {
  readonly name: string;
  readonly type: string;
}
/** What a file looks like. */
export interface Shape {
  readonly format: 'csv' | 'json' | 'parquet';
  readonly columns: readonly Column[];
  readonly delimiter: string;
  readonly header: boolean;
  readonly records: number;
}

/** Records of a file that are looked at. */
const sample = 1000;
const delimiters = [',', '\t', '|', ';'];

/** The shape of a text file of JSON lines or delimited values; null when it is neither. */
export function inferShape(text: string): Shape | null {
  const plain = text.replace(/^\uFEFF/, '');
  const first = plain.trimStart()[0];
  return first === '{' || first === '[' ? (jsonShape(plain) ?? csvShape(plain)) : csvShape(plain);
}

/** Columns of records or files that go together: in the order of their first sight, types widened. */
export function mergeColumns(all: readonly (readonly Column[])[]): readonly Column[] {
  const types = new Map<string, string>();
  for (const columns of all) for (const { name, type } of columns) types.set(name, widened(types.get(name) ?? null, type));
  return [...types].map(([name, type]) => ({ name, type }));
}

/** The type of a column in which nothing was seen yet. */
export const unknown = '';

function csvShape(text: string): Shape | null {
  const delimiter = delimiterOf(text);
  const rows = csvRows(text, delimiter);
  const [first] = rows ?? [];
  if (rows === null || first === undefined || (first.length < 2 && rows.length < 2)) return null;
  const header = isHeader(first, rows.slice(1));
  const names = header ? unique(first.map(columnName)) : first.map((_cell, index) => `col${index}`);
  const body = header ? rows.slice(1) : rows;
  const columns = names.map((name, index) => ({ name, type: body.reduce((type, row) => widened(type, cellType(row[index] ?? '')), unknown) }));
  return { format: 'csv', columns, delimiter, header, records: body.length };
}

function csvRows(text: string, delimiter: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, { delimiter, to: sample, relaxColumnCount: true, skipEmptyLines: true, relaxQuotes: true });
  } catch {
    return null;
  }
}

function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const count = (delimiter: string): number => line.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** A first row names the columns when all its cells are distinct words, and something below is no word or there is nothing to compare with. */
function isHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const words = first.every((cell) => cell.trim() !== '' && cellType(cell) === 'string');
  return words && new Set(first).size === first.length && (first.length > 1 || below.some((row) => cellType(row[0] ?? '') !== 'string'));
}

function cellType(cell: string): string {
  const text = cell.trim();
  if (text === '') return unknown;
  if (/^[+-]?\d{1,18}$/.test(text)) return 'bigint';
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return 'double';
  if (/^(true|false)$/i.test(text)) return 'boolean';
  return isDay(text) ? 'date' : 'string';
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function widened(a: string | null, b: string): string {
  if (a === null || a === unknown || a === b) return b;
  if (b === unknown) return a;
  const numbers = new Set(['bigint', 'double']);
  return numbers.has(a) && numbers.has(b) ? 'double' : 'string';
}

function jsonShape(text: string): Shape | null {
  const records = jsonRecords(text);
  if (records === null || records.length === 0) return null;
  const columns = mergeColumns(records.map((record) => Object.entries(record).map(([name, value]) => ({ name: columnName(name), type: jsonType(value) }))));
  return { format: 'json', columns, delimiter: '', header: false, records: records.length };
}

function jsonRecords(text: string): readonly { readonly [key: string]: Json }[] | null {
  const whole = jsonOf(text);
  const values = Array.isArray(whole) ? whole.slice(0, sample) : whole !== undefined ? [whole] : jsonLines(text);
  const records = values.filter(isRecord);
  return records.length === values.length ? records : null;
}

function jsonLines(text: string): readonly (Json | undefined)[] {
  return text.split('\n', sample).filter((line) => line.trim() !== '').map(jsonOf);
}

function jsonType(value: Json): string {
  if (value === null) return unknown;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'bigint' : 'double';
  if (typeof value === 'string') return 'string';
  if (isRecord(value)) return `struct<${Object.entries(value).map(([name, item]) => `${columnName(name)}:${jsonType(item) || 'string'}`).join(',')}>`;
  return `array<${value.map(jsonType).reduce(widened, unknown) || 'string'}>`;
}

function jsonOf(text: string): Json | undefined {
  try {
    // JSON.parse gives JSON by definition.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As the catalog keeps names: lower case. */
function columnName(name: string): string {
  return name.trim().toLowerCase();
}

function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
