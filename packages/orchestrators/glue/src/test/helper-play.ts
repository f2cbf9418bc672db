import type { AttemptScript, Ended } from '@millrace/core';
import {
  continuationOf, decideBridge, decideGate, decideOpener, holderKey, openAttempt, queuePrefix, runIdOf,
  type BridgeAction, type BridgeSpec, type CallFacts, type CallRecord, type EndAction, type HelperSpec, type OpenerSpec, type OpenerView, type RunState,
} from '@millrace/runtime';
import type { Host, VirtualClock, Work, WorkResult } from '../../../../local/src/index.ts';
import { bodyOf, textIn, writeAll } from './objects.ts';
import { glue, stateOf, workflowRun } from './run-view.ts';

/** What helper jobs need of the world they play in. */
export interface Helped {
  readonly host: Host;
  readonly clock: VirtualClock;
  /** How the next attempt of a step goes that calls something besides Glue. */
  play(step: string): AttemptScript;
  /** Whether the stream of this job run has come up: in between Glue says STARTING. */
  isUp(jobRunId: string): boolean;
}
/** A call that only this bench knows: a function, a message, an automation, a wait. */
interface Played {
  end: number | null;
  outcome: Ended;
  readonly onStop: AttemptScript['onStop'];
}
type Did = 'nothing' | 'something' | 'ended';

/** One helper job that runs: decided by the model of its program, carried out in this process. */
export class HelperPlay {
  readonly id: string;
  readonly spec: HelperSpec;
  readonly done: (result: WorkResult) => void;
  readonly #helped: Helped;
  readonly #work: Extract<Work, { kind: 'job' }>;
  readonly #played = new Map<string, Played>();
  readonly #crawls = new Map<string, string>();

  constructor(helped: Helped, spec: HelperSpec, work: Extract<Work, { kind: 'job' }>, done: (result: WorkResult) => void) {
    this.#helped = helped;
    this.spec = spec;
    this.#work = work;
    this.id = work.id;
    this.done = done;
  }

  /** One look. `ends`: only what records ends, stops or ends; `calls`: new calls too. */
  async look(what: 'ends' | 'calls'): Promise<Did> {
    const { spec } = this;
    const { args } = this.#work;
    const workflow = { name: args['--WORKFLOW_NAME'] ?? '', runId: args['--WORKFLOW_RUN_ID'] ?? '' };
    const state = await stateOf(this.#helped.host, spec, this.id, workflow);
    if (spec.kind === 'bridge') return await this.#bridge(spec, state, what);
    return spec.kind === 'opener' ? await this.#open(spec, state) : await this.#gate(spec, state);
  }

  async #gate(spec: Exclude<HelperSpec, BridgeSpec | OpenerSpec>, state: RunState): Promise<Did> {
    const action = decideGate(spec, state);
    if (action.action === 'wait') return this.#wait(action.until);
    if (action.action === 'end') return this.#end(action);
    const { host } = this.#helped;
    for (const { job, id } of action.jobRuns) await glue(host, 'BatchStopJobRun', { JobName: job, JobRunIds: [id] });
    for (const Name of action.crawlers) await glue(host, 'StopCrawler', { Name });
    return 'something';
  }

