/**
 * The path of a key inside its bucket's folder: the key itself where a file system can take it. What it cannot is written as `%XX`; an empty
 * part is a lone `%`, a part that is too long goes on after `%+`. No path leads out of the folder, and each key has one path.
 */
export declare function pathOfKey(key: string): readonly string[];
/** The key that `path` stands for, or null for a file that no key names. */
export declare function keyOfPath(path: readonly string[]): string | null;
/** The folder in which all keys with `prefix` are, as a path. */
export declare function folderOfPrefix(prefix: string): readonly string[];
