import { interpret } from '@millrace/core';
import { glueService, memoryBlobs, sfnService } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { compareRun, observe, referenceRun } from '@millrace/testkit';
import { playedServices } from '../../equivalence/services.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { deploy, makeWorld } from '../../equivalence/world.ts';
import { runnerThrough } from './runner-through.ts';
import { reacting, type Subject } from './subject.ts';
import { besides, Troubled, type Aim, type Trouble } from './troubled.ts';
import { Watch } from './watch.ts';

export interface Troubles {
  readonly calls: number;
  readonly injected: number;
  /** Of these, runs that ended as without the trouble. */
  readonly borne: number;
  readonly faults: readonly string[];
}

const RUN = '20260105t100000-abcdef';
const MOST_RESUMES = 5;

/** Lets services fail at every `step`th call of a run of the subject. */
export async function troubleEverywhere(subject: Subject, trouble: Trouble, step = 1, from = 1): Promise<Troubles> {
  const whole = await play(subject, null);
  const faults = whole.faults.map((fault) => `${subject.name}, undisturbed: ${fault}`);
  let [injected, borne] = [0, 0];
  for (let at = from; at <= whole.calls; at += step) {
    injected += 1;
    const found = await play(subject, { at, trouble }).catch((error: unknown) => ({ borne: false, faults: [error instanceof Error ? error.message : String(error)] }));
    if (found.borne) borne += 1;
    faults.push(...found.faults.map((fault) => `${subject.name}, ${trouble} at call ${at}: ${fault}`));
  }
  return { calls: whole.calls, injected, borne, faults };
}

async function play(subject: Subject, aim: Aim | null): Promise<{ readonly calls: number; readonly borne: boolean; readonly faults: readonly string[] }> {
  const { pipeline, outputsOf = null } = subject;
  const script = reacting(subject, 'at once');
  const compiled = compileOnce(sfnTarget, pipeline);
  const troubled = new Troubled(aim);
  const watch = new Watch(new Set(pipeline.steps.flatMap(({ kind, name }) => (kind === 'ssm' ? [name] : []))));
  const blobs = memoryBlobs();
  const services = [glueService, sfnService, ...playedServices()].map((service) => troubled.service(service));
  const world = makeWorld(pipeline, script, {}, { persistence: watch.persistence, services, blobs: troubled.blobs(blobs), outputsOf });
  watch.now = () => world.host.now();
  world.players.host = besides(world.host, blobs);
  await deploy(world, pipeline, compiled);
  const runner = runnerThrough(world, pipeline, (_service, _operation, work) => troubled.spared(work));
  // A start waits until the machine has decided, where runs may not overlap.
  troubled.on = true;
  await runner.start({ id: RUN, date: '2026-01-05', params: {} });
  await world.run(null);
  troubled.on = false;
  const { calls } = troubled;
  const snapshot = await runner.describe(RUN);
  const events = interpret(pipeline, script, { delays: compiled.delays, kept: new Set(), attemptsBefore: new Map(), stopAt: null });
  const observed = observe(snapshot, snapshot.continuations[0]?.start ?? 0, 1);
  const differences = compareRun(events, observed).filter((line) => aim === null || !line.includes(' started at '));
  // Under the stop policy a start that comes later may be one that does not come.
  const mayFail = aim?.trouble === 'refused' || aim?.trouble === 'throttled for good';
  const asReference = pipeline.failurePolicy === 'stop' ? observed.outcome === referenceRun(events).outcome : differences.length === 0;
  const faults = [...watch.faults];
  if (!asReference && !mayFail) faults.push(...differences);
  if (!asReference && mayFail && !(snapshot.state === 'failed' && tells(snapshot))) faults.push(`the run ended ${snapshot.state} without a reason: ${differences.join(' ')}`);
  let state = snapshot.state;
  for (let resumes = 0; resumes < MOST_RESUMES && state === 'failed'; resumes += 1) {
    const plan = await runner.plan(RUN);
    if ('refused' in plan) {
      faults.push(`the resume is refused: ${plan.refused}`);
      break;
    }
    const before = plan.keep.map((name) => watch.jobRunsOf(RUN, name).length);
    await runner.resume(plan);
    await world.run(null);
    plan.keep.forEach((name, index) => {
      if (watch.jobRunsOf(RUN, name).length !== before[index]) faults.push(`the kept step '${name}' ran again`);
    });
    state = (await runner.describe(RUN)).state;
  }
  if (state === 'failed' && referenceRun(events).outcome === 'succeeded') faults.push('the run cannot be brought to its end');
  return { calls, borne: asReference, faults: [...faults, ...[...watch.faults].filter((fault) => !faults.includes(fault))] };
}

type Told = { readonly message: string | null; readonly steps: Readonly<Record<string, { readonly state: string; readonly message?: string; readonly attempts: readonly { readonly message: string | null }[] }>> };

/** Says the run, a step or an attempt why? */
function tells({ message, steps }: Told): boolean {
  const said = [message, ...Object.values(steps).flatMap((step) => [step.message ?? null, ...step.attempts.map((attempt) => attempt.message)])];
  return said.some((one) => one !== null && one !== '');
}
