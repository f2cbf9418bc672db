import type { Event, InterpretOptions, Pipeline, Script, Target } from '@millrace/core';
import { compareRun, interpretErrors, outcomesOf, pollRace, referenceRun, resumeOf, type ErrorRules, type ErrorTrace, type RandomCase } from '@millrace/testkit';
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
  /** Crawls that the case has time out and that Glue, which ends none, plays as failed. */
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
  const session = await openSession(target, pipeline, script, drawn.given, answers, { outputsOf: drawn.outputsOf, errorsOf });
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
  const races = (events: readonly Event[]): boolean => target.id !== 'glue' && pollRace(pipeline, events, (step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step)) !== null;
  if (races(first)) return verdict([], { raced: true, continuations: [], traces: [] });
  const written = pipeline.failurePolicy === 'stop' || stopAt !== null ? null : outcomesOf(reference(start, []).events);
  const differences = [...compareRun(first, await session.run(stopAt)), ...againstWritten(written, first), ...argumentDifferences(pipeline, session, outputsIn(drawn, first, new Map()), first)];
  if (!options.resume || referenceRun(first).outcome === 'succeeded' || differences.length > 0) return verdict(differences);

  const { kept, attemptsBefore } = resumeOf(pipeline, first);
  const plan = await session.plan();
  if ('refused' in plan) return verdict([`The resume is refused: ${plan.refused}`], { resume: `refused: ${plan.refused}` });
  if (sorted(plan.keep) !== sorted(kept)) differences.push(`The resume keeps ${sorted(plan.keep)}; by the reference it keeps ${sorted(kept)}.`);
  const two = reference({ kept, attemptsBefore, stopAt: null });
  const second = two.events;
  if (races(second)) return verdict(differences, { resume: plan.means, raced: true });
  const again = compareRun(second, await session.resume(plan));
  const read = outputsIn(drawn, second, new Map([...outputsIn(drawn, first, new Map())].filter(([step]) => kept.has(step))));
  differences.push(...[...again, ...argumentDifferences(pipeline, session, read, second)].map((difference) => `resumed (${plan.means}): ${difference}`));
  return verdict(differences, { resume: plan.means, continuations: [first, second], traces: [one, two] });
}

/**
 * The ledger says that Glue alone ends a plain crawl, so there none is ended at a timeout: it fails by itself then. And that Step Functions does not
 * wait for a call that it aborts: there it counts as stopped at once.
 */
export function playable(target: Target, pipeline: Pipeline, script: Script): { readonly script: Script; readonly replayed: () => number } {
  if (target.id !== 'glue') return { script: withAborts(pipeline, script), replayed: () => 0 };
  const changed = new Set<string>();
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

function withAborts(pipeline: Pipeline, script: Script): Script {
  const calls = new Set([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step?.kind === 'lambda' || step?.kind === 'sns' ? [step.name] : [])));
  return (step, attempt) => (calls.has(step) ? { ...script(step, attempt), onStop: { outcome: 'stopped', ms: 0 } } : script(step, attempt));
}

const sorted = (names: Iterable<string>): string => [...names].sort().join();

/** With the target's delays the reference must end each step as it does without them, unless something was stopped (null). */
function againstWritten(written: ReturnType<typeof outcomesOf> | null, delayed: readonly Event[]): string[] {
  const found = outcomesOf(delayed);
  return [...(written ?? [])].filter(([step, outcome]) => found.get(step) !== outcome).map(([step, outcome]) => `The printed delays change how '${step}' ends: ${found.get(step) ?? 'never'} instead of ${outcome}.`);
}
