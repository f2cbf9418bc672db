import type { Event, InterpretOptions, Pipeline, Script, Target } from '@millrace/core';
import { compareRun, interpretErrors, outcomesOf, referenceRun, resumeOf, stopRace, type ErrorRules, type ErrorTrace, type RandomCase } from '@millrace/testkit';
import { isStream } from '@millrace/workload';
import { argumentDifferences, outputsIn } from './arguments.ts';
import { errorRulesOf } from './players.ts';
import { compileOnce, isSession, openSession } from './session.ts';

export interface Verdict {
  /** Empty when the target did as the reference. */
  readonly differences: readonly string[];
  readonly asked: ReadonlySet<string>;
  readonly resume: 'none' | 'native' | 'skipMap' | `refused: ${string}`;
  /** A polling race appeared only with the delays or in the resumed run: nothing was compared there. */
  readonly raced: boolean;
  /** The reference's events of each continuation. */
  readonly continuations: readonly (readonly Event[])[];
  /** The same, with what ends as ERROR came to. */
  readonly traces: readonly ErrorTrace[];
  /** Attempts that the target cannot play as they were drawn: `playable` tells which. */
  readonly replayed: number;
}

/**
 * Compiles, deploys and runs one case on a target in virtual time and holds it to the reference; a run that did not succeed is resumed when
 * `resume` says so.
 */
export async function runCase(target: Target, drawn: RandomCase, options: { readonly resume: boolean; readonly answers?: Readonly<Record<string, string>> }): Promise<Verdict> {
  const { pipeline, stopAt, errorsOf } = drawn;
  const { script, replayed } = playable(target, pipeline, drawn.script);
  const answers = options.answers ?? {};
  const plays = new Map<string, number>();
  const counted: Script = (step, attempt) => {
    plays.set(step, attempt);
    return script(step, attempt);
  };
  const session = await openSession(target, pipeline, counted, drawn.given, answers, { outputsOf: drawn.outputsOf, errorsOf });
  if (!isSession(session)) return { differences: session, asked: new Set(), resume: 'none', raced: false, continuations: [], traces: [], replayed: 0 };
  const { asked } = session.world.host;
  const { delays } = session.compiled;
  const rules: ErrorRules = target.id === 'glue' ? errorRulesOf(pipeline, session.compiled, answers) : { loses: () => false, ends: () => false };
  const reference = (more: Omit<InterpretOptions, 'delays'>, waits = delays): ErrorTrace => interpretErrors(pipeline, script, errorsOf, { ...more, delays: waits }, rules);
  const start = { kept: new Set<string>(), attemptsBefore: new Map<string, number>(), stopAt };
  const one = reference(start);
  const first = one.events;
  const verdict = (found: readonly string[], more: Partial<Verdict> = {}): Verdict =>
    ({ differences: found, asked, resume: 'none', raced: false, continuations: [first], traces: [one], replayed: replayed(), ...more });
  // Helpers of the Glue target take no time here, and its triggers see no crawl late.
  const races = (how: Omit<InterpretOptions, 'delays'>): boolean => target.id !== 'glue' && stopRace(pipeline, script, { ...how, delays }, (step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step)) !== null;
  if (races(start)) return verdict([], { raced: true, continuations: [], traces: [] });
  const written = pipeline.failurePolicy === 'stop' || stopAt !== null ? null : outcomesOf(reference(start, []).events);
  const differences = [...compareRun(first, await session.run(stopAt)), ...againstWritten(written, first), ...argumentDifferences(pipeline, session, outputsIn(drawn, first, new Map()), first), ...playDifferences(pipeline, plays, madeIn(first))];
  if (!options.resume || referenceRun(first).outcome === 'succeeded' || differences.length > 0) return verdict(differences);

  const { kept, attemptsBefore } = resumeOf(pipeline, first);
  const plan = await session.plan();
  if ('refused' in plan) return verdict([`The resume is refused: ${plan.refused}`], { resume: `refused: ${plan.refused}` });
  if (sorted(plan.keep) !== sorted(kept)) differences.push(`The resume keeps ${sorted(plan.keep)}; by the reference it keeps ${sorted(kept)}.`);
  const onward = { kept, attemptsBefore, stopAt: null };
  const two = reference(onward);
  const second = two.events;
  if (races(onward)) return verdict(differences, { resume: plan.means, raced: true });
  const again = compareRun(second, await session.resume(plan));
  const read = outputsIn(drawn, second, new Map([...outputsIn(drawn, first, new Map())].filter(([step]) => kept.has(step))));
  const made = new Map([...attemptsBefore, ...madeIn(second)]);
  differences.push(...[...again, ...argumentDifferences(pipeline, session, read, second), ...playDifferences(pipeline, plays, made)].map((difference) => `resumed (${plan.means}): ${difference}`));
  return verdict(differences, { resume: plan.means, continuations: [first, second], traces: [one, two] });
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
