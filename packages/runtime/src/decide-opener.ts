import { folderOf, freeze } from './freeze.ts';
import type { EndAction, OpenerAction, OpenerView } from './helper-actions.ts';
import type { OpenerSpec } from './helper-spec.ts';
import { ownOf } from './plain.ts';
import { refusalOf, refusedRecord } from './refusal.ts';
import { isStopped, runIdOf } from './run-state.ts';

/** Where the runs of a pipeline wait for their turn, and who has it. */
export const queuePrefix = (pipeline: string): string => `${pipeline}/_queue/`;
export const holderKey = (pipeline: string): string => `${pipeline}/_live.json`;

/** Checks and freezes what the run was given, then waits for its turn where runs queue. */
export function decideOpener(spec: OpenerSpec, view: OpenerView): OpenerAction {
  const { workflow, chain, now } = view;
  const run = runIdOf(chain, view.jobRunId);
  const folder = folderOf(spec.pipeline, run);
  const ticket = `${queuePrefix(spec.pipeline)}${String(Math.max(0, chain[0]?.startedOn ?? now)).padStart(13, '0')}-${run}.json`;
  const own = view.tickets.filter(({ key }) => key === ticket).map(({ key }) => key);
  const end = (exitCode: 0 | 1, message: string, removes: readonly string[] = own): EndAction => ({ action: 'end', exitCode, message, writes: [], removes });
  const read = (key: string): unknown => (key.startsWith(folder) ? (ownOf(view.folder, key.slice(folder.length)) ?? null) : null);
  const refused = refusalOf(spec.pipeline, { now, workflow, chain, read });
  if (refused !== null) return { ...end(1, refused.message), writes: refused.writes };
  if (isStopped(view)) return end(1, `The run ${run} is being stopped, so nothing starts.`);
  const frozen = freeze(spec, { now, jobRunId: view.jobRunId, chain, read }, run);
  if (frozen.problems.length > 0) {
    const message = `The run ${run} cannot start: ${frozen.problems.join('; ')}.`;
    return { ...end(1, message), writes: [refusedRecord(folder, message, now)] };
  }
  if (frozen.writes.length > 0) return { action: 'write', writes: frozen.writes };
  if (spec.overlap !== 'queue' || workflow === null) return end(0, `The run ${run} starts.`);
  if (view.holder?.nativeId === workflow.runId) {
    const gone = view.tickets.filter(({ key, live }) => !live || key === ticket).map(({ key }) => key);
    return end(0, `It is the turn of the run ${run}.`, gone);
  }
  const body = { run, nativeId: workflow.runId };
  if (own.length === 0) return { action: 'write', writes: [{ key: ticket, body: { ...body, at: now }, once: false }] };
  const before = view.tickets.filter(({ key, live }) => live && key < ticket).length;
  if (before >= spec.mostQueued) return end(1, `The run ${run} does not start: ${spec.mostQueued} runs wait for their turn already. Start it again later.`);
  if (before > 0 || view.holder?.live === true) return { action: 'wait', until: null };
  return { action: 'take', key: holderKey(spec.pipeline), body: { ...body, at: now }, ifMatch: view.holder?.etag ?? null };
}
