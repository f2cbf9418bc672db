import type { AttemptScript, Pipeline, Script, Site, Step } from '@millrace/core';
import { decideBootstrap, decideOutputs, helperWithSteps, jobWithSteps, timedOutMarker, wrongOutputsMarker, type HelperSpec, type JobSpec, type RunView, type StoredHelperSpec, type StoredJobSpec } from '@millrace/runtime';
import { allSteps, isStream, nativeName } from '@millrace/workload';
// Tests alone may know the embedded AWS and the test kit: the package itself does not depend on them.
import { nameOfWork, type Executor, type Host, type VirtualClock, type Work, type WorkResult } from '../../../../local/src/index.ts';
import type { ErrorsOf, LeftOutputs, OutputsOf } from '../../../../testkit/src/index.ts';
import { HelperPlay, type Helped } from './helper-play.ts';
import { bodyOf, textAt, writeAll } from './objects.ts';
import { stateOf } from './run-view.ts';

interface Playing {
  end: number | null;
  readonly onStop: { readonly outcome: WorkResult['outcome']; readonly ms: number };
  readonly done: (result: WorkResult) => void;
  /** Where the script writes which outputs; null where it has none. */
  readonly outputs: { readonly uri: string; readonly left: LeftOutputs } | null;
  /** Its timeout, where the script does not end before it: it is ended then, and nothing is handed on. */
  readonly timeoutAt: number | null;
  killed: boolean;
  /** Nobody has asked it to stop. */
  undisturbed: boolean;
  /** What the bootstrap does once the script has ended well. */
  readonly after: Bootstrapped | null;
  /** When a stream that starts well is up: it goes on from there. */
  readonly upAt: number | null;
  readonly stream: boolean;
}
interface Bootstrapped {
  readonly spec: JobSpec;
  readonly run: string;
}
type JobWork = Extract<Work, { kind: 'job' }>;
interface Starting {
  readonly work: JobWork;
  readonly spec: JobSpec | HelperSpec;
  readonly done: (result: WorkResult) => void;
}

/** Plays the attempts of a case in virtual time, with the decisions of bootstraps and helper jobs, which cost no time. */
export class Players implements Executor {
  readonly #clock: VirtualClock;
  readonly #script: Script;
  readonly #outputsOf: OutputsOf | null;
  readonly #errorsOf: ErrorsOf;
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #byName: ReadonlyMap<string, Step>;
  readonly #attempts = new Map<string, number>();
  readonly #playing = new Map<string, Playing>();
  /** Job runs that have begun and not yet decided what they do. */
  #starting: Starting[] = [];
  readonly #helpers = new Map<string, HelperPlay>();
  /** Work that was asked to stop while its bootstrap still decided. */
  readonly #early = new Set<string>();
  /** Final arguments of every script that ran, by step. */
  readonly argumentsOf = new Map<string, Readonly<Record<string, string>>>();
  host: Host | null = null;

  constructor(clock: VirtualClock, site: Pick<Site, 'prefix'>, pipeline: Pipeline, script: Script, outputsOf: OutputsOf | null = null, errorsOf: ErrorsOf = () => false) {
    this.#outputsOf = outputsOf;
    this.#errorsOf = errorsOf;
    this.#clock = clock;
    this.#script = script;
    this.#steps = new Map(allSteps(pipeline).map((step) => [nativeName(site, pipeline, step), step]));
    this.#byName = new Map(allSteps(pipeline).map((step) => [step.name, step]));
  }

  start(work: Work, done: (result: WorkResult) => void): void {
    if (work.kind !== 'job' || work.args['--MILLRACE_SPEC'] === undefined) {
      const step = this.#stepOf(work);
      if (work.kind === 'job') this.argumentsOf.set(step.name, work.args);
      this.#play(step, work.id, done, work.kind === 'job' ? work.args : {}, null);
      return;
    }
    this.#starting.push({ work, spec: this.#described(work.args['--MILLRACE_SPEC']), done });
  }

