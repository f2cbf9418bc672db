import type { ResumePlan, Runner, RunSnapshot } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { START_GRACE_MS } from '@millrace/workload';
import { compileOnce } from '../../equivalence/session.ts';
import { deploy, makeWorld, type World } from '../../equivalence/world.ts';
import { Crash } from '../command.ts';
import { refusalOf } from '../refusals.ts';
import { runnerThrough, type Through } from './runner-through.ts';
import { reacting, type Subject } from './subject.ts';
import { subjects } from './subjects.ts';
import { Watch } from './watch.ts';

/** What befalls the nth call of a command: it dies when the call has had its effect, or a service refuses it. Credentials stay expired. */
export const mishaps = ['crash', 'throttled', 'expired'] as const;
export type RunMishap = (typeof mishaps)[number];

interface Strike {
  readonly at: number;
  readonly what: RunMishap;
}

export interface RunScenario {
  readonly name: string;
  readonly subject: Subject;
  /** What was done before, undisturbed. */
  readonly before: (world: World, runner: Runner) => Promise<void>;
  /** Answers how it was done, for a resume. */
  readonly command: (runner: Runner) => Promise<ResumePlan['means'] | null>;
  /** What whoever gave the command does then. */
  readonly again: (world: World, runner: Runner) => Promise<void>;
  readonly wanted: RunSnapshot['state'];
  readonly means: ResumePlan['means'] | null;
}

const RUN = '20260105t100000-abcdef';
const request = { id: RUN, date: '2026-01-05', params: {} };
const named = (name: string): Subject => {
  const found = subjects.find((subject) => subject.name === name);
  if (found === undefined) throw new Error(`There is no subject '${name}'.`);
  return found;
};

async function resumed(runner: Runner): Promise<ResumePlan['means'] | null> {
  const plan = await runner.plan(RUN);
  if ('refused' in plan) return null;
  await runner.resume(plan);
  return plan.means;
}

/** Refused: the run is live, or for a moment it cannot be told whether the resume that broke off has started it. People wait and try again. */
async function resumedAgain(world: World, runner: Runner): Promise<void> {
  if ((await resumed(runner)) !== null) return;
  await world.clock.sleep(START_GRACE_MS + 1000);
  await resumed(runner);
}

async function failed(world: World, runner: Runner): Promise<void> {
  await runner.start(request);
  await world.run(null);
}

/** Starts, both ways in which a run is resumed, and stops: of job runs that stop late, of crawls and of automations. */
export const runScenarios: readonly RunScenario[] = [
  { name: 'start', subject: named('diamond'), before: async () => undefined, command: async (runner) => (await runner.start(request), null), again: async (_world, runner) => void (await runner.start(request)), wanted: 'succeeded', means: null },
  { name: 'resume by skip map', subject: named('n-shape'), before: failed, command: resumed, again: resumedAgain, wanted: 'succeeded', means: 'skipMap' },
  { name: 'resume by redrive', subject: { ...named('stops-in-a-chain'), name: 'redriven', script: (step, attempt) => ({ outcome: step === 'clean' && attempt === 1 ? 'failed' : 'succeeded', ms: 60_000, onStop: { outcome: 'stopped', ms: 0 } }) }, before: failed, command: resumed, again: resumedAgain, wanted: 'succeeded', means: 'native' },
  ...(['diamond', 'crawls', 'called'] as const).map((name): RunScenario => ({
    name: `stop of '${name}'`, subject: named(name),
    before: async (world, runner) => {
      await runner.start(request);
      await world.run(world.host.now() + 95_000);
    },
    command: async (runner) => (await runner.stop(RUN), null),
    again: async (_world, runner) => await runner.stop(RUN),
    wanted: 'stopped', means: null,
  })),
];

export interface Opened {
  readonly world: World;
  readonly watch: Watch;
  readonly runner: (strike: Strike | null, before?: () => Promise<void>) => Runner;
}

