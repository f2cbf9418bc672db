import type { Json, Pipeline, Script, Step } from '@millrace/core';
import { type Executor, type Host, nameOfWork, type VirtualClock, type Work, type WorkResult } from '@millrace/local';
import { decideBootstrap, decideOutputs, type JobSpec, type RunView } from '@millrace/runtime';
import type { LeftOutputs, OutputsOf } from '@millrace/testkit';
import { allSteps, nativeName } from '@millrace/workload';
import { site } from './site.ts';

interface Playing {
  end: number | null;
  readonly onStop: { readonly outcome: WorkResult['outcome']; readonly ms: number };
  done(result: WorkResult): void;
  /** Where the script writes which outputs; null where it has none. */
  readonly outputs: { readonly uri: string; readonly left: LeftOutputs } | null;
  /** Its timeout, where the script does not end before it: the service ends it then, and nothing is handed on. */
  readonly timeoutAt: number | null;
  killed: boolean;
  /** Nobody has asked it to stop. */
  undisturbed: boolean;
  /** What the bootstrap does once the script has ended well. */
  readonly after: Bootstrapped | null;
}
interface Bootstrapped {
  readonly spec: JobSpec;
  readonly run: string;
}

/** Plays the attempts of a case in virtual time, the bootstrap's decisions included. */
export class Players implements Executor {
  readonly #clock: VirtualClock;
  readonly #script: Script;
  readonly #outputsOf: OutputsOf | null;
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #attempts = new Map<string, number>();
  readonly #playing = new Map<string, Playing>();
  /** Work that was asked to stop while its bootstrap still decided. */
  readonly #early = new Set<string>();
  /** Final arguments of every script that ran, by step. */
  readonly argumentsOf = new Map<string, Readonly<Record<string, string>>>();
  host: Host | null = null;

  constructor(clock: VirtualClock, pipeline: Pipeline, script: Script, outputsOf: OutputsOf | null = null) {
    this.#outputsOf = outputsOf;
    this.#clock = clock;
    this.#script = script;
    this.#steps = new Map(allSteps(pipeline).map((step) => [nativeName(site, pipeline, step), step]));
  }

