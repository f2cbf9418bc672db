import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';

/** The calls to a file system that objects need. Errors are Node's, with a `code`. */
export interface Disk {
  read(path: string): Uint8Array;
  /** Makes a new file of its whole contents. */
  write(path: string, body: Uint8Array): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** With the folders above it. */
  makeFolder(path: string): void;
  /** Only if it is empty. */
  removeFolder(path: string): void;
  names(folder: string): readonly { readonly name: string; readonly folder: boolean }[];
  /** null when nothing is there. `stamp` differs after each change of a file. */
  stat(path: string): { readonly folder: boolean; readonly size: number; readonly modified: number; readonly stamp: string } | null;
}

export const nodeDisk: Disk = {
  read: (path) => readFileSync(path),
  write: (path, body) => {
    const file = openSync(path, 'wx');
    try {
      for (let done = 0; done < body.byteLength; ) done += writeSync(file, body, done);
    } finally {
      closeSync(file);
    }
  },
  rename: renameSync,
  remove: unlinkSync,
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  removeFolder: rmdirSync,
  names: (folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => ({ name: entry.name, folder: entry.isDirectory() })),
  stat: (path) => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return null;
    return { folder: found.isDirectory(), size: Number(found.size), modified: Number(found.mtimeMs), stamp: `${found.ino} ${found.size} ${found.mtimeNs}` };
  },
};

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
