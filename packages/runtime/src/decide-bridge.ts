import { requestOf } from './bridge-call.ts';
import { decideOutputs, type BootstrapWrite } from './decide-bootstrap.ts';
import { folderOf, freeze, handlersKey, outputsKey, toldIn, type FreezeView } from './freeze.ts';
import type { BridgeAction, BridgeView, EndAction } from './helper-actions.ts';
import type { BridgeSpec } from './helper-spec.ts';
import { callKey, callsOf, outcomesOf, type CallRecord } from './outcomes.ts';
import { asRecord, ownOf } from './plain.ts';
import { refusalOf, refusedRecord } from './refusal.ts';
import { continuationOf, isStopped, keptIn, runIdOf } from './run-state.ts';

/** What all parts of a bridge's decision know. */
interface Bridge {
  readonly spec: BridgeSpec;
  readonly view: BridgeView;
  readonly run: string;
  readonly folder: string;
  readonly continuation: string;
  /** Why nothing starts any more, or null. */
  readonly halted: string | null;
}
/** An attempt that is not recorded as ended. */
type Open = CallRecord & { readonly endedAt: null };

/** Does one step: calls, watches, repeats. Asked again at every look, with what the service says of the newest attempt. */
export function decideBridge(spec: BridgeSpec, view: BridgeView): BridgeAction {
  const run = runIdOf(view.chain, view.jobRunId);
  const folder = folderOf(spec.pipeline, run);
  const refused = refusalOf(spec.pipeline, { ...view, read: readerOf(view, folder) });
  if (refused !== null) return endWith(1, refused.message, refused.writes);
  const bridge: Bridge = { spec, view, run, folder, continuation: continuationOf(view), halted: haltedBy(spec, view, run) };
  if (keptIn(view).has(spec.step)) return endWith(0, `The step '${spec.step}' succeeded earlier in the run ${run} and is kept.`, [marker(bridge, 'kept')]);
  const calls = callsOf(spec.step, view);
  const open = calls.findLast((one): one is Open => one.endedAt === null);
  return open === undefined ? next(bridge, calls) : watch(bridge, open, calls);
}

function haltedBy(spec: BridgeSpec, view: BridgeView, run: string): string | null {
  if (isStopped(view)) return `The run ${run} is being stopped`;
  if (spec.handler || spec.failurePolicy === 'continue') return null;
  const { stoppers } = outcomesOf(spec.steps, view, 'stop');
  return stoppers.length > 0 ? `The run ${run} stops, since ${stoppers.join(', ')} went wrong` : null;
}

/** Objects of the runs bucket as far as the run's folder holds them. */
const readerOf = (view: BridgeView, folder: string) => (key: string): unknown => (key.startsWith(folder) ? (ownOf(view.folder, key.slice(folder.length)) ?? null) : null);

const endWith = (exitCode: 0 | 1, message: string, writes: readonly BootstrapWrite[]): EndAction => ({ action: 'end', exitCode, message, writes, removes: [] });

const marker = ({ spec, view, folder }: Bridge, skipped: 'kept' | 'stop'): BootstrapWrite =>
  ({ key: `${folder}steps/${spec.step}/${view.jobRunId}.json`, body: { skipped, at: view.now }, once: false });

/** No attempt is under way: the step ends, waits for its next attempt, or makes it. */
function next(bridge: Bridge, calls: readonly CallRecord[]): BridgeAction {
  const { spec, view, halted } = bridge;
  const { step, retry } = spec;
  const last = calls.findLast(({ skipped }) => !skipped);
  if (last?.outcome === undefined || last.endedAt === null) {
    return halted === null ? begin(bridge, calls) : endWith(1, `${halted}, so the step '${step}' does not start.`, [marker(bridge, 'stop')]);
  }
  const { outcome, endedAt } = last;
  if (outcome === 'succeeded') return endWith(0, `The step '${step}' succeeded.`, []);
  const made = calls.filter(({ skipped, attached, refused }) => !skipped && !attached && !refused).length;
  const again = halted === null && !last.refused && outcome !== 'stopped' && retry.on.includes(outcome) && made <= retry.attempts;
  if (!again) return endWith(1, `The step '${step}' ended ${outcome}${last.message === '' ? '.' : `: ${last.message}`}`, []);
  const due = endedAt + retry.delaySeconds * 1000;
  return view.now < due ? { action: 'wait', until: due } : begin(bridge, calls);
}

