// Stops state machines of random pipelines, in a process of its own: `stops-one.ts minutes|again FIRST COUNT`. `minutes` stops a run in each of its minutes
// and resumes it; `again` resumes a run up to four times and stops some continuations, too. Prints counts as JSON.
import { interpret } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, drawFrom, FIRST_RUN, randomPipeline, seedOf, unrestricted, type RandomCase } from '@millrace/testkit';
import { answersFor } from '../../equivalence/answers.ts';
import { runCase, type CaseOptions } from '../../equivalence/run-case.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { newCounter } from './counts.ts';
import { steady } from './steady.ts';

const MINUTE = 60_000;
/** What polls for hours is stopped in some of its minutes. */
const MOST_STOPS = 24;

const [mode = '', first = '1', count = '1'] = process.argv.slice(2);
const counter = newCounter();
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) await (mode === 'minutes' ? everyMinute(seed) : again(seed));
process.stdout.write(JSON.stringify(counter.all()));

async function everyMinute(seed: number): Promise<void> {
  const whole = randomPipeline(seed, unrestricted);
  const { delays } = compileOnce(sfnTarget, whole.pipeline);
  const events = interpret(whole.pipeline, whole.script, { ...FIRST_RUN, delays });
  const minutes = Math.max(1, Math.floor((events.at(-1)?.at ?? 0) / MINUTE));
  const step = Math.max(1, Math.ceil(minutes / MOST_STOPS));
  counter.add('minutes', 'pipelines');
  counter.add('minutes', step === 1 ? 'stopped in every minute' : 'stopped in some minutes');
  for (let minute = 0; minute < minutes; minute += step) await played({ ...whole, stopAt: minute * MINUTE + 15_000 }, `seed ${seed}, stopped in minute ${minute}`, {});
}

async function again(seed: number): Promise<void> {
  const stopLater = (continuation: number, lasts: number): number | null => {
    const draw = drawFrom(seedOf(seed, 'stopped again', continuation));
    const minutes = Math.floor(lasts / MINUTE);
    return draw.chance(0.35) && minutes > 0 ? draw.int(0, minutes - 1) * MINUTE + 15_000 : null;
  };
  counter.add('again', 'pipelines');
  await played(randomPipeline(seed, unrestricted), `seed ${seed}, resumed again`, { answers: answersFor(seed), most: 4, stopLater });
}

async function played(drawn: RandomCase, name: string, options: Omit<CaseOptions, 'resume'>): Promise<void> {
  const { differences, continuations, resumes, raced } = await steady(counter, () => runCase(sfnTarget, drawn, { ...options, resume: true }));
  if (raced) counter.add(mode, 'left aside');
  counter.add(mode, 'runs', continuations.length);
  counter.add(`${mode} by policy`, drawn.pipeline.failurePolicy);
  for (const events of continuations) for (const event of events) if (event.type === 'run.ended' && event.outcome === 'stopped') counter.add(mode, 'stopped');
  for (const how of resumes) counter.add(`${mode} resumed`, how.startsWith('refused') ? 'refused' : how);
  if (mode === 'again') counter.add('continuations', String(continuations.length));
  if (differences.length === 0) return;
  counter.add(mode, 'differ');
  counter.differs(`${name}\n${describeCase(drawn)}\n${differences.join('\n')}`);
}
