import type { BootstrapWrite } from './decide-bootstrap.ts';
import { folderOf } from './freeze.ts';
import { asRecord, ownOf } from './plain.ts';
import { outsideId, type ChainLink } from './run-state.ts';

/** Of `millrace run`, or made of the id of a workflow run that was started outside Millrace and then continued by it. */
const RUN_ID = /^(?:[0-9]{8}t[0-9]{6}-[a-z2-7]{6}|wr-[a-z0-9-]{1,200})$/;
const NUMBER = /^[1-9][0-9]{0,5}$/;

export const isRunId = (text: string): boolean => RUN_ID.test(text);
export const isContinuation = (text: string): boolean => NUMBER.test(text);

/** Nothing of a workflow run goes on: the sentence, and the record of it. */
export interface Refusal {
  readonly message: string;
  readonly writes: readonly BootstrapWrite[];
}
export interface RefusalView {
  readonly now: number;
  readonly workflow: { readonly name: string; readonly runId: string } | null;
  readonly chain: readonly ChainLink[];
  /** An object of the runs bucket, as JSON; null when there is none. */
  read(key: string): unknown;
}

/** The record that a run was refused before any step of it began: no handler follows it, and it cannot be resumed. */
export const refusedRecord = (folder: string, message: string, at: number): BootstrapWrite => ({ key: `${folder}refused.json`, body: { message, at }, once: true });

/**
 * Run properties may be anyone's: copied from another run, or made up. Null where they are to be believed; else nothing of that run's folder is
 * touched, since that run is another.
 */
export function refusalOf(pipeline: string, view: RefusalView): Refusal | null {
  const link = view.chain.find(({ properties }) => ownOf(properties, 'millrace:run') !== undefined);
  if (link === undefined) return null;
  const why = mistaken(pipeline, link, view);
  if (why === null) return null;
  const message = `The ${view.workflow === null ? 'job' : 'workflow'} run ${link.runId} does not go on: ${why}`;
  return { message, writes: view.workflow === null ? [] : [refusedRecord(folderOf(pipeline, outsideId(link.runId)), message, view.now)] };
}

const WITHOUT = "Start it without the run properties that begin with 'millrace:'.";

function mistaken(pipeline: string, link: ChainLink, view: RefusalView): string | null {
  const run = ownOf(link.properties, 'millrace:run') ?? '';
  const n = ownOf(link.properties, 'millrace:continuation') ?? '1';
  if (!isRunId(run)) return `its run property 'millrace:run' is not the id of a run. ${WITHOUT}`;
  if (!isContinuation(n)) return `its run property 'millrace:continuation' is not the number of a continuation. ${WITHOUT}`;
  // Glue may show a workflow run that it resumed the properties of the one before.
  if (view.workflow === null || link.resumed === true) return null;
  const key = `${folderOf(pipeline, run)}continuations/${n.padStart(4, '0')}`;
  const native = asRecord(view.read(`${key}.native.json`))?.['nativeId'];
  if (typeof native === 'string' && native !== link.runId) return `its run properties are those of the run ${run}, which is the workflow run ${native}. ${WITHOUT} \`millrace resume\` continues a run.`;
  if (n !== '1' && view.read(`${key}.json`) === null) return `by its run properties it continues the run ${run}, and nobody has opened that continuation. ${WITHOUT} \`millrace resume\` continues a run.`;
  return null;
}