  start(work: Work, done: (result: WorkResult) => void): void {
    const step = this.#steps.get(nameOfWork(work));
    if (step === undefined) throw new Error(`no step runs ${nameOfWork(work)}`);
    const spec = work.kind === 'job' ? work.args['--MILLRACE_SPEC'] : undefined;
    if (work.kind !== 'job' || spec === undefined) {
      if (work.kind === 'job') this.argumentsOf.set(step.name, work.args);
      this.#play(step, work.id, done, work.kind === 'job' ? work.args : {}, null);
      return;
    }
    const at = this.#clock.now();
    void this.#bootstrap(work, spec, at).then(({ decision, spec: told }) => {
      if (this.#clock.now() !== at) throw new Error('the bootstrap decided after its instant');
      if (decision.action === 'script') {
        const args = pairs(decision.argv);
        this.argumentsOf.set(step.name, args);
        this.#play(step, work.id, done, args, { spec: told, run: decision.run });
      } else done({ outcome: decision.exitCode === 0 ? 'succeeded' : 'failed', message: decision.message, tables: [] });
    });
  }

  recover(): void {
    throw new Error('virtual work is never recovered');
  }

  stop(id: string): void {
    const one = this.#playing.get(id);
    if (one === undefined) {
      this.#early.add(id);
      return;
    }
    const at = this.#clock.now() + one.onStop.ms;
    if (one.end !== null && one.end <= at) return;
    one.end = at;
    one.undisturbed = false;
    one.killed = one.timeoutAt !== null && this.#clock.now() >= one.timeoutAt;
    this.#clock.at(at, () => this.#finish(id, one.onStop.outcome));
  }

  #play(step: Step, id: string, done: (result: WorkResult) => void, args: Readonly<Record<string, string>>, after: Bootstrapped | null): void {
    const attempt = (this.#attempts.get(step.name) ?? 0) + 1;
    this.#attempts.set(step.name, attempt);
    const { outcome, ms, onStop } = this.#script(step.name, attempt);
    const asWork = (ended: string): WorkResult['outcome'] => (ended === 'succeeded' || ended === 'failed' ? ended : 'stopped');
    // What times out does not end by itself: the service, or the state machine, has to end it.
    const end = outcome === 'timedOut' ? null : this.#clock.now() + ms;
    const uri = args['--MILLRACE_OUTPUTS'];
    const outputs = uri === undefined || this.#outputsOf === null ? null : { uri, left: this.#outputsOf(step.name, attempt) };
    this.#playing.set(id, { end, onStop: { outcome: asWork(onStop.outcome), ms: onStop.ms }, done, outputs, timeoutAt: end === null ? this.#clock.now() + ms : null, killed: false, undisturbed: true, after });
    // A script that leaves something wrong ends well itself.
    if (end !== null) this.#clock.at(end, () => this.#finish(id, outputs?.left.wrong === null || outputs === null ? asWork(outcome) : 'succeeded'));
    if (this.#early.delete(id)) this.stop(id);
  }

  #finish(id: string, outcome: WorkResult['outcome']): void {
    const one = this.#playing.get(id);
    if (one === undefined || one.end !== this.#clock.now()) return;
    this.#playing.delete(id);
    const failed = outcome === 'succeeded' ? this.#handOver(one) : outcome === 'failed' ? 'the script failed' : null;
    one.done({ outcome: failed === null ? outcome : 'failed', message: failed, tables: [] });
  }

  /** The script writes its outputs; then the bootstrap, where there is one, looks at them. Answers why the attempt fails, or null. */
  #handOver({ outputs, killed, undisturbed, after }: Playing): string | null {
    const { host } = this;
    if (host === null || outputs === null || killed) return null;
    const { uri, left: { right, wrong } } = outputs;
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const written = undisturbed && wrong !== null ? wrong.text : right;
    if (written !== null) host.blobs.put(bucket, key, Buffer.from(written));
    if (after === null) return null;
    const decision = decideOutputs(after.spec, after.run, /([^/]+)\.json$/.exec(key)?.[1] ?? '', written);
    for (const { key: name, body } of decision.writes) host.blobs.put(bucket, name, Buffer.from(JSON.stringify(body)));
    return decision.wrong;
  }

  async #bootstrap(work: Extract<Work, { kind: 'job' }>, specUri: string, now: number) {
    const { host } = this;
    if (host === null) throw new Error('no host');
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(specUri) ?? [];
    // Compiled by the target under test.
    const spec = JSON.parse(text(host.blobs.get(bucket, key)) ?? 'null') as JobSpec;
    const workflow = { name: work.args['--WORKFLOW_NAME'] ?? '', runId: work.args['--WORKFLOW_RUN_ID'] ?? '' };
    const chain: RunView['chain'][number][] = [];
    for (let runId: string | null = workflow.runId; runId !== null; ) {
      const run: WorkflowRun = await held(host, { Name: workflow.name, RunId: runId });
      chain.push({ runId, startedOn: run.StartedOn * 1000, properties: run.WorkflowRunProperties ?? {} });
      runId = run.PreviousRunId ?? null;
    }
    const view: RunView = {
      now, jobName: work.jobName, jobRunId: work.id, workflow, chain, told: { outcome: null, failedSteps: null }, scriptPath: '/tmp/script.py',
      read: (name) => {
        const body = text(host.blobs.get(spec.runsBucket, name));
        return body === null || body === '' ? null : (JSON.parse(body) as unknown);
      },
    };
    const decision = decideBootstrap(spec, view);
    for (const { key: name, body, once } of decision.writes) host.blobs.put(spec.runsBucket, name, Buffer.from(body === null ? '' : JSON.stringify(body)), once ? { ifNoneMatch: '*' } : {});
    return { decision, spec };
  }
}

interface WorkflowRun {
  readonly StartedOn: number;
  readonly PreviousRunId?: string;
  readonly WorkflowRunProperties?: Readonly<Record<string, string>>;
}

/** The host moves on when its queue is empty: a second call behind the first keeps it at this instant while the first one's answer is used. */
async function held(host: Host, input: Json): Promise<WorkflowRun> {
  const asked = host.call('glue', 'GetWorkflowRun', input);
  void host.call('glue', 'ListJobs', {});
  // The shape that the service answers with.
  return (await asked as unknown as { readonly Run: WorkflowRun }).Run;
}

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));

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
