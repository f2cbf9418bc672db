import { interpret, type Delay, type Event, type Pipeline, type Target } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { compareRun, observe, outcomesOf, referenceRun, resumeOf, sourcesOf, type RandomCase } from '@millrace/testkit';
import { site } from './site.ts';
import { deploy, makeWorld, type World } from './world.ts';

export interface Verdict {
  /** Empty when the target did as the reference. */
  readonly differences: readonly string[];
  readonly asked: ReadonlySet<string>;
  readonly resume: 'none' | 'native' | 'skipMap' | `refused: ${string}`;
  /** The reference's events of each continuation. */
  readonly continuations: readonly (readonly Event[])[];
}

const run = '20260105t100000-abcdef';
const date = '2026-01-05';

/**
 * Compiles, deploys and runs one case on a target in virtual time and holds it to the reference; a run that did not succeed is resumed when
 * `resume` says so.
 */
export async function runCase(target: Target, drawn: RandomCase, options: { readonly resume: boolean; readonly answers?: Readonly<Record<string, string>> }): Promise<Verdict> {
  const { pipeline, script, stopAt } = drawn;
  const compiled = target.compile(pipeline, site, sourcesOf(pipeline));
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { differences: errors.map(({ code, message }) => `does not compile: ${code} ${message}`), asked: new Set(), resume: 'none', continuations: [] };
  const world = makeWorld(pipeline, script, options.answers ?? {});
  await deploy(world, pipeline, compiled);
  const runner = world.connect(target.id).runner({ pipeline, site });
  const { values } = resolveParams(pipeline.params, [{ name: 'run', values: drawn.given }], { id: run, date });

  const first = interpret(pipeline, script, { delays: compiled.delays, kept: new Set(), attemptsBefore: new Map(), stopAt });
  let epoch = world.host.now();
  await runner.start({ id: run, date, params: values });
  await play(world, () => runner.stop(run), epoch, stopAt);
  const seen = await runner.describe(run);
  const differences = [...compareRun(first, observe(seen, epoch, 1)), ...againstWritten(pipeline, first, script, stopAt)];
  const ended = referenceRun(first).outcome;
  if (!options.resume || ended === 'succeeded' || differences.length > 0) return { differences, asked: world.host.asked, resume: 'none', continuations: [first] };

  const { kept, attemptsBefore } = resumeOf(pipeline, first);
  const plan = await runner.plan(run);
  if ('refused' in plan) return { differences, asked: world.host.asked, resume: `refused: ${plan.refused}`, continuations: [first] };
  const planned = [...plan.keep].sort().join();
  if (planned !== [...kept].sort().join()) differences.push(`The resume keeps ${planned}; by the reference it keeps ${[...kept].sort().join()}.`);
  const second = interpret(pipeline, script, { delays: compiled.delays, kept, attemptsBefore, stopAt: null });
  epoch = world.host.now();
  await runner.resume(plan);
  await world.host.run(null);
  differences.push(...compareRun(second, observe(await runner.describe(run), epoch, 2)).map((difference) => `resumed (${plan.means}): ${difference}`));
  return { differences, asked: world.host.asked, resume: plan.means, continuations: [first, second] };
}

async function play(world: World, stop: () => Promise<void>, epoch: number, stopAt: number | null): Promise<void> {
  if (stopAt !== null) {
    await world.host.run(epoch + stopAt);
    await stop();
  }
  await world.host.run(null);
}

/** With the target's delays the reference must end each step as it does without them, unless something was stopped. */
function againstWritten(pipeline: Pipeline, delayed: readonly Event[], script: RandomCase['script'], stopAt: number | null): string[] {
  if (pipeline.failurePolicy === 'stop' || stopAt !== null) return [];
  const none: readonly Delay[] = [];
  const written = outcomesOf(interpret(pipeline, script, { delays: none, kept: new Set(), attemptsBefore: new Map(), stopAt }));
  const found = outcomesOf(delayed);
  return [...written].filter(([step, outcome]) => found.get(step) !== outcome).map(([step, outcome]) => `The printed delays change how '${step}' ends: ${found.get(step) ?? 'never'} instead of ${outcome}.`);
}
