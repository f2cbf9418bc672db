import { dayIn, type Event, type Pipeline, type Runner, type Scalar, type Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { defaultServices, type Service } from '@millrace/local';
import { resolveParams } from '@millrace/params';
import { compareRun, FIRST_RUN, interpretErrors, observe, resumeOf, stopRace, type RandomCase } from '@millrace/testkit';
import { argumentDifferences, outputsIn } from './arguments.ts';
import { errorRulesOf } from './players.ts';
import { playable } from './run-case.ts';
import { playedServices } from './services.ts';
import { compileOnce } from './session.ts';
import { site } from './site.ts';
import { BEGINNING, deploy, makeWorld, type World } from './world.ts';

/** How runs come about besides one run by hand: what starts them, and what becomes of two at once. */
export const occasions = ['schedule', 's3', 'skip', 'skipStarts', 'queue'] as const;
export type Occasion = (typeof occasions)[number];

export interface OccasionVerdict {
  /** As it was deployed. */
  readonly pipeline: Pipeline;
  readonly differences: readonly string[];
  /** The reference's events of every run. */
  readonly runs: readonly (readonly Event[])[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When the schedule goes off, in UTC; the next time is a day later. */
const SCHEDULED = BEGINNING + 5 * MINUTE;
const BUCKET = 'incoming';

/** Plays one occasion and holds every run of it to the reference. Answers the reason where the case cannot show it. */
export async function playOccasion(occasion: Occasion, drawn: RandomCase, target: Target = glueTarget): Promise<OccasionVerdict | string> {
  const pipeline = dressed(occasion, drawn);
  const compiled = compileOnce(target, pipeline);
  const { script } = playable(target, pipeline, drawn.script);
  const rules = target.id === 'glue' ? errorRulesOf(pipeline, compiled, {}) : { loses: () => false, ends: () => false };
  const reference: Reference = (more) => interpretErrors(pipeline, script, drawn.errorsOf, { ...FIRST_RUN, delays: compiled.delays, ...more }, rules).events;
  if (target.id !== 'glue' && stopRace(pipeline, script, { ...FIRST_RUN, delays: compiled.delays }, ({ kind }) => kind === 'crawler' || kind === 'ssm') !== null) return 'a poller could not tell the order of two ends';
  const lasts = reference({}).at(-1)?.at ?? 0;
  if (lasts > 20 * HOUR) return 'it lasts until its schedule goes off again';
  if (occasion === 'skip' && lasts < MINUTE) return 'it ends before another could meet it';
  if (occasion === 'skipStarts' && lasts <= SCHEDULED - BEGINNING) return 'it ends before its schedule goes off';
  const world = makeWorld(pipeline, script, {}, { outputsOf: drawn.outputsOf, errorsOf: drawn.errorsOf, services: target.id === 'glue' ? defaultServices : withPlayed() });
  await world.host.call('s3', 'CreateBucket', { Bucket: BUCKET });
  await world.host.call('s3', 'PutBucketNotificationConfiguration', { Bucket: BUCKET, NotificationConfiguration: { EventBridgeConfiguration: {} } });
  await deploy(world, pipeline, compiled);
  const scene: Scene = { world, target, pipeline, drawn, reference, runner: world.connect(target.id).runner({ pipeline, site }), lasts };
  const played = await plays[occasion](scene);
  return { pipeline, ...played, differences: [...played.differences, ...(await said(scene, played.differences))] };
}

/** What the service tells of runs that differ. */
async function said({ runner }: Scene, differences: readonly string[]): Promise<readonly string[]> {
  if (differences.length === 0) return [];
  const runs = await Promise.all((await runner.list(10)).map(({ run }) => runner.describe(run)));
  return runs.flatMap(({ run, message }) => (message === null ? [] : [`Run ${run} says: ${message}`]));
}

/** Everything of the embedded AWS, with functions, messages and automations that go as the case says. */
function withPlayed(): readonly Service[] {
  const played = playedServices();
  const ids = new Set(played.map(({ id }) => id));
  return [...defaultServices.filter(({ id }) => !ids.has(id)), ...played];
}

type Reference = (more: Partial<Parameters<typeof interpretErrors>[3]>) => readonly Event[];
interface Scene {
  readonly world: World;
  readonly target: Target;
  readonly pipeline: Pipeline;
  readonly drawn: RandomCase;
  readonly reference: Reference;
  readonly runner: Runner;
  readonly lasts: number;
}
type Played = Omit<OccasionVerdict, 'pipeline'>;

const plays: Readonly<Record<Occasion, (scene: Scene) => Promise<Played>>> = {
  schedule: async (scene) => {
    await scene.world.run(SCHEDULED + scene.lasts + HOUR);
    return await startedOutside(scene, SCHEDULED);
  },
  s3: async (scene) => {
    for (const Key of ['elsewhere/a.csv', 'orders/a.csv']) await scene.world.host.call('s3', 'PutObject', { Bucket: BUCKET, Key, Body: 'x' });
    await scene.world.run(null);
    return await startedOutside(scene, BEGINNING);
  },
  skip: async (scene) => {
    const first = await byHand(scene, 'first');
    const second = await byHand(scene, 'second');
    await scene.world.run(null);
    const { state } = await scene.runner.describe(second.id);
    const events = scene.reference({});
    const differences = second.answer === 'skipped' && state === 'skipped' ? [] : [`The second of two runs at once was ${second.answer}, and is told as ${state}.`];
    return { differences: [...differences, ...(await held(scene, events, first, BEGINNING))], runs: [events] };
  },
  skipStarts: async (scene) => {
    const first = await byHand(scene, 'first');
    await scene.world.run(BEGINNING + scene.lasts + HOUR);
    const events = scene.reference({});
    const all = await scene.runner.list(10);
    const others = all.filter(({ run }) => run !== first.id).map(({ state }) => state);
    // Glue starts nothing of which it could tell.
    const wanted = scene.target.id === 'glue' ? [] : ['skipped'];
    const differences = others.join() === wanted.join() ? [] : [`Beside the first run, which was live when the schedule went off, these are told of: ${others.join(', ')}.`];
    return { differences: [...differences, ...(await held(scene, events, first, BEGINNING))], runs: [events] };
  },
  queue: async (scene) => {
    const first = await byHand(scene, 'first');
    // The first one takes its turn.
    await scene.world.run(BEGINNING);
    const asked = scene.world.host.now();
    const second = await byHand(scene, 'second');
    await scene.world.run(null);
    const one = scene.reference({});
    // Attempts of the players count on.
    const two = scene.reference({ attemptsBefore: resumeOf(scene.pipeline, one).attemptsBefore });
    const turn = BEGINNING + (one.at(-1)?.at ?? 0);
    const differences = second.answer === 'queued' ? [] : [`The second of two runs at once was ${second.answer} instead of queued.`];
    const late = scene.target.id === 'glue' ? 0 : await lateness(scene, two, second.id, turn);
    // A state machine looks every 30 seconds at first, and after a while a tenth of the wait later, up to five minutes.
    const most = Math.min(5 * MINUTE, 30_000 + (turn - asked) / 10);
    if (late < 0 || late > most) differences.push(`The turn of ${second.id} was taken ${late} ms after it had come; at most ${most} are told.`);
    return { differences: [...differences, ...(await observed(scene, one, first.id, BEGINNING)), ...(await held(scene, two, second, turn + late))], runs: [one, two] };
  },
};

interface Started {
  readonly id: string;
  readonly date: string;
  readonly values: Readonly<Record<string, Scalar>>;
}

async function byHand({ pipeline, drawn, runner }: Scene, name: string): Promise<Started & { readonly answer: string }> {
  const facts = { id: `20260105t100000-${name.padEnd(6, 'x')}`, date: '2026-01-05' };
  const { values } = resolveParams(pipeline.params, [{ name: 'run', values: drawn.given }], facts);
  return { ...facts, values, answer: (await runner.start({ ...facts, params: values })) };
}

/** How long after its turn a run began, by its first attempt. */
async function lateness({ runner }: Scene, events: readonly Event[], id: string, turn: number): Promise<number> {
  const { steps } = await runner.describe(id);
  const first = Math.min(...Object.values(steps).flatMap(({ attempts }) => attempts.map(({ start }) => start)));
  const wanted = events.find(({ type }) => type === 'attempt.started')?.at;
  return wanted === undefined || !Number.isFinite(first) ? 0 : first - wanted - turn;
}

/** The one run that something besides Millrace has started. */
async function startedOutside(scene: Scene, at: number): Promise<Played> {
  const { pipeline, drawn, runner, reference } = scene;
  const events = reference({});
  const [only, ...more] = await runner.list(10);
  if (only === undefined || more.length > 0) return { differences: [`${only === undefined ? 0 : more.length + 1} runs were started instead of one.`], runs: [events] };
  const facts = { id: only.run, date: dayIn(pipeline.timezone, at) };
  const { values } = resolveParams(pipeline.params, [{ name: 'start', values: pipeline.starts.some((start) => 'schedule' in start) ? drawn.given : {} }], facts);
  return { differences: await held(scene, events, { ...facts, values }, at), runs: [events] };
}

async function observed({ runner }: Scene, events: readonly Event[], id: string, epoch: number): Promise<readonly string[]> {
  return compareRun(events, observe(await runner.describe(id), epoch, 1)).map((line) => `${id}: ${line}`);
}

/** As the reference, and with the arguments of this run: of two runs the players know those of the later one. */
async function held(scene: Scene, events: readonly Event[], { id, date, values }: Started, epoch: number): Promise<readonly string[]> {
  const { world, pipeline, drawn } = scene;
  return [...(await observed(scene, events, id, epoch)), ...argumentDifferences(pipeline, { world, values, facts: { id, date } }, outputsIn(drawn, events, new Map()), events)];
}

/** The drawn pipeline with what the occasion is about. An event of S3 gives no values, so that what a run must give has them as defaults there. */
function dressed(occasion: Occasion, { pipeline, given }: RandomCase): Pipeline {
  const schedule = { schedule: cronAt(SCHEDULED, pipeline.timezone), params: given };
  switch (occasion) {
    case 'schedule':
      return { ...pipeline, starts: [schedule] };
    case 's3':
      return { ...pipeline, starts: [{ s3: `s3://${BUCKET}/orders/` }], params: Object.fromEntries(Object.entries(pipeline.params).map(([name, declared]) => [name, { ...declared, default: declared.default ?? given[name] ?? null }])) };
    case 'skip':
      return { ...pipeline, overlap: 'skip' };
    case 'skipStarts':
      return { ...pipeline, overlap: 'skip', starts: [schedule] };
    case 'queue':
      return { ...pipeline, overlap: 'queue' };
  }
}

/** Every day at the instant's time on the clocks of the zone. */
function cronAt(instant: number, timeZone: string): string {
  const [hour = '0', minute = '0'] = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: 'numeric' }).format(instant).split(':');
  return `${Number(minute)} ${Number(hour)} * * ? *`;
}
