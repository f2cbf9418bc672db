import { interpret, type Capability, type Delay, type Event, type Pipeline, type Scalar, type Script } from '@millrace/core';
import { compareRun, resumeOf, type ObservedRun } from './compare.ts';
import { FIRST_RUN } from './generate.ts';
import { stories, type Story } from './stories.ts';

/** How the suite drives a target, on a virtual clock. */
export interface Harness {
  /** The target's ledger: what it rejects there, and nothing else, may be skipped. */
  readonly capabilities: readonly Capability[];
  /** Compiles, deploys and runs to the end. Attempts go as the script says; `stopAt` is in virtual ms; `given` are the run's parameter values. */
  run(pipeline: Pipeline, script: Script, stopAt: number | null, given: Readonly<Record<string, Scalar>>): Promise<HarnessRun>;
}
export interface HarnessRun {
  readonly observed: ObservedRun;
  /** The delays that the compiler printed. */
  readonly delays?: readonly Delay[];
  /** Arguments that the first attempt of each step got, without their dashes; Millrace's own may be among them. */
  readonly arguments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Continues the run and waits for its end. */
  resume?(): Promise<HarnessRun>;
}

/** The part of a test runner that the suite needs: vitest's, jest's or node's own. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: ((name: string, body: () => Promise<void>) => void) & { readonly skip: (name: string, body: () => Promise<void>) => void };
}

/**
 * The stories that a target must pass, as tests. A story is skipped only where the target's ledger rejects a feature that it
 * needs; the name of the skipped test gives the row and its note.
 *
 * @example
 * import { describe, it } from 'vitest';
 * contractSuite('glue', harness, { describe, it });
 */
export function contractSuite(name: string, harness: Harness, { describe, it }: TestRunner): void {
  describe(`${name} keeps the contract`, () => {
    for (const story of stories) {
      const row = rejection(story, harness.capabilities);
      const body = async (): Promise<void> => {
        const differences = await checkStory(story, harness);
        if (differences.length > 0) throw new Error(`${name}: ${story.name}\n${differences.join('\n')}`);
      };
      if (row === null) it(story.name, body);
      else it.skip(`${story.name} (${name} rejects ${row.id}: ${row.note})`, body);
    }
  });
}

/** The ledger row for which a story is skipped, or null. */
export function rejection(story: Story, capabilities: readonly Capability[]): Capability | null {
  return capabilities.find((row) => row.support === 'rejected' && story.needs.includes(row.id)) ?? null;
}

/** Runs one story and says how it differs from the reference; empty when it does not. */
export async function checkStory(story: Story, harness: Harness): Promise<string[]> {
  const { pipeline, script, stopAt, given } = story;
  const run = await harness.run(pipeline, script, stopAt, given);
  const options = { ...FIRST_RUN, delays: run.delays ?? [] };
  const reference = interpret(pipeline, script, { ...options, stopAt });
  const differences = [...compareRun(reference, run.observed), ...compareArguments(story, run)];
  if (!story.resumed) return differences;
  if (run.resume === undefined) return [...differences, 'The harness offers no resume of a run that ended badly.'];
  const continued = await run.resume();
  const events: readonly Event[] = interpret(pipeline, script, { ...options, ...resumeOf(pipeline, reference) });
  return [...differences, ...compareRun(events, continued.observed).map((difference) => `After the resume: ${difference}`)];
}

function compareArguments(story: Story, run: HarnessRun): string[] {
  if (story.arguments === null) return [];
  if (run.arguments === undefined) return ['The harness does not tell which arguments the steps got.'];
  return Object.entries(story.arguments).flatMap(([step, wanted]) => Object.entries(wanted).flatMap(([name, text]) => {
    const seen = run.arguments?.[step]?.[name];
    return seen === text ? [] : [`Argument ${name} of step '${step}' is ${seen === undefined ? 'missing' : JSON.stringify(seen)}; it should be ${JSON.stringify(text)}.`];
  }));
}
