import { interpret, type Event, type Pipeline, type Scalar, type Script, type Target, type Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { compareRun, outcomesOf, pollRace, referenceRun, resumeOf, sourcesOf, type RandomCase } from '@millrace/testkit';
import { allSteps } from '@millrace/workload';
import { site } from './site.ts';
import { isSession, openSession, type Session } from './session.ts';

export interface Verdict {
  /** Empty when the target did as the reference. */
  readonly differences: readonly string[];
  readonly asked: ReadonlySet<string>;
  readonly resume: 'none' | 'native' | 'skipMap' | `refused: ${string}`;
  /** A polling race appeared only with the delays or in the resumed run: nothing was compared there. */
  readonly raced: boolean;
  /** The reference's events of each continuation. */
  readonly continuations: readonly (readonly Event[])[];
}

/**
 * Compiles, deploys and runs one case on a target in virtual time and holds it to the reference; a run that did not succeed is resumed when
 * `resume` says so.
 */
export async function runCase(target: Target, drawn: RandomCase, options: { readonly resume: boolean; readonly answers?: Readonly<Record<string, string>> }): Promise<Verdict> {
  const { pipeline, stopAt } = drawn;
  const script = playable(target, pipeline, drawn.script);
  const session = await openSession(target, pipeline, script, drawn.given, options.answers ?? {}, drawn.outputsOf);
  if (!isSession(session)) return { differences: session, asked: new Set(), resume: 'none', raced: false, continuations: [] };
  const { asked } = session.world.host;
  const { delays } = session.compiled;
  const first = interpret(pipeline, script, { delays, kept: new Set(), attemptsBefore: new Map(), stopAt });
  // Helpers of the Glue target take no time here, and its triggers see no crawl late.
  const races = (events: readonly Event[]): boolean => target.id !== 'glue' && pollRace(pipeline, events) !== null;
  if (races(first)) return { differences: [], asked, resume: 'none', raced: true, continuations: [] };
  const differences = [...compareRun(first, await session.run(stopAt)), ...againstWritten(pipeline, first, script, stopAt), ...argumentDifferences(pipeline, session, outputsIn(drawn, first, new Map()), first)];
  if (!options.resume || referenceRun(first).outcome === 'succeeded' || differences.length > 0) return { differences, asked, resume: 'none', raced: false, continuations: [first] };

  const { kept, attemptsBefore } = resumeOf(pipeline, first);
  const plan = await session.plan();
  if ('refused' in plan) return { differences: [`The resume is refused: ${plan.refused}`], asked, resume: `refused: ${plan.refused}`, raced: false, continuations: [first] };
  if (sorted(plan.keep) !== sorted(kept)) differences.push(`The resume keeps ${sorted(plan.keep)}; by the reference it keeps ${sorted(kept)}.`);
  const second = interpret(pipeline, script, { delays, kept, attemptsBefore, stopAt: null });
  if (races(second)) return { differences, asked, resume: plan.means, raced: true, continuations: [first] };
  const again = compareRun(second, await session.resume(plan));
  const read = outputsIn(drawn, second, new Map([...outputsIn(drawn, first, new Map())].filter(([step]) => kept.has(step))));
  differences.push(...[...again, ...argumentDifferences(pipeline, session, read, second)].map((difference) => `resumed (${plan.means}): ${difference}`));
  return { differences, asked, resume: plan.means, raced: false, continuations: [first, second] };
}

/** The ledger says that Glue alone ends a plain crawl, so there none is ended at a timeout: it fails by itself then. */
function playable(target: Target, pipeline: Pipeline, script: Script): Script {
  if (target.id !== 'glue') return script;
  const { helpers } = target.compile(pipeline, site, sourcesOf(pipeline));
  const bridges = new Set(helpers.filter(({ kind }) => kind === 'bridge').map(({ step }) => step));
  const plain = new Set(pipeline.steps.filter(({ kind, name }) => kind === 'crawler' && !bridges.has(name)).map(({ name }) => name));
  return (step, attempt) => {
    const how = script(step, attempt);
    return plain.has(step) && how.outcome === 'timedOut' ? { ...how, outcome: 'failed' } : how;
  };
}

/** What steps have left, and when: those that are kept before all else. */
type Outputs = ReadonlyMap<string, { readonly at: number; readonly values: Readonly<Record<string, Scalar>> }>;

/** What steps that succeeded have left, those that are kept included. */
function outputsIn({ outputsOf }: RandomCase, events: readonly Event[], kept: Outputs): Outputs {
  const ends = new Map(events.flatMap((event) => (event.type === 'attempt.ended' && event.outcome === 'succeeded' ? [[event.step, event] as const] : [])));
  // Written by the generator as an object of values.
  const left = [...ends].map(([step, { attempt, at }]) => [step, { at, values: JSON.parse(outputsOf(step, attempt).right) as Readonly<Record<string, Scalar>> }] as const);
  return new Map([...[...kept].map(([step, { values }]) => [step, { at: 0, values }] as const), ...left]);
}

/** Every script that ran got the arguments that the pipeline gives it, as text. */
function argumentDifferences(pipeline: Pipeline, session: Session, outputs: Outputs, events: readonly Event[]): string[] {
  const began = new Map(events.flatMap((event) => (event.type === 'attempt.started' ? [[event.step, event.at] as const] : [])));
  return allSteps(pipeline).flatMap((step) => {
    const seen = session.world.players.argumentsOf.get(step.name);
    const start = began.get(step.name);
    if (seen === undefined || start === undefined || step.kind !== 'glueJob') return [];
    // Under `any`, and with other words than `succeeded`, a step may start before the one whose output it reads has ended.
    const there = new Map([...outputs].filter(([, { at }]) => at <= start));
    return Object.entries(step.with.args).flatMap(([name, value]) => {
      const wanted = textOf(value, session, there);
      return seen[`--${name}`] === wanted ? [] : [`Argument '${name}' of '${step.name}' is ${JSON.stringify(seen[`--${name}`])} instead of ${JSON.stringify(wanted)}.`];
    });
  });
}

function textOf(value: Value, { values, facts }: Session, outputs: Outputs): string {
  if (typeof value !== 'object') return argumentText(value);
  if ('param' in value) return argumentText(values[value.param] ?? '');
  if ('run' in value) return facts[value.run];
  if ('output' in value) return argumentText(outputs.get(value.output[0])?.values[value.output[1]] ?? value.or ?? 'nothing');
  if ('secret' in value) return value.secret.startsWith('arn:') ? value.secret : `secretsmanager:${value.secret}`;
  return argumentText(value);
}

const sorted = (names: Iterable<string>): string => [...names].sort().join();

/** With the target's delays the reference must end each step as it does without them, unless something was stopped. */
function againstWritten(pipeline: Pipeline, delayed: readonly Event[], script: RandomCase['script'], stopAt: number | null): string[] {
  if (pipeline.failurePolicy === 'stop' || stopAt !== null) return [];
  const written = outcomesOf(interpret(pipeline, script, { delays: [], kept: new Set(), attemptsBefore: new Map(), stopAt }));
  const found = outcomesOf(delayed);
  return [...written].filter(([step, outcome]) => found.get(step) !== outcome).map(([step, outcome]) => `The printed delays change how '${step}' ends: ${found.get(step) ?? 'never'} instead of ${outcome}.`);
}