  #described(uri: string): JobSpec | HelperSpec {
    // Compiled by the target under test.
    const read = <T>(at: string): T => JSON.parse(textAt(this.#host().blobs, at) ?? 'null') as T;
    const stored = read<StoredJobSpec | StoredHelperSpec>(uri);
    return 'kind' in stored ? helperWithSteps(stored, read) : jobWithSteps(stored, read);
  }

  recover(): void {
    throw new Error('virtual work is never recovered');
  }

  stop(id: string): void {
    const helper = this.#helpers.get(id);
    if (helper !== undefined) {
      this.#helpers.delete(id);
      helper.done({ outcome: 'stopped', message: null, tables: [] });
      return;
    }
    const one = this.#playing.get(id);
    if (one === undefined) {
      this.#early.add(id);
      return;
    }
    const at = this.#clock.now() + one.onStop.ms;
    if (one.end !== null && one.end <= at) return;
    if (one.upAt !== null && one.upAt <= at) {
      this.#endStream(id, one, Math.max(one.upAt, this.#clock.now()));
      return;
    }
    one.end = at;
    one.undisturbed = false;
    one.killed = one.timeoutAt !== null && this.#clock.now() >= one.timeoutAt;
    this.#clock.at(at, () => this.#finish(id, one.onStop.outcome));
  }

  /**
   * What helper jobs and bootstraps do at this instant, once all that ends by itself has ended. Ends are recorded before anything is called or
   * started. True when something was done, so that the embedded AWS has to go on first.
   */
  async settle(): Promise<boolean> {
    const bridges = [...this.#helpers.values()].filter(({ spec }) => spec.kind === 'bridge');
    const others = [...this.#helpers.values()].filter(({ spec }) => spec.kind !== 'bridge');
    return (await this.#look(bridges, 'ends')) || (await this.#look(others, 'ends')) || (await this.#begin(bridges));
  }

  async #look(helpers: readonly HelperPlay[], what: 'ends' | 'calls'): Promise<boolean> {
    let changed = false;
    for (const helper of helpers) {
      const did = await helper.look(what);
      if (did === 'ended') this.#helpers.delete(helper.id);
      changed ||= did !== 'nothing';
    }
    return changed;
  }

  async #begin(bridges: readonly HelperPlay[]): Promise<boolean> {
    const called = await this.#look(bridges, 'calls');
    const starting = this.#starting;
    this.#starting = [];
    for (const one of starting) {
      if (isHelper(one.spec)) this.#help(one, one.spec);
      else await this.#bootstrap(one, one.spec);
    }
    return called || starting.length > 0;
  }

  #help({ work, done }: Starting, spec: HelperSpec): void {
    if (this.#early.delete(work.id)) {
      done({ outcome: 'stopped', message: null, tables: [] });
      return;
    }
    const helped: Helped = {
      host: this.#host(), clock: this.#clock,
      play: (step) => this.#attempt(this.#step(step)),
      isUp: (id) => this.isUp(id),
    };
    this.#helpers.set(work.id, new HelperPlay(helped, spec, work, done));
  }

  #host(): Host {
    if (this.host === null) throw new Error('no host');
    return this.host;
  }

