// Holds the state machines of some random pipelines to the reference, in a process of its own: `equality-one.ts drawn|all FIRST COUNT`. Prints counts as JSON.
import type { Pipeline, Step } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, failuresOf, features, randomPipeline, unrestricted, type Failure, type RandomCase } from '@millrace/testkit';
import { answersFor } from '../../equivalence/answers.ts';
import { runCase, type Verdict } from '../../equivalence/run-case.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { newCounter } from './counts.ts';
import { steady } from './steady.ts';
import { rowsThatTookPlace } from './took.ts';

/** So often a case is drawn again whose ends nobody who polls can put in order. */
const MOST_DRAWS = 5;
/** Between the seeds of draws that replace each other. */
const APART = 10_000_000;

const [mode = '', first = '1', count = '1'] = process.argv.slice(2);
const counter = newCounter();
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) await (mode === 'all' ? everyFailure(seed) : asDrawn(seed));
process.stdout.write(JSON.stringify(counter.all()));

/** The case as it was drawn, resumed where it went wrong; then each of its steps goes wrong in turn, under one policy or the other. */
async function asDrawn(seed: number): Promise<void> {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const from = seed + draw * APART;
    const drawn = randomPipeline(from, unrestricted);
    const verdict = await held(drawn, answersFor(from));
    counter.add('drawn', 'thrown away before they were cases', drawn.redraws);
    if (verdict.continuations.length === 0 && verdict.differences.length === 0) {
      counter.add('drawn', 'left aside');
      continue;
    }
    counter.add('drawn', 'cases');
    counter.add('policy as drawn', drawn.pipeline.failurePolicy);
    if (drawn.stopAt !== null) counter.add('drawn', 'stopped runs');
    noted('drawn', drawn, verdict, `seed ${from}`);
    await failures(from, drawn, seed % 2 === 0 ? 'continue' : 'stop', 'one');
    return;
  }
}

async function everyFailure(seed: number): Promise<void> {
  const drawn = randomPipeline(seed, unrestricted);
  for (const policy of ['continue', 'stop'] as const) await failures(seed, drawn, policy, 'all');
}

async function failures(seed: number, whole: RandomCase, failurePolicy: Pipeline['failurePolicy'], mishaps: 'one' | 'all'): Promise<void> {
  const { pipeline } = whole;
  const handler = (step: Step | null): Step | null => (step === null ? null : boundedSoon(step));
  const drawn = { ...whole, stopAt: null, pipeline: { ...pipeline, failurePolicy, steps: pipeline.steps.map(boundedSoon), onFailure: handler(pipeline.onFailure), finally: handler(pipeline.finally) } };
  const { delays } = compileOnce(sfnTarget, drawn.pipeline);
  const { list, unreachable } = failuresOf(seed, drawn, unrestricted, { mishaps, delays });
  counter.add('failures', mishaps === 'one' ? 'pipelines, one way for each step' : 'pipelines, all ways under both policies', mishaps === 'one' || failurePolicy === 'stop' ? 1 : 0);
  counter.add('failures', 'unreachable', unreachable.length);
  for (const one of list) await failure(seed, drawn, one, mishaps, delays);
}

/** What is looked at every half minute for the two hours of the default takes most of the time of such a case; as it was drawn it has been run before. */
function boundedSoon(step: Step): Step {
  return (step.kind === 'crawler' || step.kind === 'ssm') && step.timeoutSeconds === null ? { ...step, timeoutSeconds: 1200 } : step;
}

async function failure(seed: number, whole: RandomCase, found: Failure, mishaps: 'one' | 'all', delays: Parameters<typeof failuresOf>[3]['delays']): Promise<void> {
  const { step, how } = found;
  for (let again = 0; again < MOST_DRAWS; again += 1) {
    const same = again === 0 ? found : failuresOf(seed, whole, unrestricted, { mishaps, delays, again }).list.find((one) => one.step === step && one.how === how);
    if (same === undefined) break;
    const verdict = await held(same.drawn, {});
    if (verdict.continuations.length === 0 && verdict.differences.length === 0) continue;
    counter.add('failures', 'cases');
    counter.add('how', how);
    counter.add('policy', whole.pipeline.failurePolicy);
    noted('failures', same.drawn, verdict, `seed ${seed}, ${step} ${how}, policy ${whole.pipeline.failurePolicy}`);
    return;
  }
  counter.add('failures', 'left aside');
}

/** A case that ends with an error of ours, or of the embedded AWS, differs. */
async function held(drawn: RandomCase, answers: Readonly<Record<string, string>>): Promise<Verdict> {
  return await steady(counter, async () => {
    try {
      return await runCase(sfnTarget, drawn, { resume: true, answers });
    } catch (error) {
      return { differences: [String(error)], asked: new Set(), resume: 'none', resumes: [], raced: false, continuations: [], traces: [], replayed: 0 };
    }
  });
}

function noted(part: string, drawn: RandomCase, verdict: Verdict, name: string): void {
  const { differences, continuations, resume, raced, asked, replayed } = verdict;
  counter.add(part, 'runs', continuations.length);
  counter.add(`${part} resumed`, resume.startsWith('refused') ? 'refused' : raced ? 'left aside' : resume);
  counter.add(part, 'played otherwise', replayed);
  for (const question of asked) counter.add('asked', question);
  const held = { continuations, stopAt: drawn.stopAt };
  for (const id of rowsThatTookPlace(drawn.pipeline, compileOnce(sfnTarget, drawn.pipeline).used, held)) counter.add('rows', id);
  if (part === 'drawn') for (const id of features(drawn.pipeline, { events: continuations.flat(), stopAt: drawn.stopAt, resumed: continuations.length > 1 })) counter.add('features', id);
  if (differences.length === 0) return;
  counter.add(part, 'differ');
  counter.differs(`${name}\n${describeCase(drawn)}\n${differences.join('\n')}`);
}