export async function open(subject: Subject): Promise<Opened> {
  const { pipeline, script, outputsOf = null } = subject;
  const watch = new Watch(new Set(pipeline.steps.flatMap(({ kind, name }) => (kind === 'ssm' ? [name] : []))));
  const world = makeWorld(pipeline, reacting({ pipeline, script }, 'later'), {}, { persistence: watch.persistence, outputsOf });
  watch.now = () => world.host.now();
  await deploy(world, pipeline, compileOnce(sfnTarget, pipeline));
  return { world, watch, runner: (strike, before = async () => undefined) => runnerOn(world, pipeline, strike, before) };
}

function runnerOn(world: World, pipeline: Subject['pipeline'], strike: Strike | null, before: () => Promise<void>): Runner {
  let calls = 0;
  let dead = false;
  const struck: Through = async (service, operation, work) => {
    if (dead) throw new Crash();
    calls += 1;
    const mine = calls;
    await before();
    const what = strike !== null && (strike.at === mine || (strike.what === 'expired' && mine > strike.at)) ? strike.what : null;
    if (what === 'throttled' || what === 'expired') throw Object.assign(new Error(`${what}, by the test`), { name: refusalOf(what, service, operation) });
    const answer = await work();
    if (what === 'crash') {
      dead = true;
      throw new Crash();
    }
    return answer;
  };
  return runnerThrough(world, pipeline, struck);
}

/** How the run is told: its state, that of each step, and how each attempt ended. */
function told({ state, steps }: RunSnapshot): Readonly<Record<string, string>> {
  const each = Object.entries(steps).map(([name, step]): [string, string] => [name, `${step.state} after ${step.attempts.map(({ outcome }) => outcome).join(', ')}`]);
  return Object.fromEntries<string>([['the run', state], ...each]);
}

export interface RunStrikes {
  /** Calls of the command when nothing befalls it. */
  readonly calls: number;
  readonly injected: number;
  readonly faults: readonly string[];
}

/** Lets the mishap befall every `step`th call of a command on a run, gives the command again, and compares how the run ends with an undisturbed one. */
export async function strikeRuns(scenario: RunScenario, what: RunMishap, step = 1, from = 1): Promise<RunStrikes> {
  let calls = 0;
  const whole = await open(scenario.subject);
  await scenario.before(whole.world, whole.runner(null));
  const means = await scenario.command(whole.runner(null, async () => void (calls += 1)));
  const goal = await end(whole);
  const faults: string[] = [];
  if (goal['the run'] !== scenario.wanted || means !== scenario.means) faults.push(`${scenario.name}, undisturbed: the run ended ${goal['the run'] ?? ''}, by ${String(means)}`);
  let injected = 0;
  for (let at = from; at <= calls; at += step) {
    injected += 1;
    const fault = (text: string): void => void faults.push(`${scenario.name}, ${what} at call ${at}: ${text}`);
    const opened = await open(scenario.subject);
    await scenario.before(opened.world, opened.runner(null));
    const said = await saying(() => scenario.command(opened.runner({ at, what })));
    if (what !== 'throttled' && said === null) fault('the command took no notice');
    if (what === 'expired' && said !== null && !/expired/.test(said)) fault(`the command does not say why: ${said}`);
    const repaired = await saying(() => scenario.again(opened.world, opened.runner(null)));
    if (repaired !== null) fault(`the next command failed: ${repaired}`);
    const found = await end(opened);
    for (const name of Object.keys(goal)) if (goal[name] !== found[name]) fault(`${name} is ${found[name] ?? 'missing'} instead of ${goal[name] ?? ''}`);
    for (const double of opened.watch.faults) fault(double);
  }
  return { calls, injected, faults };
}

export async function end({ world, runner }: Opened): Promise<Readonly<Record<string, string>>> {
  await world.run(null);
  return told(await runner(null).describe(RUN));
}

export async function saying(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
