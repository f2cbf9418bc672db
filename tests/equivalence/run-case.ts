import type { Event, InterpretOptions, Pipeline, Script, Target } from '@millrace/core';
import { compareRun, interpretErrors, outcomesOf, referenceRun, resumeOf, stopRace, type ErrorRules, type ErrorTrace, type RandomCase } from '@millrace/testkit';
import { isStream } from '@millrace/workload';
import { argumentDifferences, outputsIn } from './arguments.ts';
import { errorRulesOf } from './players.ts';
import { compileOnce, isSession, openSession, type Session } from './session.ts';

export interface Verdict {
  /** Empty when the target did as the reference. */
  readonly differences: readonly string[];
  readonly asked: ReadonlySet<string>;
  /** How the run was resumed, or why not: the first time, and each time. */
  readonly resume: 'none' | 'native' | 'skipMap' | `refused: ${string}`;
  readonly resumes: readonly Verdict['resume'][];
  /** A polling race appeared only with the delays or in the resumed run: nothing was compared there. */
  readonly raced: boolean;
  /** The reference's events of each continuation. */
  readonly continuations: readonly (readonly Event[])[];
  /** The same, with what ends as ERROR came to. */
  readonly traces: readonly ErrorTrace[];
  /** Attempts that the target cannot play as they were drawn: `playable` tells which. */
  readonly replayed: number;
}

export interface CaseOptions {
  /** Whether a run that did not succeed is resumed. */
  readonly resume: boolean;
  readonly answers?: Readonly<Record<string, string>>;
  /** How often at most; once by default. */
  readonly most?: number;
  /** When `millrace stop` is called in a resumed continuation: `lasts` is how long it would go on. Never by default. Virtual ms. */
  readonly stopLater?: (continuation: number, lasts: number) => number | null;
}

type Onward = Omit<InterpretOptions, 'delays'>;
interface Bench {
  readonly session: Session;
  readonly drawn: RandomCase;
  /** Attempts that were played, by step. */
  readonly plays: ReadonlyMap<string, number>;
  readonly reference: (more: Onward) => ErrorTrace;
  readonly races: (how: Onward) => boolean;
}

/**
 * Compiles, deploys and runs one case on a target in virtual time and holds it to the reference; a run that did not succeed is resumed when
 * `resume` says so.
 */
export async function runCase(target: Target, drawn: RandomCase, options: CaseOptions): Promise<Verdict> {
  const { pipeline, stopAt, errorsOf } = drawn;
  const { script, replayed } = playable(target, pipeline, drawn.script);
  const answers = options.answers ?? {};
  const plays = new Map<string, number>();
  const counted: Script = (step, attempt) => {
    plays.set(step, attempt);
    return script(step, attempt);
  };
  const session = await openSession(target, pipeline, counted, drawn.given, answers, { outputsOf: drawn.outputsOf, errorsOf });
  if (!isSession(session)) return { differences: session, asked: new Set(), resume: 'none', resumes: [], raced: false, continuations: [], traces: [], replayed: 0 };
  const { delays } = session.compiled;
  const rules: ErrorRules = target.id === 'glue' ? errorRulesOf(pipeline, session.compiled, answers) : { loses: () => false, ends: () => false };
  const reference = (more: Onward, waits = delays): ErrorTrace => interpretErrors(pipeline, script, errorsOf, { ...more, delays: waits }, rules);
  // Helpers of the Glue target take no time here, and its triggers see no crawl late.
  const races = (how: Onward): boolean => target.id !== 'glue' && stopRace(pipeline, script, { ...how, delays }, (step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step)) !== null;
  const start = { kept: new Set<string>(), attemptsBefore: new Map<string, number>(), stopAt };
  const bench: Bench = { session, drawn, plays, reference, races };
  const verdict = (found: readonly string[], traces: readonly ErrorTrace[], resumes: Verdict['resumes'], raced: boolean): Verdict =>
    ({ differences: found, asked: session.world.host.asked, resume: resumes[0] ?? 'none', resumes, raced, continuations: traces.map(({ events }) => events), traces, replayed: replayed() });
  if (races(start)) return verdict([], [], [], true);
  const one = reference(start);
  const written = pipeline.failurePolicy === 'stop' || stopAt !== null ? null : outcomesOf(reference(start, []).events);
  const differences = [...compareRun(one.events, await session.run(stopAt)), ...againstWritten(written, one.events), ...held(bench, one.events, new Map())];
  if (!options.resume || differences.length > 0) return verdict([...differences, ...(await said(session, differences))], [one], [], false);
  const more = await resumed(bench, one, options);
  return verdict([...more.differences, ...(await said(session, more.differences))], [one, ...more.traces], more.resumes, more.raced);
}

/** What the service tells of a run that differs. */
async function said(session: Session, differences: readonly string[]): Promise<readonly string[]> {
  const message = differences.length === 0 ? null : await session.message();
  return message === null ? [] : [`The run says: ${message}`];
}

