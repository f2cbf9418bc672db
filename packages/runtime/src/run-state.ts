import { asRecord, ownOf } from './plain.ts';

/** A workflow run: `startedOn` in epoch milliseconds. */
export interface ChainLink {
  readonly runId: string;
  readonly startedOn: number;
  readonly properties: Readonly<Record<string, string>>;
  /** Glue made it by resuming another one. */
  readonly resumed?: boolean;
}

/** A job run or a crawl, as the graph of the workflow run shows it. Times are epoch milliseconds. */
export interface NodeRun {
  /** Id of the job run; '' for a crawl. */
  readonly id: string;
  /** In Glue's words: STARTING, RUNNING, STOPPING, SUCCEEDED, … */
  readonly state: string;
  /** Counts Glue's own retries, from 0; 0 for a crawl. */
  readonly attempt: number;
  readonly start: number;
  readonly end: number | null;
}

/**
 * What every helper job looks at before it decides, as plain JSON: the graph of its workflow run and the folder of its run. Nothing else
 * is kept anywhere, so a helper that was killed and started again goes on.
 */
export interface RunState {
  /** Epoch milliseconds. */
  readonly now: number;
  /** This very job run. */
  readonly jobRunId: string;
  /** Null for a job that was started by itself. */
  readonly workflow: { readonly name: string; readonly runId: string } | null;
  /** The workflow run and those it resumes, newest first. */
  readonly chain: readonly ChainLink[];
  /** Runs of each job in the graph of the workflow run, by the job's name; a job that has not run yet may be absent. */
  readonly jobs: Readonly<Record<string, readonly NodeRun[]>>;
  /** Crawls of each crawler in that graph, by the crawler's name. */
  readonly crawlers: Readonly<Record<string, readonly NodeRun[]>>;
  /**
   * Objects of the run's folder by their key below it: 'run.json', 'stop.json', 'steps/load/jr_1.json', 'calls/load/0001-1.json', … What is
   * no JSON is null. A helper needs those that `isNeeded` names.
   */
  readonly folder: Readonly<Record<string, unknown>>;
}

/** Which objects of a run's folder a `RunState` holds: all but what attempts leave as outputs. */
export const isNeeded = (key: string): boolean => !/^outputs\/[^/]+\//.test(key);

export const outsideId = (nativeId: string): string => nativeId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');

/** Properties of the newest workflow run that Millrace started; null where it started none. */
export const ownProperties = (chain: readonly ChainLink[]): Readonly<Record<string, string>> | null =>
  chain.find(({ properties }) => ownOf(properties, 'millrace:run') !== undefined)?.properties ?? null;

/** The run's id: Millrace's own, else made of the id of the first workflow run. */
export const runIdOf = (chain: readonly ChainLink[], jobRunId: string): string =>
  ownProperties(chain)?.['millrace:run'] ?? outsideId(chain.at(-1)?.runId ?? jobRunId);

const four = (n: number | string): string => String(n).padStart(4, '0');

/**
 * Which continuation of the run this is, as four digits. A workflow run that Glue resumed may show the properties of the one before it,
 * so the folder's records come first: the one that names this workflow run, else the newest one if Glue is to resume and none is named yet.
 */
export function continuationOf({ chain, workflow, folder }: Pick<RunState, 'chain' | 'workflow' | 'folder'>): string {
  let newest = '';
  for (const key of Object.keys(folder)) {
    const [, n, native] = /^continuations\/([0-9]{4,})(\.native)?\.json$/.exec(key) ?? [];
    if (n === undefined) continue;
    if (native !== undefined && workflow !== null && asRecord(folder[key])?.['nativeId'] === workflow.runId) return n;
    if (native === undefined && (n.length > newest.length || (n.length === newest.length && n > newest))) newest = n;
  }
  const resumed = newest !== '' && asRecord(folder[`continuations/${newest}.json`])?.['means'] === 'native' && !Object.hasOwn(folder, `continuations/${newest}.native.json`);
  return resumed ? newest : four(ownProperties(chain)?.['millrace:continuation'] ?? '1');
}

/** Steps that count as succeeded from the start of this continuation. */
export function keptIn(state: RunState): ReadonlySet<string> {
  const keep = asRecord(ownOf(state.folder, `continuations/${continuationOf(state)}.json`))?.['keep'];
  return new Set(Array.isArray(keep) ? keep.filter((one) => typeof one === 'string') : []);
}

/** `millrace stop` was asked for. */
export const isStopped = ({ folder }: Pick<RunState, 'folder'>): boolean => (ownOf(folder, 'stop.json') ?? null) !== null;

/** The run was refused before any step of it began. */
export const isRefused = ({ folder }: Pick<RunState, 'folder'>): boolean => asRecord(ownOf(folder, 'refused.json')) !== null;
