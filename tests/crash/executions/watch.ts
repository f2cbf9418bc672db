import { memoryPersistence, type Persistence } from '@millrace/local';
import { site } from '../../equivalence/site.ts';

type Change = Parameters<Persistence['commit']>[0][number];
type Row = Extract<Change, { readonly type: 'row' }>;

/** One commit of the embedded AWS while an execution runs: what a kill can fall behind. */
export interface Instant {
  /** Virtual, epoch milliseconds. */
  readonly at: number;
  /** Events that the commit added to histories. */
  readonly events: number;
  /** States that it entered and left, in order. */
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/** A job run as Glue has it. */
export interface SeenJobRun {
  readonly id: string;
  readonly step: string;
  readonly run: string;
  readonly state: string;
}

const ENDED = new Set(['STOPPED', 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'ERROR']);

/**
 * Looks on while an embedded AWS writes, commit by commit: which job runs and automations are live, and whether a step ever has two. Kills an
 * execution from outside behind the commit that it is told, before anything that follows can happen.
 */
export class Watch {
  readonly persistence: Persistence;
  readonly instants: Instant[] = [];
  readonly faults = new Set<string>();
  readonly jobRuns = new Map<string, SeenJobRun>();
  /** Crawls by id, each with its crawler. */
  readonly crawls = new Map<string, { readonly crawler: string; readonly state: string }>();
  now: () => number = () => 0;
  /** The kill has come. */
  killed = false;
  readonly #calls = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #open = new Set<string>();
  /** States that an execution was in when it was killed. */
  readonly #cut = new Set<string>();
  #behind: number | null = null;

  /** @param exclusive names of the steps, besides jobs, whose calls last and must not overlap */
  constructor(exclusive: ReadonlySet<string>) {
    const inner = memoryPersistence();
    this.persistence = {
      ...inner,
      commit: (changes) => {
        for (const change of changes) this.#note(change, exclusive);
        this.#look();
        inner.commit([...changes, ...this.#kill(changes)]);
      },
    };
  }

  /** Commits are counted anew, while an execution runs; it is killed behind the `behind`th, the first being 1. */
  arm(behind: number | null): void {
    this.#behind = behind;
    this.killed = false;
    this.instants.length = 0;
  }

  /** Job runs of a step, in the order in which they were started. */
  jobRunsOf(run: string, step: string): readonly SeenJobRun[] {
    return [...this.jobRuns.values()].filter((one) => one.run === run && one.step === step);
  }

  #kill(changes: readonly Change[]): readonly Change[] {
    const [key] = this.#running;
    if (key === undefined) return [];
    const events = changes.flatMap((change) => (change.type === 'row' && change.service === 'sfn' && change.kind === 'event' ? [JSON.stringify(change.row)] : []));
    const [entered, left] = [events.flatMap((event) => nameIn(event, 'StateEntered')), events.flatMap((event) => nameIn(event, 'StateExited'))];
    this.instants.push({ at: this.now(), events: events.length, entered, left });
    for (const state of entered) this.#open.add(state);
    for (const state of left) this.#open.delete(state);
    if (this.#behind !== this.instants.length) return [];
    this.killed = true;
    for (const state of this.#open) this.#cut.add(state);
    const executionArn = `arn:aws:states:${site.region}:${site.account}:execution:${key}`;
    // Due before everything else.
    return [{ type: 'timer', timer: { service: 'sfn', id: '~kill', at: 0, order: -10, seq: 0, task: { type: 'call', service: 'sfn', op: 'StopExecution', input: { executionArn }, replyTo: null } } }];
  }

  #note(change: Change, exclusive: ReadonlySet<string>): void {
    if (change.type === 'row' && change.row !== null) this.#noteRow(change);
    else if (change.type === 'work' && change.pending.work.kind === 'function' && exclusive.has(change.pending.work.functionName)) this.#calls.set(change.pending.work.id, change.pending.work.functionName);
    else if (change.type === 'workDone') this.#calls.delete(change.id);
  }

  #noteRow({ service, kind, key, row }: Row): void {
    if (service === 'sfn' && kind === 'execution') {
      // Rows of the embedded AWS, in the shapes in which it keeps them.
      const { status } = row as { readonly status: string };
      if (status === 'RUNNING') this.#running.add(key);
      else this.#running.delete(key);
    } else if (service === 'glue' && kind === 'jobRun') {
      // The same.
      const { run } = row as { readonly run: { readonly Id: string; readonly JobRunState: string; readonly Arguments: Readonly<Record<string, string>> } };
      this.jobRuns.set(key, { id: run.Id, state: run.JobRunState, step: run.Arguments['--MILLRACE_STEP'] ?? '', run: run.Arguments['--MILLRACE_RUN'] ?? '' });
    } else if (service === 'glue' && kind === 'crawl') {
      // The same.
      const { crawler, state } = row as { readonly crawler: string; readonly state: string };
      this.crawls.set(key, { crawler, state });
    }
  }

  /** Does an automation run whose start was not answered, since a kill came before? The next attempt of its step goes on with it. */
  isUnheard(): boolean {
    return [...this.#calls.values()].some((step) => this.#cut.has(step));
  }

  /** Nothing that lasts is live: no job run, no crawl, no automation, no execution. */
  isIdle(): boolean {
    return this.#running.size === 0 && this.#calls.size === 0 && [...this.jobRuns.values()].every(({ state }) => ENDED.has(state)) && [...this.crawls.values()].every(({ state }) => state !== 'RUNNING' && state !== 'CANCELLING');
  }

  #look(): void {
    const live = new Set<string>();
    for (const { step, run, state } of this.jobRuns.values()) if (!ENDED.has(state)) this.#alone(live, `${step} of ${run}`);
    for (const step of this.#calls.values()) this.#alone(live, step);
  }

  #alone(live: Set<string>, what: string): void {
    if (live.has(what)) this.faults.add(`two live copies of ${what}`);
    live.add(what);
  }
}

function nameIn(event: string, suffix: string): readonly string[] {
  // An event as the embedded AWS keeps it.
  const { type, details } = JSON.parse(event) as { readonly type: string; readonly details: { readonly name?: string } | null };
  return type.endsWith(suffix) && details?.name !== undefined ? [details.name] : [];
}