  async #open(spec: OpenerSpec, state: RunState): Promise<Did> {
    const { host } = this.#helped;
    const live = async (nativeId: string): Promise<boolean> => {
      const status = (await workflowRun(host, spec.workflow, nativeId, false)).Status;
      return status === 'RUNNING' || status === 'STOPPING';
    };
    const tickets: OpenerView['tickets'][number][] = [];
    for (const { key } of host.blobs.list(spec.runsBucket, queuePrefix(spec.pipeline))) {
      const { run, nativeId } = bodyOf(host.blobs, spec.runsBucket, key) as { readonly run: string; readonly nativeId: string };
      tickets.push({ key, run, nativeId, live: await live(nativeId) });
    }
    const key = holderKey(spec.pipeline);
    const held = bodyOf(host.blobs, spec.runsBucket, key) as { readonly run: string; readonly nativeId: string } | null;
    const holder = held === null ? null : { run: held.run, nativeId: held.nativeId, live: await live(held.nativeId), etag: host.blobs.head(spec.runsBucket, key)?.etag ?? '' };
    const action = decideOpener(spec, { ...state, tickets, holder });
    if (action.action === 'wait') return this.#wait(action.until);
    if (action.action === 'end') return this.#end(action);
    if (action.action === 'write') writeAll(host.blobs, spec.runsBucket, action.writes);
    else host.blobs.put(spec.runsBucket, action.key, Buffer.from(JSON.stringify(action.body)), action.ifMatch === null ? { ifNoneMatch: '*' } : { ifMatch: action.ifMatch });
    return 'something';
  }

  async #bridge(spec: BridgeSpec, state: RunState, what: 'ends' | 'calls'): Promise<Did> {
    const open = openAttempt(spec.step, state);
    const action = decideBridge(spec, { ...state, call: await this.#facts(spec, state, open) });
    if (action.action === 'wait') return this.#wait(action.until);
    if (action.action === 'call' && what === 'ends') return 'nothing';
    if (action.action === 'end') return this.#end(action);
    const { host } = this.#helped;
    if (action.action === 'record') writeAll(host.blobs, spec.runsBucket, action.writes);
    else if (action.action === 'stop') {
      await this.#stopCall(spec, open);
      writeAll(host.blobs, spec.runsBucket, [action.record]);
    } else await this.#call(spec, action);
    return 'something';
  }

  async #facts(spec: BridgeSpec, state: RunState, open: CallRecord | null): Promise<CallFacts> {
    const { host, clock } = this.#helped;
    const none: CallFacts = { running: null, other: null, outputs: null };
    const { call } = spec;
    if (call.type === 'crawler') {
      const crawls = (await glue(host, 'ListCrawls', { CrawlerName: call.crawler }))['Crawls'] as readonly { readonly CrawlId: string; readonly State: string }[];
      const own = crawls.find(({ CrawlId }) => CrawlId === this.#crawls.get(String(open?.attempt)));
      const other = crawls.some(({ CrawlId, State }) => State === 'RUNNING' && CrawlId !== own?.CrawlId) ? '' : null;
      return { ...none, other, running: open === null || own === undefined ? null : { id: '', state: CRAWLS[own.State] ?? 'running', message: null } };
    }
    if (call.type === 'job' && call.until === 'started' && (open === null || open.id === null)) return { ...none, other: await this.#liveStream(call.job) };
    if (open?.id === null || open === null) return none;
    if (call.type === 'job') {
      const run = (await glue(host, 'GetJobRun', { JobName: call.job, RunId: open.id }))['JobRun'] as { readonly JobRunState: string; readonly ErrorMessage?: string };
      const outputs = textIn(host.blobs, spec.runsBucket, `${spec.pipeline}/${runIdOf(state.chain, this.id)}/outputs/${spec.step}/${continuationOf(state)}-${open.attempt}.json`);
      const started = call.until === 'started' && run.JobRunState === 'RUNNING' && this.#helped.isUp(open.id);
      return { ...none, running: { id: open.id, state: started ? 'succeeded' : (JOBS[run.JobRunState] ?? 'running'), message: run.ErrorMessage ?? null }, outputs };
    }
    const one = this.#played.get(String(open.attempt));
    if (one === undefined) return none;
    return { ...none, running: { id: open.id, state: one.end !== null && one.end <= clock.now() ? one.outcome : 'running', message: null } };
  }

  async #liveStream(JobName: string): Promise<string | null> {
    const runs = (await glue(this.#helped.host, 'GetJobRuns', { JobName }))['JobRuns'] as readonly { readonly Id: string; readonly JobRunState: string }[];
    const live = runs.filter(({ JobRunState }) => JOBS[JobRunState] === undefined);
    return live.find(({ JobRunState }) => JobRunState !== 'STOPPING')?.Id ?? (live.length > 0 ? '' : null);
  }

  async #call(spec: BridgeSpec, { request, writes, record, attempt }: Extract<BridgeAction, { action: 'call' }>): Promise<void> {
    const { host } = this.#helped;
    writeAll(host.blobs, spec.runsBucket, [...writes, record]);
    const accepted = (id: string): void => writeAll(host.blobs, spec.runsBucket, [{ ...record, body: { ...(record.body as object), id } }]);
    if (request.type === 'job') {
      const started = await glue(host, 'StartJobRun', { JobName: request.job, Arguments: request.arguments, ...(request.timeoutMinutes === null ? {} : { Timeout: request.timeoutMinutes }) });
      accepted(started['JobRunId'] as string);
    } else if (request.type === 'crawler') {
      await glue(host, 'StartCrawler', { Name: request.crawler });
      const [newest] = (await glue(host, 'ListCrawls', { CrawlerName: request.crawler, MaxResults: 1 }))['Crawls'] as readonly { readonly CrawlId: string }[];
      this.#crawls.set(String(attempt), newest?.CrawlId ?? '');
      accepted('');
    } else {
      this.#playCall(spec.step, attempt);
      accepted(request.type === 'ssm' ? `automation-${attempt}` : '');
    }
  }

  #playCall(step: string, attempt: number): void {
    const { clock } = this.#helped;
    const { outcome, ms, onStop } = this.#helped.play(step);
    // What times out does not end by itself.
    const end = outcome === 'timedOut' ? null : clock.now() + ms;
    this.#played.set(String(attempt), { end, outcome, onStop });
    if (end !== null) clock.at(end, () => undefined);
  }

  async #stopCall({ call }: BridgeSpec, open: CallRecord | null): Promise<void> {
    const { host, clock } = this.#helped;
    if (call.type === 'job') await glue(host, 'BatchStopJobRun', { JobName: call.job, JobRunIds: [open?.id ?? ''] });
    else if (call.type === 'crawler') await glue(host, 'StopCrawler', { Name: call.crawler });
    else {
      const one = this.#played.get(String(open?.attempt));
      const at = clock.now() + (one?.onStop.ms ?? 0);
      if (one === undefined || (one.end !== null && one.end <= at)) return;
      one.end = at;
      one.outcome = one.onStop.outcome;
      clock.at(at, () => undefined);
    }
  }

  #wait(until: number | null): Did {
    if (until !== null && until > this.#helped.clock.now()) this.#helped.clock.at(until, () => undefined);
    return 'nothing';
  }

  #end({ exitCode, message, writes, removes }: EndAction): Did {
    const { blobs } = this.#helped.host;
    writeAll(blobs, this.spec.runsBucket, writes);
    for (const key of removes) blobs.remove(this.spec.runsBucket, key);
    this.done({ outcome: exitCode === 0 ? 'succeeded' : 'failed', message, tables: [] });
    return 'ended';
  }
}

const JOBS: Readonly<Record<string, Ended>> = { SUCCEEDED: 'succeeded', FAILED: 'failed', ERROR: 'failed', TIMEOUT: 'timedOut', STOPPED: 'stopped' };
const CRAWLS: Readonly<Record<string, Ended>> = { COMPLETED: 'succeeded', FAILED: 'failed', STOPPED: 'stopped' };
