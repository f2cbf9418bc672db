/** An element: its name, and its text or its children. */
export type Xml = readonly [name: string, content: string | number | boolean | readonly Xml[]];
export declare function renderXml(root: Xml, namespace: string | null): string;
type Parsed = string | readonly Parsed[] | {
    readonly [name: string]: Parsed;
};
/** A document as nested records of text. */
export declare function parseXml(body: Uint8Array): Parsed;
/** All elements called `name` directly inside `parent`. */
export declare function childrenOf(parent: Parsed | undefined, name: string): readonly Parsed[];
export declare function childOf(parent: Parsed | undefined, name: string): Parsed | undefined;
export declare function textOf(parent: Parsed | undefined, name: string): string;
export {};