function begin(bridge: Bridge, calls: readonly CallRecord[]): BridgeAction {
  const attempt = (calls.at(-1)?.attempt ?? 0) + 1;
  const { spec, view } = bridge;
  if (isBusy(bridge)) return { action: 'wait', until: null };
  if (spec.call.type === 'job' && view.call.other !== null) return { action: 'record', writes: [recordOf(bridge, { attempt, at: view.now, id: view.call.other, attached: true })] };
  return call(bridge, attempt);
}

/** A crawl of someone else, or a stream that is being stopped: what lives has to be gone first. */
const isBusy = ({ spec, view }: Bridge): boolean => view.call.other !== null && (spec.call.type === 'crawler' || (spec.call.type === 'job' && view.call.other === ''));

function call(bridge: Bridge, attempt: number): BridgeAction {
  const { spec, view, run, folder, continuation } = bridge;
  const read = readerOf(view, folder);
  const frozen = freeze(spec, { now: view.now, jobRunId: view.jobRunId, chain: view.chain, read } satisfies FreezeView, run);
  const sources = { facts: { id: run, date: frozen.date }, params: frozen.params, outputsOf: (step: string) => read(outputsKey(folder, step)) };
  const told = toldIn(read(handlersKey(spec, run, view)));
  const { request, problems: unresolved } = requestOf(spec, { run, attempt: `${continuation}-${attempt}`, workflow: view.workflow, told }, sources);
  const problems = frozen.problems.length > 0 ? frozen.problems : unresolved;
  if (problems.length > 0) {
    const message = `The run ${run} cannot go on: ${problems.join('; ')}.`;
    return endWith(1, message, frozen.problems.length > 0 ? [refusedRecord(folder, message, view.now)] : []);
  }
  // What an attempt before this one left holds no more.
  const cleared = spec.outputs === undefined ? [] : [{ key: outputsKey(folder, spec.step), body: {}, once: false }];
  return {
    action: 'call', attempt, request,
    writes: [...frozen.writes, ...cleared],
    // A lambda may have run though nobody heard the answer, and a wait needs none: both count from now on.
    record: recordOf(bridge, { attempt, at: view.now, id: spec.call.type === 'lambda' || spec.call.type === 'wait' ? '' : null, attached: false }),
    endKey: endKeyOf(bridge, attempt),
  };
}

const keyOf = ({ spec, folder, continuation }: Bridge, attempt: number): string => `${folder}${callKey(spec.step, continuation, attempt)}`;
const endKeyOf = (bridge: Bridge, attempt: number): string => `${keyOf(bridge, attempt)}.end.json`;

function recordOf(bridge: Bridge, { attempt, at, id, attached }: Pick<CallRecord, 'attempt' | 'at' | 'id' | 'attached'>, asked: number | null = null): BootstrapWrite {
  const body = { at, id, ...(attached ? { attached: true } : {}), ...(asked === null ? {} : { asked }) };
  return { key: `${keyOf(bridge, attempt)}.json`, body, once: false };
}

