/** Compares two strings as their UTF-8 bytes compare: the order of S3 keys and of SQLite, which UTF-16 differs from beyond U+FFFF. */
export declare function byUtf8(a: string, b: string): number;
/** Index of the first element that is not before `key`. */
export declare function lowerBound(sorted: readonly string[], key: string): number;