  #step(name: string): Step {
    const step = this.#byName.get(name);
    if (step === undefined) throw new Error(`no step '${name}'`);
    return step;
  }

  #stepOf(work: Work): Step {
    if (work.kind === 'job' && work.args['--MILLRACE_STEP'] !== undefined) return this.#step(work.args['--MILLRACE_STEP']);
    // A played service names the step itself.
    if (work.kind === 'function') return this.#step(work.functionName);
    const name = nameOfWork(work);
    const step = this.#steps.get(name);
    if (step === undefined) throw new Error(`no step runs ${name}`);
    return step;
  }

  #attempt(step: Step): AttemptScript {
    const attempt = (this.#attempts.get(step.name) ?? 0) + 1;
    this.#attempts.set(step.name, attempt);
    return this.#script(step.name, attempt);
  }

  #play(step: Step, id: string, done: (result: WorkResult) => void, args: Readonly<Record<string, string>>, after: Bootstrapped | null): void {
    const { outcome, ms, onStop } = this.#attempt(step);
    const asWork = (ended: string): WorkResult['outcome'] => (ended === 'succeeded' || ended === 'failed' ? ended : 'stopped');
    // What times out does not end by itself: the service, a helper or the bootstrap has to end it.
    const upAt = isStream(step) && outcome === 'succeeded' ? this.#clock.now() + ms : null;
    const end = outcome === 'timedOut' || upAt !== null ? null : this.#clock.now() + ms;
    const uri = args['--MILLRACE_OUTPUTS'];
    const outputs = uri === undefined || this.#outputsOf === null ? null : { uri, left: this.#outputsOf(step.name, this.#attempts.get(step.name) ?? 1) };
    this.#playing.set(id, { end, onStop: { outcome: asWork(onStop.outcome), ms: onStop.ms }, done, outputs, timeoutAt: end === null && upAt === null ? this.#clock.now() + ms : null, killed: false, undisturbed: true, after, upAt, stream: isStream(step) });
    if (upAt !== null) this.#clock.at(upAt, () => undefined);
    // A script that leaves something wrong ends well itself.
    const own = outcome === 'failed' && this.#errorsOf(step.name, this.#attempts.get(step.name) ?? 1) ? 'error' : outputs?.left.wrong === null || outputs === null ? asWork(outcome) : 'succeeded';
    if (end !== null) this.#clock.at(end, () => this.#finish(id, own));
    else if (after?.spec.watch !== undefined) this.#clock.at(this.#clock.now() + after.spec.watch.timeoutSeconds * 1000, () => this.#watched(id, after));
    if (this.#early.delete(id)) this.stop(id);
  }

  /** A stream that is asked to stop while it comes up, and is up before it has: its step has succeeded. */
  #endStream(id: string, one: Playing, at: number): void {
    one.end = at;
    this.#clock.at(at, () => this.#finish(id, 'succeeded'));
  }

  /** Streams end here, as by hand: the reference knows none that a resume could find alive. */
  endStreams(): void {
    for (const [id, one] of this.#playing) if (this.isUp(id)) this.#endStream(id, one, this.#clock.now());
  }

  /** Whether it is a stream that has not come up: Glue says STARTING then. */
  isComing(id: string): boolean {
    return this.#playing.get(id)?.stream === true && !this.isUp(id);
  }

  /** Whether a stream has come up. */
  isUp(id: string): boolean {
    const upAt = this.#playing.get(id)?.upAt ?? null;
    return upAt !== null && upAt <= this.#clock.now();
  }

  /** The bootstrap ends an attempt at its timeout, unless it is being stopped and ends at the same instant. */
  #watched(id: string, { spec, run }: Bootstrapped): void {
    const one = this.#playing.get(id);
    if (one === undefined || (one.end !== null && one.end <= this.#clock.now())) return;
    this.#playing.delete(id);
    writeAll(this.#host().blobs, spec.runsBucket, [timedOutMarker(spec, run, id, this.#clock.now())]);
    one.done({ outcome: 'failed', message: 'It took longer than its timeout.', tables: [] });
  }

  #finish(id: string, outcome: WorkResult['outcome']): void {
    const one = this.#playing.get(id);
    if (one === undefined || one.end !== this.#clock.now()) return;
    this.#playing.delete(id);
    const failed = outcome === 'succeeded' ? this.#handOver(one) : outcome === 'failed' ? 'the script failed' : outcome === 'error' ? 'the service could not run it' : null;
    one.done({ outcome: failed === null || outcome === 'error' ? outcome : 'failed', message: failed, tables: [] });
  }

  /** The script writes its outputs; then the bootstrap, where there is one, looks at them. Answers why the attempt fails, or null. */
  #handOver({ outputs, killed, undisturbed, after }: Playing): string | null {
    if (outputs === null || killed) return null;
    const { uri, left: { right, wrong } } = outputs;
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const written = undisturbed && wrong !== null ? wrong.text : right;
    if (written !== null) this.#host().blobs.put(bucket, key, Buffer.from(written));
    if (after === null) return null;
    const jobRun = /([^/]+)\.json$/.exec(key)?.[1] ?? '';
    const decision = decideOutputs(after.spec, after.run, jobRun, written);
    writeAll(this.#host().blobs, bucket, decision.wrong === null ? decision.writes : [wrongOutputsMarker(after.spec, after.run, jobRun, this.#clock.now(), decision.wrong)]);
    return decision.wrong;
  }

  async #bootstrap({ work, done }: Starting, spec: JobSpec): Promise<void> {
    const host = this.#host();
    const step = this.#step(spec.step);
    const workflow = { name: work.args['--WORKFLOW_NAME'] ?? '', runId: work.args['--WORKFLOW_RUN_ID'] ?? '' };
    const state = await stateOf(host, spec, work.id, workflow);
    const view: RunView = {
      now: this.#clock.now(), jobName: work.jobName, jobRunId: work.id, workflow, chain: state.chain, scriptPath: '/tmp/script.py', state,
      told: { outcome: work.args['--MILLRACE_OUTCOME'] ?? null, failedSteps: work.args['--MILLRACE_FAILED_STEPS'] ?? null },
      read: (key) => bodyOf(host.blobs, spec.runsBucket, key),
    };
    const decision = decideBootstrap(spec, view);
    writeAll(host.blobs, spec.runsBucket, decision.writes);
    if (decision.action === 'end') {
      this.#early.delete(work.id);
      done({ outcome: decision.exitCode === 0 ? 'succeeded' : 'failed', message: decision.message, tables: [] });
      return;
    }
    const args = pairs(decision.argv);
    this.argumentsOf.set(step.name, args);
    this.#play(step, work.id, done, args, { spec, run: decision.run });
  }
}

const isHelper = (spec: JobSpec | HelperSpec): spec is HelperSpec => 'kind' in spec;

/** Names and values in turn, as Glue passes them: a target that writes anything else does not give its script the same argv. */
function pairs(argv: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 1; index < argv.length; index += 2) {
    const [name = '', value] = argv.slice(index, index + 2);
    if (!/^--[^=]+$/.test(name) || value === undefined) throw new Error(`no pair of a name and a value: ${JSON.stringify(argv.slice(index, index + 2))}`);
    found[name] = value;
  }
  return found;
}

