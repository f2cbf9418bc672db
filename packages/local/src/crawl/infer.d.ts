export interface Column {
    readonly name: string;
    readonly type: string;
}
/** What a file looks like. */
export interface Shape {
    readonly format: 'csv' | 'json';
    readonly columns: readonly Column[];
    readonly delimiter: string;
    readonly header: boolean;
    readonly records: number;
}
/** The shape of a text file of JSON lines or delimited values; null when it is neither. */
export declare function inferShape(text: string): Shape | null;
/** One shape for files of one table: columns in the order of their first sight, types widened. */
export declare function mergeColumns(all: readonly (readonly Column[])[]): readonly Column[];
