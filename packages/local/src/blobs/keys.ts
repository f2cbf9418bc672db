import { AwsError } from '../host/types.ts';

/** Names of files are at most 255 bytes on the usual file systems; some is left for marks. */
const longest = 200;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The path of a key inside its bucket's folder: the key itself where a file system can take it. What it cannot is written as `%XX`; an empty
 * part is a lone `%`, a part that is too long goes on after `%+`. No path leads out of the folder, and each key has one path.
 */
export function pathOfKey(key: string): readonly string[] {
  if (key === '' || !key.isWellFormed() || encoder.encode(key).byteLength > 1024) {
    throw new AwsError('InvalidArgument', 'An object key is text of 1 to 1024 bytes in UTF-8.');
  }
  return key.split('/').flatMap((part) => cut(encodePart(part)));
}

/** The key that `path` stands for, or null for a file that no key names. */
export function keyOfPath(path: readonly string[]): string | null {
  const joined = path.join('/').replaceAll('%+/', '');
  try {
    const key = joined.split('/').map(decodePart).join('/');
    return key !== '' && pathOfKey(key).join('/') === path.join('/') ? key : null;
  } catch {
    return null;
  }
}

/** The folder in which all keys with `prefix` are, as a path. */
export function folderOfPrefix(prefix: string): readonly string[] {
  const end = prefix.lastIndexOf('/');
  return end < 0 ? [] : prefix.slice(0, end).split('/').flatMap((part) => cut(encodePart(part)));
}

function encodePart(part: string): string {
  if (part === '') return '%';
  if (part === '.' || part === '..') return part.replaceAll('.', '%2E');
  return part.replace(/[\u0000-\u001f\u007f%\\:*?"<>|]|[. ]$/gu, (character) => `%${hex(character.codePointAt(0) ?? 0)}`);
}

function decodePart(part: string): string {
  if (part === '%') return '';
  return part.replaceAll(/%([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(2, '0');
}

/** Cuts between characters and never inside a `%XX`. */
function cut(part: string): readonly string[] {
  const bytes = encoder.encode(part);
  if (bytes.byteLength <= longest) return [part];
  let end = longest;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  for (const back of [1, 2]) if (bytes[end - back] === 0x25) end -= back;
  return [`${decoder.decode(bytes.subarray(0, end))}%+`, ...cut(decoder.decode(bytes.subarray(end)))];
}
