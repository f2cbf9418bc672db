import type { ResumePlan } from '@millrace/core';
import { drawFrom, everything, randomPipeline, type Draw } from '@millrace/testkit';
import { killAndResume, type Kill, type Verdict } from './killed.ts';
import { ends, moments, reactions, type Manner, type Subject } from './subject.ts';

/** What kills have come to. */
export interface Campaign {
  readonly kills: number;
  /** History events behind which a kill fell, those that one commit writes being one place. */
  readonly events: number;
  readonly resumes: Readonly<Record<ResumePlan['means'], number>>;
  readonly raced: number;
  readonly faults: readonly string[];
}

export const nothing: Campaign = { kills: 0, events: 0, resumes: { native: 0, skipMap: 0 }, raced: 0, faults: [] };

export function together(...all: readonly Campaign[]): Campaign {
  return all.reduce((sum, one) => ({
    kills: sum.kills + one.kills,
    events: sum.events + one.events,
    resumes: { native: sum.resumes.native + one.resumes.native, skipMap: sum.resumes.skipMap + one.resumes.skipMap },
    raced: sum.raced + one.raced,
    faults: [...sum.faults, ...one.faults],
  }), nothing);
}

function counted(kills: number, events: number, { resumes, raced, faults }: Verdict, where: string): Campaign {
  const by = (means: ResumePlan['means']): number => resumes.filter((one) => one === means).length;
  return { kills, events, resumes: { native: by('native'), skipMap: by('skipMap') }, raced, faults: faults.map((fault) => `${where}: ${fault}`) };
}

const drawnManner = (draw: Draw): Manner => ({ reaction: draw.pick(reactions), end: draw.pick(ends), moment: draw.pick(moments) });

const said = ({ reaction, end, moment }: Manner): string => `job runs stop ${reaction}, ${end}, resumed ${moment}`;

async function tried(subject: Subject, manner: Manner, kills: readonly Kill[]): Promise<Verdict> {
  try {
    return await killAndResume(subject, manner, kills);
  } catch (error) {
    return { instants: [], resumes: [], raced: 0, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Kills the run of a subject behind every `step`th commit of the embedded AWS from the `from`th on: behind every event, and while calls are under way. */
export async function killEverywhere(subject: Subject, manner: Manner, step = 1, from = 1): Promise<Campaign> {
  const whole = await tried(subject, manner, []);
  const found: Campaign[] = [counted(0, 0, whole, `${subject.name}, not killed`)];
  for (let behind = from; behind <= whole.instants.length; behind += step) {
    const instant = whole.instants[behind - 1];
    if (instant === undefined) break;
    found.push(counted(1, instant.events, await tried(subject, manner, [{ behind, at: instant.at }]), `${subject.name}, ${said(manner)}, killed behind commit ${behind}`));
  }
  return together(...found);
}

/** Kills the run of a subject behind every commit between the first entrance of a state and its exit: before its call, while it is under way, and while it is waited for. */
export async function killWhile(subject: Subject, manner: Manner, state: string): Promise<Campaign> {
  const { instants } = await tried(subject, manner, []);
  const first = instants.findIndex(({ entered }) => entered.includes(state));
  const end = instants.findIndex(({ left }, index) => index >= first && left.includes(state));
  const places = instants.slice(Math.max(first, 0), end).map(({ at }, index): Kill => ({ behind: first + index + 1, at }));
  const found: Campaign[] = [];
  for (const place of places) found.push(counted(1, 0, await tried(subject, manner, [place]), `${subject.name}, ${said(manner)}, killed in '${state}' behind commit ${place.behind}`));
  return together(...found);
}

/** Kills twice, the second time in the resumed run, at places that a seed draws. */
export async function killTwice(subject: Subject, times: number, seed: number): Promise<Campaign> {
  const draw = drawFrom(seed);
  const found: Campaign[] = [];
  for (let time = 0; time < times; time += 1) {
    const manner = drawnManner(draw);
    const first = drawn(await tried(subject, manner, []), draw.real());
    const second = first === null ? null : drawn(await tried(subject, manner, [first]), draw.real());
    if (first === null || second === null) continue;
    found.push(counted(2, 0, await tried(subject, manner, [first, second]), `${subject.name}, ${said(manner)}, killed behind commit ${first.behind} and then ${second.behind}`));
  }
  return together(...found);
}

function drawn({ instants }: Verdict, share: number): Kill | null {
  const index = Math.floor(share * instants.length);
  const instant = instants[index];
  return instant === undefined ? null : { behind: index + 1, at: instant.at };
}

/** A drawn pipeline that nobody stops; streams outlive their runs, so that whether one is found alive is not the run's. */
export function drawnSubject(seed: number): Subject {
  const { pipeline, script, given, outputsOf, errorsOf } = randomPipeline(seed, { ...everything, stops: false, streams: false });
  return { name: `random ${seed}`, pipeline, script, given, outputsOf, errorsOf };
}

/** Kills runs of drawn pipelines at `each` drawn places, in every manner in turn. */
export async function killDrawn(seeds: readonly number[], each: number): Promise<Campaign> {
  const found: Campaign[] = [];
  for (const seed of seeds) {
    const subject = drawnSubject(seed);
    const draw = drawFrom(seed);
    for (let time = 0; time < each; time += 1) {
      const manner = drawnManner(draw);
      const place = drawn(await tried(subject, manner, []), draw.real());
      if (place !== null) found.push(counted(1, 0, await tried(subject, manner, [place]), `random ${seed}, ${said(manner)}, killed behind commit ${place.behind}`));
    }
  }
  return together(...found);
}
