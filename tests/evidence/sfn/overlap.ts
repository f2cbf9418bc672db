// Runs of one pipeline that meet on Step Functions: schedules, events, skip and queue against the reference; and races of starts in which every order of
// calls is played, or a drawn one, with answers that are lost and executions that are killed.
import type { Pipeline } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, plainPipeline, randomPipeline } from '@millrace/testkit';
// The bench of races is the one of the target's own tests.
import { everyWay, listed, play, Race, wasSkipped, type Faults, type Move } from '../../../packages/orchestrators/sfn/src/test/race.ts';
import { occasions, playOccasion, type Occasion } from '../../equivalence/occasions.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { add, atMost, SEED, table, type Counts } from '../equivalence/tally.ts';
import { report, type Result } from '../report.ts';

const pipelines = atMost(100);
const races = atMost(200);
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(0)} s`;

function drawing(seed: number): () => number {
  let state = seed;
  return () => ((state = (state * 16807 + 11) % 2147483647) / 2147483647);
}

async function met(): Promise<Result> {
  const from = performance.now();
  const parts: string[] = [];
  const rows: Counts = new Map();
  let differing = 0;
  for (const occasion of occasions) {
    const { shown, runs, aside, differ } = await metOn(occasion, rows);
    differing += differ;
    parts.push(`${occasion} ${shown} pipelines with ${runs} runs, ${differ} differ${aside.size === 0 ? '' : ` (left aside: ${table(aside)})`}`);
  }
  return { figure: `runs that are started otherwise, or meet, against the reference: ${parts.join('; ')}; ledger rows of it: ${table(rows)}; ${seconds(from)}`, holds: differing === 0 };
}

async function metOn(occasion: Occasion, rows: Counts) {
  const aside: Counts = new Map();
  let [shown, runs, differ] = [0, 0, 0];
  for (let seed = SEED; shown < pipelines; seed += 1) {
    const drawn = randomPipeline(seed, { ...everything, stops: false, streams: false });
    const verdict = await playOccasion(occasion, drawn, sfnTarget);
    if (typeof verdict === 'string') {
      add(aside, verdict);
      continue;
    }
    shown += 1;
    runs += verdict.runs.length;
    for (const { id } of compileOnce(sfnTarget, verdict.pipeline).used) if (/^(overlap|start)\./.test(id)) add(rows, id);
    if (verdict.differences.length === 0) continue;
    differ += 1;
    process.stderr.write(`seed ${seed} ${occasion} on sfn\n${describeCase(drawn)}\n${verdict.differences.join('\n')}\n\n`);
  }
  return { shown, runs, aside, differ };
}

const pipelineOf = (overlap: Pipeline['overlap']): Pipeline => plainPipeline('orders', { work: {} }, { overlap });

async function begun(overlap: Pipeline['overlap'], starts: number, random: () => number): Promise<Race> {
  const race = new Race(pipelineOf(overlap), random);
  for (let n = 1; n <= starts; n += 1) await race.start(`run-${n}`);
  return race;
}

/** What no race may come to, in sentences. */
function faultsOf(race: Race): readonly string[] {
  const errors = race.racers.flatMap(({ name, status, error }) => (status === 'SUCCEEDED' || error === ': killed' ? [] : [`${name} ended ${status} ${error}`]));
  const lost = race.racers.filter((one) => one.status === 'SUCCEEDED' && !wasSkipped(one) && !race.ran.includes(one.name)).map(({ name }) => `${name} ended well and never ran`);
  const idle = race.ran.length === 0 && race.racers.every(({ status }) => status === 'SUCCEEDED') ? ['nobody ran'] : [];
  return [...race.wrong, ...errors, ...lost, ...idle];
}

async function everyOrder(): Promise<Result> {
  const from = performance.now();
  const parts: string[] = [];
  let wrong = 0;
  const cases: readonly (readonly ['skip' | 'queue', number, Faults, string])[] = [
    ['skip', 2, { losses: true }, 'a lost answer anywhere'], ['skip', 2, { kills: true }, 'a kill anywhere'], ['skip', 3, {}, 'no fault'],
    ['queue', 2, { losses: true }, 'a lost answer anywhere'], ['queue', 2, { kills: true }, 'a kill anywhere'],
  ];
  for (const [overlap, starts, faults, told] of cases) {
    const found = new Set<string>();
    const ways = await everyWay(await begun(overlap, starts, () => 0.5), faults, (race) => {
      for (const fault of faultsOf(race)) found.add(fault);
    });
    wrong += found.size;
    for (const fault of found) process.stderr.write(`${overlap}, ${starts} starts: ${fault}\n`);
    parts.push(`${overlap} ${starts} starts with ${told}: ${ways} ways, ${found.size} faults`);
  }
  return { figure: `every order in which S3 and Step Functions can take the calls of starts at once: ${parts.join('; ')}; ${seconds(from)}`, holds: wrong === 0 };
}

/** Kills and lost answers are drawn now and then, the rest evenly. */
function drawnMove(draw: () => number, moves: readonly Move[], more: (move: Move) => boolean): Move | undefined {
  const fine = moves.filter((move) => more(move) && (move.what === 'take' || move.what === 'end' || move.what === 'clock'));
  const faults = moves.filter(({ what }) => what === 'kill' || what === 'lose');
  const from = faults.length > 0 && draw() < 0.03 ? faults : fine;
  return from[Math.floor(draw() * from.length)];
}

async function atOnce(): Promise<Result> {
  const from = performance.now();
  const wrong: string[] = [];
  let starts = 0;
  for (let seed = SEED; seed < SEED + races; seed += 1) {
    const draw = drawing(seed * 7919);
    const many = 2 + Math.floor(draw() * 19);
    starts += many;
    const race = await begun('skip', many, drawing(seed));
    // Nobody's job ends before all have decided.
    await play(race, (moves) => drawnMove(draw, moves, ({ what }) => what !== 'end'));
    if (race.ran.length !== 1) wrong.push(`seed ${seed}: ${race.ran.length} of ${many} ran`);
    if (race.racers.filter(wasSkipped).length !== many - 1) wrong.push(`seed ${seed}: not all others were skipped`);
  }
  for (const one of wrong) process.stderr.write(`${one}\n`);
  return { figure: `skip: ${races} races of 2 to 20 starts at once (${starts} in all), their calls taken in a drawn order: ${wrong.length} in which not exactly one ran and all others were skipped; ${seconds(from)}`, holds: wrong.length === 0 };
}

async function withFaults(overlap: 'skip' | 'queue'): Promise<Result> {
  const from = performance.now();
  const wrong: string[] = [];
  let [starts, kills, losses, ran, skipped] = [0, 0, 0, 0, 0];
  for (let seed = SEED; seed < SEED + races; seed += 1) {
    const draw = drawing(seed * 104_729);
    const race = await begun(overlap, 2 + Math.floor(draw() * 19), drawing(seed));
    starts += race.racers.length;
    const order: string[] = [];
    await play(race, (moves) => {
      order.push(...listed(race).filter((run) => !order.includes(run)));
      const move = drawnMove(draw, moves, () => true);
      kills += move?.what === 'kill' ? 1 : 0;
      losses += move?.what === 'lose' ? 1 : 0;
      return race.moves().length === 0 ? undefined : move;
    }, { kills: true, losses: true });
    ran += race.ran.length;
    skipped += race.racers.filter(wasSkipped).length;
    const told = faultsOf(race);
    const sorted = overlap === 'skip' || race.ran.join() === order.filter((run) => race.ran.includes(run)).join();
    wrong.push(...told.map((fault) => `seed ${seed}: ${fault}`), ...(sorted ? [] : [`seed ${seed}: not in the order of the list`]));
  }
  for (const one of wrong) process.stderr.write(`${overlap} ${one}\n`);
  const what = overlap === 'skip' ? `${ran} ran one at a time, ${skipped} were skipped` : `${ran} ran one at a time in the order of the list`;
  return { figure: `${overlap}: ${races} races of 2 to 20 starts (${starts} in all) with ${losses} lost answers and ${kills} kills, whose job runs go on stopping for a while: ${what}, ${wrong.length} faults; ${seconds(from)}`, holds: wrong.length === 0 && ran > 0 };
}

report([await met(), await everyOrder(), await atOnce(), await withFaults('skip'), await withFaults('queue')]);
