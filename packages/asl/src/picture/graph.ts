/** What is used of the layout library: its own declarations do not resolve under Node's module rules. */
export interface Graph {
  setGraph(label: Readonly<Record<string, string | number>>): unknown;
  setNode(name: string, label: { readonly width: number; readonly height: number }): unknown;
  setEdge(from: string, to: string, label: { readonly width: number; readonly height: number; readonly labelpos: 'c' }, name: string): unknown;
  graph(): { readonly width?: number; readonly height?: number };
  node(name: string): { readonly x?: number; readonly y?: number } | undefined;
  edge(edge: { readonly v: string; readonly w: string; readonly name: string }): { readonly points?: readonly Point[]; readonly x?: number; readonly y?: number } | undefined;
}
export interface Dagre {
  readonly Graph: new (options: { readonly multigraph: boolean }) => Graph;
  layout(graph: Graph): void;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Loads the library when the first picture is drawn. Throws an Error that says how to install it: it is an optional dependency. */
export async function loadDagre(): Promise<Dagre> {
  try {
    return await import('@dagrejs/dagre');
  } catch (error) {
    throw new Error('Pictures need the package @dagrejs/dagre, which was left out when this one was installed: run npm install @dagrejs/dagre.', { cause: error });
  }
}
