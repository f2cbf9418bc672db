import { interpret, type Json } from '@millrace/core';
import { AwsError, glueService, memoryBlobs, sfnService, type Blobs, type Host, type Operation, type Service } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { compareRun, observe, referenceRun } from '@millrace/testkit';
import { playedServices } from '../../equivalence/services.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { site } from '../../equivalence/site.ts';
import { deploy, makeWorld } from '../../equivalence/world.ts';
import { reacting, type Subject } from './subject.ts';
import { Watch } from './watch.ts';

/** What a service answers a call of the machine with, instead of doing it: once, or three times in a row, or whenever it is called from then on. */
export const troubles = ['throttled', 'throttled thrice', 'faulty', 'refused', 'throttled for good'] as const;
export type Trouble = (typeof troubles)[number];

/** Error codes as they are on the wire, from the service models. */
const NAMES: Readonly<Record<string, Readonly<Record<'throttled' | 'faulty' | 'refused', string>>>> = {
  glue: { throttled: 'ThrottlingException', faulty: 'InternalServiceException', refused: 'AccessDeniedException' },
  s3: { throttled: 'SlowDown', faulty: 'InternalError', refused: 'AccessDenied' },
  lambda: { throttled: 'TooManyRequestsException', faulty: 'ServiceException', refused: 'AccessDeniedException' },
  sns: { throttled: 'Throttled', faulty: 'InternalError', refused: 'AuthorizationError' },
  ssm: { throttled: 'ThrottlingException', faulty: 'InternalServerError', refused: 'AccessDeniedException' },
};

interface Aim {
  readonly at: number;
  readonly trouble: Trouble;
}

/** Services of which one fails at a call that the machine makes; what people and job runs do is left alone. */
class Troubled {
  calls = 0;
  /** Calls are the machine's. */
  on = false;
  readonly #aim: Aim | null;
  /** The service that answers nothing else any more. */
  #down: string | null = null;

  constructor(aim: Aim | null) {
    this.#aim = aim;
  }

  service(inner: Service): Service {
    if (NAMES[inner.id] === undefined) return inner;
    const operations = Object.entries(inner.operations).map(([name, operation]): [string, Operation] => [name, (tx, input, world) => {
      this.strike(inner.id, name);
      return operation(tx, input, world);
    }]);
    return { ...inner, operations: Object.fromEntries(operations) };
  }

  blobs(inner: Blobs): Blobs {
    return {
      ...inner,
      get: (bucket, key) => (this.strike('s3', 'GetObject'), inner.get(bucket, key)),
      put: (bucket, key, body, condition) => (this.strike('s3', 'PutObject'), inner.put(bucket, key, body, condition)),
    };
  }

  strike(service: string, operation: string): void {
    if (!this.on) return;
    this.calls += 1;
    if (this.#aim === null || !this.#befalls(this.#aim, service)) return;
    const { trouble } = this.#aim;
    const kind = trouble === 'faulty' || trouble === 'refused' ? trouble : 'throttled';
    // A burst of starts is refused by its number of runs, too.
    const name = operation === 'StartJobRun' && trouble === 'throttled thrice' ? 'ConcurrentRunsExceededException' : NAMES[service]?.[kind];
    throw new AwsError(name ?? kind, `${kind}, by the test`, kind === 'refused' ? 403 : 503);
  }

  #befalls({ at, trouble }: Aim, service: string): boolean {
    if (this.calls === at) this.#down = trouble === 'throttled for good' ? service : null;
    if (this.#down !== null) return service === this.#down;
    return this.calls >= at && this.calls < at + (trouble === 'throttled thrice' ? 3 : 1);
  }
}

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
  const runner = world.connect('sfn').runner({ pipeline, site });
  await runner.start({ id: RUN, date: '2026-01-05', params: {} });
  troubled.on = true;
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

/** The host as job runs see it: their objects are written in any case. */
function besides(host: Host, blobs: Blobs): Host {
  return {
    blobs,
    call: (service, operation, input: Json, gone) => host.call(service, operation, input, gone),
    run: (until) => host.run(until),
    now: () => host.now(),
    get asked() {
      return host.asked;
    },
    close: () => host.close(),
  };
}
