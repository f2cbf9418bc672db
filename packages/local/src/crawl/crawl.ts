import { gunzipSync } from 'node:zlib';
import type { Json } from '@millrace/core';
import type { Blobs } from '../host/types.ts';
import { inferShape, mergeColumns, type Shape } from './infer.ts';
import { parquetShape } from './parquet.ts';
import { tableOf } from './table.ts';

export interface DataFile {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
}
/** Files that make one table: a folder, below it perhaps folders that name partition values. */
export interface TableFiles {
  readonly bucket: string;
  readonly folder: string;
  /** Their names. */
  readonly partitions: readonly string[];
  /** The values of each folder that has files. */
  readonly values: readonly (readonly string[])[];
  readonly files: readonly DataFile[];
}

/** Files of a table that are read, spread over all of them. */
const read = 20;
/** Bytes of a packed file after unpacking. */
const unpacked = 64 * 2 ** 20;

/**
 * Finds tables under S3 paths and infers their columns, as a crawler does.
 * @returns tables in the shape of Glue's Table
 * @throws when a path is not an S3 URI or its bucket does not exist
 */
export function crawl(blobs: Blobs, paths: readonly string[], tablePrefix: string, database: string): readonly Json[] {
  const tables: Json[] = [];
  const names = new Set<string>();
  for (const path of paths) {
    for (const group of groupsOf(dataFiles(blobs, path))) {
      const shapes = sampled(group.files).flatMap((file) => shapeOf(blobs, file) ?? []);
      const [first] = shapes;
      if (first === undefined) continue;
      const same = shapes.filter(({ format }) => format === first.format);
      tables.push(tableOf(group, { ...first, columns: mergeColumns(same.map(({ columns }) => columns)) }, { tablePrefix, database, names }));
    }
  }
  return tables;
}

function dataFiles(blobs: Blobs, path: string): readonly DataFile[] {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (bucket === '') throw new Error(`The crawler's path '${path}' is not an S3 URI: write it as s3://bucket/folder/.`);
  if (!blobs.buckets().includes(bucket)) throw new Error(`The crawler's path ${path} names a bucket that does not exist.`);
  return blobs
    .list(bucket, prefix)
    .filter(({ key, size }) => size > 0 && isBelow(key, prefix) && !isHidden(key.slice(prefix.length)))
    .map(({ key, size }) => ({ bucket, key, size }));
}

/** `data/orders` means the folder or the object of that name, not `data/orders-old/x`. */
function isBelow(key: string, prefix: string): boolean {
  return prefix === '' || prefix.endsWith('/') || key === prefix || key[prefix.length] === '/';
}

function isHidden(rest: string): boolean {
  return rest.endsWith('/') || rest.split('/').some((part) => part.startsWith('.') || part.startsWith('_'));
}

/** One table per folder; `name=value` folders at its end are partitions. */
function groupsOf(files: readonly DataFile[]): readonly TableFiles[] {
  const groups = new Map<string, { readonly folder: string; readonly names: readonly string[]; readonly values: Map<string, readonly string[]>; readonly files: DataFile[] }>();
  for (const file of files) {
    const folders = file.key.split('/').slice(0, -1);
    const base = folders.slice(0, folders.findLastIndex((part) => !/^[^=]+=/.test(part)) + 1);
    const pairs = folders.slice(base.length).map((part) => ({ name: part.slice(0, part.indexOf('=')).toLowerCase(), value: part.slice(part.indexOf('=') + 1) }));
    const folder = base.map((part) => `${part}/`).join('');
    const group = groups.get(folder) ?? { folder, names: pairs.map(({ name }) => name), values: new Map<string, readonly string[]>(), files: [] };
    group.files.push(file);
    const fits = pairs.length > 0 && pairs.length === group.names.length && pairs.every(({ name }, index) => name === group.names[index]);
    if (fits) group.values.set(folders.join('/'), pairs.map(({ value }) => value));
    groups.set(folder, group);
  }
  return [...groups.values()].map(({ folder, names, values, files: own }) => ({
    bucket: own[0]?.bucket ?? '',
    folder,
    partitions: names,
    values: [...values.values()],
    files: own,
  }));
}

function sampled(files: readonly DataFile[]): readonly DataFile[] {
  const step = Math.max(1, Math.ceil(files.length / read));
  return files.filter((_file, index) => index % step === 0);
}

function shapeOf(blobs: Blobs, file: DataFile): Shape | null {
  const body = blobs.get(file.bucket, file.key) ?? new Uint8Array();
  const plain = body[0] === 0x1f && body[1] === 0x8b ? unzip(body) : body;
  if (plain === null) return null;
  const parquet = parquetShape(plain);
  if (parquet !== null) return parquet;
  if (plain.subarray(0, 1024).includes(0)) return null;
  return inferShape(new TextDecoder().decode(plain));
}

function unzip(body: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(body, { maxOutputLength: unpacked });
  } catch {
    return null;
  }
}
