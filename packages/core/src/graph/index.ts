export { cycles } from './cycles.ts';
export { decompose, leaves, type Decomposition, type SpTree } from './decompose.ts';
export { graphOf, topologicalOrder, type Edge, type Graph, type GraphNode } from './graph.ts';
export { ancestors, transitiveReduction } from './reachability.ts';
