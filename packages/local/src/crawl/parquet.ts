import { parquetMetadata, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import type { Shape } from './infer.ts';

/** The schema that a Parquet file carries, in Hive's types; null when the file is none, or is broken. */
export function parquetShape(body: Uint8Array): Shape | null {
  if (!isParquet(body)) return null;
  try {
    const metadata = parquetMetadata(body);
    const columns = parquetSchema(metadata).children.map((child) => ({ name: child.element.name.toLowerCase(), type: hiveType(child) }));
    return { format: 'parquet', columns, delimiter: '', header: false, records: Number(metadata.num_rows) };
  } catch {
    return null;
  }
}

const magic = 'PAR1';
function isParquet(body: Uint8Array): boolean {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  return body.byteLength > 12 && text(body.subarray(0, 4)) === magic && text(body.subarray(-4)) === magic;
}

/** Source: Parquet format, LogicalTypes; Hive's names of types. */
function hiveType(node: SchemaTree): string {
  const { element, children } = node;
  if (children.length === 0) return element.repetition_type === 'REPEATED' ? `array<${plainType(element)}>` : plainType(element);
  const kind = element.logical_type?.type ?? element.converted_type;
  const [repeated] = children;
  if (kind === 'LIST' && repeated !== undefined) return `array<${itemType(repeated)}>`;
  const [keys, values] = repeated?.children ?? [];
  if ((kind === 'MAP' || kind === 'MAP_KEY_VALUE') && keys !== undefined && values !== undefined) return `map<${hiveType(keys)},${hiveType(values)}>`;
  const struct = `struct<${children.map((child) => `${child.element.name.toLowerCase()}:${hiveType(child)}`).join(',')}>`;
  return element.repetition_type === 'REPEATED' ? `array<${struct}>` : struct;
}

/** A list's one child repeats; its own only child is the item, unless it is the item itself, as old writers have it. */
function itemType(repeated: SchemaTree): string {
  const [item, more] = repeated.children;
  if (item === undefined) return plainType(repeated.element);
  return more === undefined && repeated.element.name !== 'array' ? hiveType(item) : hiveType({ ...repeated, element: { ...repeated.element, repetition_type: 'OPTIONAL' } });
}

function plainType(element: SchemaElement): string {
  const { type, logical_type: logical, converted_type: converted } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return `decimal(${element.precision ?? 38},${element.scale ?? 0})`;
  if (logical?.type === 'DATE' || converted === 'DATE') return 'date';
  if (logical?.type === 'TIMESTAMP' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS' || type === 'INT96') return 'timestamp';
  if (type === 'INT32') return smallIntegers[logical?.type === 'INTEGER' ? `INT_${logical.bitWidth}` : (converted ?? '')] ?? 'int';
  if (type === 'BYTE_ARRAY') return isText(element) ? 'string' : 'binary';
  return types[type ?? ''] ?? 'binary';
}

const smallIntegers: Readonly<Record<string, string>> = { INT_8: 'tinyint', INT_16: 'smallint' };
const types: Readonly<Record<string, string>> = { BOOLEAN: 'boolean', INT64: 'bigint', FLOAT: 'float', DOUBLE: 'double' };
const isText = ({ logical_type: logical, converted_type: converted }: SchemaElement): boolean =>
  ['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? '') || ['UTF8', 'ENUM', 'JSON'].includes(converted ?? '');
