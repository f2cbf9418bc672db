import { interpret, keptSteps, type Compiled, type Outcome, type ResumePlan, type Runner, type Script } from '@millrace/core';
import { glueService, sfnService } from '@millrace/local';
import { resolveParams } from '@millrace/params';
import { sfnTarget } from '@millrace/sfn';
import { compareRun, observe, pollRace } from '@millrace/testkit';
import { allSteps, isStream, nativeName } from '@millrace/workload';
import { playedServices } from '../../equivalence/services.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { site } from '../../equivalence/site.ts';
import { deploy, makeWorld, type World } from '../../equivalence/world.ts';
import { endingAs } from './ends.ts';
import { reacting, type Manner, type Subject } from './subject.ts';
import { Watch, type Instant } from './watch.ts';

const RUN = '20260105t100000-abcdef';
const DATE = '2026-01-05';
/** Between a kill and the first look at the run: nobody is quicker. */
const A_MOMENT_MS = 1000;
/** Until the first look again; each waits twice as long as the one before. */
const LOOK_MS = 20_000;
/** After so many looks someone stops what never ends by itself, and after twice as many the run is stuck. */
const LOOKS = 12;
/** Some runs fail however often they are resumed. */
const MOST_CONTINUATIONS = 4;

export interface Verdict {
  /** Commits of the continuation behind the last kill, to its end; of the first one where there is no kill. */
  readonly instants: readonly Instant[];
  readonly resumes: readonly ResumePlan['means'][];
  /** Continuations that were not compared, since a poller cannot tell the order of their ends. */
  readonly raced: number;
  readonly faults: readonly string[];
}

/** A kill behind the `behind`th commit of a continuation, which comes at `at`. */
export interface Kill {
  readonly behind: number;
  readonly at: number;
}

/** Kills a run in its first continuations, once in each, and resumes it until it has succeeded. */
export async function killAndResume(subject: Subject, manner: Manner, kills: readonly Kill[]): Promise<Verdict> {
  const play = await Play.open(subject, manner);
  await play.start(kills[0]?.behind ?? null);
  for (const [index, kill] of kills.entries()) {
    await play.fall(kill.at);
    if (!(await play.resume(kills[index + 1]?.behind ?? null))) return play.verdict();
  }
  await play.toTheEnd();
  const instants = [...play.watch.instants];
  for (let n = kills.length + 1; n < MOST_CONTINUATIONS && play.faults.length === 0 && (await play.resume(null)); n += 1) await play.toTheEnd();
  return { ...play.verdict(), instants };
}

class Play {
  readonly watch: Watch;
  readonly faults: string[] = [];
  readonly #subject: Subject;
  readonly #manner: Manner;
  readonly #compiled: Compiled;
  readonly #script: Script;
  readonly #world: World;
  readonly #runner: Runner;
  /** Attempts that were made, by step. */
  readonly #made: Map<string, number>;
  readonly #resumes: ResumePlan['means'][] = [];
  #raced = 0;
  #n = 1;
  /** Of the continuation: what it keeps, and the attempts before it. */
  #kept: ReadonlySet<string> = new Set();
  #before: ReadonlyMap<string, number> = new Map();
  /** How often each step had run before the continuation. */
  #ranBefore: ReadonlyMap<string, number> = new Map();
  /** It goes on with an automation that runs already, which the reference knows nothing of. */
  #late = false;

  private constructor(subject: Subject, manner: Manner, parts: { readonly compiled: Compiled; readonly script: Script; readonly world: World; readonly watch: Watch; readonly made: Map<string, number> }) {
    this.#subject = subject;
    this.#manner = manner;
    this.#compiled = parts.compiled;
    this.#script = parts.script;
    this.#world = parts.world;
    this.watch = parts.watch;
    this.#made = parts.made;
    this.#runner = parts.world.connect('sfn').runner({ pipeline: subject.pipeline, site });
  }

  static async open(subject: Subject, manner: Manner): Promise<Play> {
    const { pipeline, outputsOf = null, errorsOf } = subject;
    const compiled = compileOnce(sfnTarget, pipeline);
    const errors = compiled.problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(`${subject.name} does not compile: ${errors.map(({ message }) => message).join(' ')}`);
    const script = reacting(subject, manner.reaction);
    const made = new Map<string, number>();
    const counted: Script = (step, attempt) => {
      made.set(step, attempt);
      return script(step, attempt);
    };
    const watch = new Watch(new Set(allSteps(pipeline).flatMap(({ kind, name }) => (kind === 'ssm' ? [name] : []))));
    const services = [glueService, endingAs(manner.end, sfnService), ...playedServices()];
    const world = makeWorld(pipeline, counted, {}, { persistence: watch.persistence, services, outputsOf, ...(errorsOf === undefined ? {} : { errorsOf }) });
    watch.now = () => world.host.now();
    await deploy(world, pipeline, compiled);
    return new Play(subject, manner, { compiled, script, world, watch, made });
  }

  fault(text: string): void {
    this.faults.push(text);
  }

