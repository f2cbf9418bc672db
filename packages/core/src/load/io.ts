/** What `load` needs from the outside. `nodeIo` is the real one. */
export interface LoadIo {
  /** The text of a file; throws as `fs.readFile` does. */
  readonly readText: (file: string) => Promise<string>;
  /** Evaluates a module and gives its exports; throws what the module throws. */
  readonly importModule: (file: string) => Promise<unknown>;
  /** A second importer, for TypeScript that Node cannot strip (enums, imports without extension): jiti, say. */
  readonly fallback?: ((file: string) => Promise<unknown>) | undefined;
  /** What Node's syntax check prints about a file: it knows the place of an error that `import()` keeps to itself. Optional. */
  readonly checkSyntax?: ((file: string) => Promise<string>) | undefined;
}
