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
    names(folder: string): readonly {
        readonly name: string;
        readonly folder: boolean;
    }[];
    /** null when nothing is there. `stamp` differs after each change of a file. */
    stat(path: string): {
        readonly folder: boolean;
        readonly size: number;
        readonly modified: number;
        readonly stamp: string;
    } | null;
}
export declare const nodeDisk: Disk;
export declare function codeOf(error: unknown): string;