/** The run of these events, resumed until it succeeds, as often as the options say. */
async function resumed(bench: Bench, first: ErrorTrace, { most = 1, stopLater = () => null }: CaseOptions): Promise<Pick<Verdict, 'differences' | 'traces' | 'resumes' | 'raced'>> {
  const { session, drawn, reference, races } = bench;
  const traces: ErrorTrace[] = [];
  const resumes: Verdict['resume'][] = [];
  let [before, last, left] = [new Map<string, number>() as ReadonlyMap<string, number>, first.events, outputsIn(drawn, first.events, new Map())];
  while (traces.length < most && referenceRun(last).outcome !== 'succeeded') {
    const { kept, attemptsBefore } = resumeOf(drawn.pipeline, last, before);
    const plan = await session.plan();
    if ('refused' in plan) return { differences: [`The resume is refused: ${plan.refused}`], traces, resumes: [...resumes, `refused: ${plan.refused}`], raced: false };
    resumes.push(plan.means);
    const keeps = sorted(plan.keep) === sorted(kept) ? [] : [`The resume keeps ${sorted(plan.keep)}; by the reference it keeps ${sorted(kept)}.`];
    const lasts = reference({ kept, attemptsBefore, stopAt: null }).events.at(-1)?.at ?? 0;
    const onward = { kept, attemptsBefore, stopAt: stopLater(traces.length + 2, lasts) };
    if (races(onward)) return { differences: keeps, traces, resumes, raced: true };
    const trace = reference(onward);
    const stays = new Map([...left].filter(([step]) => kept.has(step)));
    const found = [...compareRun(trace.events, await session.resume(plan, onward.stopAt)), ...held(bench, trace.events, stays, attemptsBefore)];
    traces.push(trace);
    if (keeps.length + found.length > 0) return { differences: [...keeps, ...found.map((difference) => `resumed (${resumes.join(', ')}): ${difference}`)], traces, resumes, raced: false };
    [before, last, left] = [attemptsBefore, trace.events, outputsIn(drawn, trace.events, stays)];
  }
  return { differences: [], traces, resumes, raced: false };
}

/** What scripts got and how often each step ran. `stays` is what kept steps have left. */
function held({ session, drawn, plays }: Bench, events: readonly Event[], stays: ReturnType<typeof outputsIn>, before: ReadonlyMap<string, number> = new Map()): readonly string[] {
  return [...argumentDifferences(drawn.pipeline, session, outputsIn(drawn, events, stays), events), ...playDifferences(drawn.pipeline, plays, new Map([...before, ...madeIn(events)]))];
}

/**
 * The ledger says that Glue alone ends a plain crawl, so there none is ended at a timeout: it fails by itself then. And that Step Functions does not
 * wait for a call that it aborts: there it counts as stopped at once. After an early stop handlers wait there until nothing is live: an automation that its
 * timeout cancels too, which for the reference has ended by then, so that there it is cancelled at once.
 */
export function playable(target: Target, pipeline: Pipeline, script: Script): { readonly script: Script; readonly replayed: () => number } {
  const changed = new Set<string>();
  if (target.id !== 'glue') return { script: withAborts(pipeline, script, (attempt) => void changed.add(attempt)), replayed: () => changed.size };
  const { helpers } = compileOnce(target, pipeline);
  const bridges = new Set(helpers.filter(({ kind }) => kind === 'bridge').map(({ step }) => step));
  const plain = new Set(pipeline.steps.filter(({ kind, name }) => kind === 'crawler' && !bridges.has(name)).map(({ name }) => name));
  return {
    script: (step, attempt) => {
      const how = script(step, attempt);
      if (!plain.has(step) || how.outcome !== 'timedOut') return how;
      changed.add(`${step} ${attempt}`);
      return { ...how, outcome: 'failed' };
    },
    replayed: () => changed.size,
  };
}

function withAborts(pipeline: Pipeline, script: Script, change: (attempt: string) => void): Script {
  const kinds = new Map([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step === null ? [] : [[step.name, step.kind] as const])));
  return (step, attempt) => {
    const [how, kind] = [script(step, attempt), kinds.get(step)];
    const slow = kind === 'ssm' && pipeline.failurePolicy === 'stop' && how.outcome === 'timedOut' && how.onStop.ms > 0;
    if (slow) change(`${step} ${attempt}`);
    return slow || kind === 'lambda' || kind === 'sns' ? { ...how, onStop: { outcome: 'stopped', ms: 0 } } : how;
  };
}

/** Attempts by step, counted on over continuations. */
const madeIn = (events: readonly Event[]): ReadonlyMap<string, number> => new Map(events.flatMap((event) => (event.type === 'attempt.started' ? [[event.step, event.attempt] as const] : [])));

/** What the services really ran, whatever the target tells: a kept step gets no further job run, and nothing runs twice. Nobody plays a wait on Step Functions. */
function playDifferences({ steps, onFailure, finally: last }: Pipeline, plays: ReadonlyMap<string, number>, made: ReadonlyMap<string, number>): string[] {
  return [...steps, onFailure, last].flatMap((step) => {
    if (step === null || step.kind === 'wait') return [];
    const [wanted, found] = [made.get(step.name) ?? 0, plays.get(step.name) ?? 0];
    return wanted === found ? [] : [`Step '${step.name}' was run ${found} times; by the reference ${wanted} times.`];
  });
}

const sorted = (names: Iterable<string>): string => [...names].sort().join();

/** With the target's delays the reference must end each step as it does without them, unless something was stopped (null). */
function againstWritten(written: ReturnType<typeof outcomesOf> | null, delayed: readonly Event[]): string[] {
  const found = outcomesOf(delayed);
  return [...(written ?? [])].filter(([step, outcome]) => found.get(step) !== outcome).map(([step, outcome]) => `The printed delays change how '${step}' ends: ${found.get(step) ?? 'never'} instead of ${outcome}.`);
}