/** An attempt is under way, or its call was about to be made. */
function watch(bridge: Bridge, open: Open, calls: readonly CallRecord[]): BridgeAction {
  const { spec, view, halted } = bridge;
  const { running } = view.call;
  if (running === null) return lost(bridge, open, calls);
  if (running.state !== 'running') return ended(bridge, open, running);
  // A job's own timeout ends it; a wait is its own duration.
  const over = open.at + spec.timeoutSeconds * 1000;
  const bounded = spec.call.type !== 'job' && spec.call.type !== 'wait';
  const late = bounded && view.now >= over;
  // A stream that someone else started is theirs to stop.
  const stoppable = spec.call.type !== 'lambda' && spec.call.type !== 'sns' && !(spec.call.type === 'job' && spec.call.until === 'started' && open.attached);
  // Asked once, and its id is kept: a bridge that was killed before it could note it goes on with the same one.
  if ((late || halted !== null) && stoppable && !open.asked) {
    return { action: 'stop', attempt: open.attempt, record: recordOf(bridge, { ...open, id: open.id ?? running.id }, view.now) };
  }
  if (late) return recordEnd(bridge, open, 'timedOut', tookLonger(spec));
  if (spec.call.type === 'wait') return { action: 'wait', until: Math.max(view.now, open.at + spec.call.seconds * 1000) };
  return { action: 'wait', until: bounded ? over : null };
}

/** The service knows nothing of the attempt: this bridge was started anew in the middle of a call, or the call was held back. */
function lost(bridge: Bridge, open: Open, calls: readonly CallRecord[]): BridgeAction {
  const { spec, view, halted } = bridge;
  if (spec.call.type === 'lambda' && open.id !== null) {
    // It was called, and nobody can tell how it went on: while it may run, no second one is called.
    const over = open.at + spec.timeoutSeconds * 1000;
    return view.now < over ? { action: 'wait', until: over } : recordEnd(bridge, open, 'failed', 'Its answer is lost, since the job that waited for it was restarted.');
  }
  if (open.id !== null && spec.call.type !== 'sns') return recordEnd(bridge, open, 'failed', 'The service does not know it any more.');
  if (open.id !== null) return recordEnd(bridge, open, 'succeeded', '');
  if (halted !== null) {
    const before = calls.filter(({ attempt }) => attempt !== open.attempt);
    return next(bridge, before);
  }
  if (isBusy(bridge)) return { action: 'wait', until: null };
  if (spec.call.type === 'job' && view.call.other !== null) return { action: 'record', writes: [recordOf(bridge, { ...open, id: view.call.other })] };
  return call(bridge, open.attempt);
}

const tookLonger = ({ timeoutSeconds }: BridgeSpec): string => `It took longer than its timeout of ${timeoutSeconds} seconds.`;

/** It was asked to stop at its timeout, and not before. */
const stoppedLate = ({ call: { type }, timeoutSeconds }: BridgeSpec, { at, askedAt }: Open): boolean =>
  type !== 'job' && type !== 'wait' && askedAt !== null && askedAt >= at + timeoutSeconds * 1000;

type Running = NonNullable<BridgeView['call']['running']>;

function ended(bridge: Bridge, open: Open, { id, state, message }: Running): BridgeAction {
  const { spec, run, view, continuation } = bridge;
  if (state === 'running') return { action: 'wait', until: null };
  const told = asRecord(ownOf(view.folder, `steps/${spec.step}/${id}.json`))?.['skipped'];
  // The job's own bootstrap saw the stop first: the script has not begun.
  if (spec.call.type === 'job' && told === 'stop') return recordEnd(bridge, open, 'stopped', 'It ended before its script, since the run stops.', { skipped: true });
  // Whatever it came to after that, its time was over.
  if (stoppedLate(spec, open)) return recordEnd(bridge, open, 'timedOut', tookLonger(spec));
  if (state !== 'succeeded' || spec.outputs === undefined) return recordEnd(bridge, open, state, message ?? '');
  const { wrong, writes } = decideOutputs(spec, run, `${continuation}-${open.attempt}`, view.call.outputs);
  if (wrong !== null) return recordEnd(bridge, open, 'failed', wrong);
  const end = recordEnd(bridge, open, 'succeeded', message ?? '');
  return { action: 'record', writes: [...writes, ...end.writes] };
}

function recordEnd(bridge: Bridge, { attempt }: Open, outcome: Exclude<Running['state'], 'running'>, message: string, more: { readonly skipped?: true } = {}): BridgeAction & { readonly action: 'record' } {
  return { action: 'record', writes: [{ key: endKeyOf(bridge, attempt), body: { at: bridge.view.now, outcome, message, ...more }, once: false }] };
}
