// The import table of ARCHITECTURE.md as data: which of our packages each room may import, and which rooms are pure.
const packages = '@millrace/';
const ours = (...names: string[]): string[] => names.map((name) => packages + name);

/** Folder -> packages of ours that it may import. `null` means any public entry point. */
export const rooms: Readonly<Record<string, readonly string[] | null>> = {
  'packages/params': [],
  'packages/core': ours('params'),
  'packages/facts': [],
  'packages/asl': [],
  'packages/deploy': ours('core'),
  'packages/runtime': [],
  'packages/workload': ours('core', 'params', 'facts', 'deploy', 'runtime'),
  'packages/orchestrators/glue': ours('core', 'params', 'facts', 'deploy', 'runtime', 'workload'),
  'packages/orchestrators/sfn': ours('core', 'params', 'facts', 'deploy', 'runtime', 'workload', 'asl'),
  'packages/decision': ours('core', 'facts'),
  'packages/local': ours('core', 'asl', 'params', 'facts', 'runtime'),
  'packages/testkit': ours('core'),
  'apps/cli': null,
};

/** Folders whose code may not read the clock, the environment, the disk or randomness. */
export const pure: readonly string[] = [
  'packages/params/src',
  'packages/core/src/graph',
  'packages/core/src/semantics',
  'packages/facts/src',
  'packages/asl/src',
  'packages/decision/src',
  'packages/orchestrators/glue/src/compile',
  'packages/orchestrators/glue/src/kinds',
  'packages/orchestrators/sfn/src/compile',
  'packages/orchestrators/sfn/src/kinds',
];

/** Files in pure folders that bring in what the others are given. */
export const edges: readonly string[] = ['packages/asl/src/run/clock.ts'];

/** Everything of ours that a room may not import. */
export function forbidden(folder: string): string[] {
  const allowed = rooms[folder];
  if (allowed === null || allowed === undefined) return [];
  const names = Object.keys(rooms).filter((name) => name.startsWith('packages/')).map((name) => packages + (name.split('/').at(-1) ?? ''));
  return [...names, 'millrace'].filter((name) => !allowed.includes(name));
}