  verdict(): Verdict {
    return { instants: [...this.watch.instants], resumes: this.#resumes, raced: this.#raced, faults: [...this.faults, ...this.watch.faults] };
  }

  async start(behind: number | null): Promise<void> {
    const { pipeline, given = {} } = this.#subject;
    this.watch.arm(behind);
    const { values } = resolveParams(pipeline.params, [{ name: 'run', values: given }], { id: RUN, date: DATE });
    await this.#runner.start({ id: RUN, date: DATE, params: values });
  }

  /** Goes on to the instant of the kill; the execution has ended then. */
  async fall(at: number): Promise<void> {
    await this.#world.run(at);
    if (!this.watch.killed) this.fault(`no kill came by ${at}`);
  }

  /** Goes on to the end of the continuation and holds it to the reference. */
  async toTheEnd(): Promise<void> {
    await this.#world.run(null);
    for (const name of this.#kept) if (this.#count(name) !== this.#ranBefore.get(name)) this.fault(`continuation ${this.#n}: the kept step '${name}' ran again`);
    const { pipeline } = this.#subject;
    const events = interpret(pipeline, this.#script, { delays: this.#compiled.delays, kept: this.#kept, attemptsBefore: this.#before, stopAt: null });
    if (pollRace(pipeline, events, (step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step)) !== null) {
      this.#raced += 1;
      return;
    }
    const snapshot = await this.#runner.describe(RUN);
    const epoch = snapshot.continuations.at(-1)?.start ?? 0;
    for (const difference of compareRun(events, observe(snapshot, epoch, this.#n))) if (!this.#late || !difference.includes(' started at ')) this.fault(`continuation ${this.#n}: ${difference}`);
  }

  /** Resumes the run; false when it has succeeded. */
  async resume(behind: number | null): Promise<boolean> {
    const plan = await this.#accepted();
    if (plan === null) return false;
    const kept = keptSteps(this.#subject.pipeline, await this.#truth());
    if (sorted(plan.keep) !== sorted(kept)) this.fault(`the resume keeps ${sorted(plan.keep)}; by what became of the job runs it is ${sorted(kept)}`);
    this.#n += 1;
    this.#kept = new Set(plan.keep);
    this.#before = new Map(this.#made);
    this.#ranBefore = new Map(this.#subject.pipeline.steps.map(({ name }) => [name, this.#count(name)]));
    this.#resumes.push(plan.means);
    this.#late = this.watch.isUnheard();
    this.watch.arm(behind);
    await this.#runner.resume(plan);
    return true;
  }

  /** The plan of the first resume that is not refused; null when the run has succeeded. A run may be refused for as long as something of it is live. */
  async #accepted(): Promise<ResumePlan | null> {
    if (this.#manner.moment === 'at rest') await this.#world.run(null);
    await this.#world.run(this.#world.host.now() + A_MOMENT_MS);
    for (let looks = 0; looks < 2 * LOOKS; looks += 1) {
      const plan = await this.#runner.plan(RUN);
      if (!('refused' in plan)) return plan;
      if (plan.refused.includes('succeeded')) return null;
      if (!plan.refused.includes('is still')) this.fault(`the resume is refused: ${plan.refused}`);
      if (this.watch.isIdle()) this.fault('the resume is refused though nothing of the run is live');
      if (this.faults.length > 0) return null;
      if (looks === LOOKS) await this.#runner.stop(RUN);
      await this.#world.run(this.#world.host.now() + LOOK_MS * 2 ** looks);
    }
    this.fault('the run does not come to rest');
    return null;
  }

  /** How often a step has run: job runs or crawls, and calls. */
  #count(name: string): number {
    const step = allSteps(this.#subject.pipeline).find((one) => one.name === name);
    if (step?.kind === 'crawler') {
      const crawler = nativeName(site, this.#subject.pipeline, step);
      return [...this.watch.crawls.values()].filter((crawl) => crawl.crawler === crawler).length;
    }
    return step?.kind === 'glueJob' ? this.watch.jobRunsOf(RUN, name).length : (this.#made.get(name) ?? 0);
  }

  /** How steps have ended: jobs by their last job run, whatever the runner says; streams and the rest, of which no service tells an end, by the runner. */
  async #truth(): Promise<ReadonlyMap<string, Outcome>> {
    const { steps } = await this.#runner.describe(RUN);
    return new Map(this.#subject.pipeline.steps.flatMap((step): readonly (readonly [string, Outcome])[] => {
      const said = steps[step.name]?.state ?? 'skipped';
      const last = this.watch.jobRunsOf(RUN, step.name).at(-1);
      const byGlue = step.kind === 'glueJob' && !isStream(step) && last !== undefined && this.#count(step.name) > (this.#ranBefore.get(step.name) ?? 0);
      if (!byGlue) return said === 'pending' || said === 'running' ? [] : [[step.name, said]];
      const wrong = Object.keys(step.outputs).length > 0 && this.#subject.outputsOf?.(step.name, this.#made.get(step.name) ?? 1).wrong != null;
      return [[step.name, last.state === 'SUCCEEDED' && !wrong ? 'succeeded' : 'failed']];
    }));
  }
}

const sorted = (names: Iterable<string>): string => `[${[...names].sort().join()}]`;
