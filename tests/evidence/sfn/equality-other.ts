// Runs on Step Functions that come about otherwise, held to the reference in a process of their own: `equality-other.ts busy|schedule|s3|skip|skipStarts|queue
// FIRST COUNT` plays so many pipelines that can show it. Prints counts as JSON.
import { sfnTarget } from '@millrace/sfn';
import { describeCase, randomPipeline, unrestricted, type RandomCase } from '@millrace/testkit';
import { playBusyCrawler } from '../../equivalence/busy.ts';
import { occasions, playOccasion, type Occasion } from '../../equivalence/occasions.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { newCounter } from './counts.ts';
import { steady } from './steady.ts';

interface Shown {
  /** The case cannot show it. */
  readonly cannot: boolean;
  readonly runs: number;
  readonly rows: readonly string[];
  readonly differences: readonly string[];
}

const CANNOT: Shown = { cannot: true, runs: 0, rows: [], differences: [] };

const [what = '', first = '1', count = '1'] = process.argv.slice(2);
const occasion = occasions.find((one) => one === what);
const counter = newCounter();
for (let [seed, shown] = [Number(first), 0]; shown < Number(count); seed += 1) {
  // Nobody stops these runs, and a stream would be met alive by the next one.
  const drawn = randomPipeline(seed, { ...unrestricted, stops: false, streams: occasion === undefined });
  const played = await steady(counter, () => (occasion === undefined ? busy(drawn, 1 + (seed % 9)) : met(occasion, drawn)));
  if (played.cannot) {
    counter.add('other', 'left aside');
    continue;
  }
  shown += 1;
  counter.add('occasions', what);
  counter.add('other', 'runs', played.runs);
  for (const row of played.rows) counter.add('rows', row);
  if (played.differences.length === 0) continue;
  counter.add('other', 'differ');
  counter.differs(`seed ${seed}, ${what}\n${describeCase(drawn)}\n${played.differences.join('\n')}`);
}
process.stdout.write(JSON.stringify(counter.all()));

async function busy(drawn: RandomCase, minutes: number): Promise<Shown> {
  const verdict = await playBusyCrawler(sfnTarget, drawn, minutes);
  return typeof verdict === 'string' ? CANNOT : { cannot: false, runs: 1, rows: ['crawler.busy'], differences: verdict.differences };
}

async function met(how: Occasion, drawn: RandomCase): Promise<Shown> {
  const verdict = await playOccasion(how, drawn, sfnTarget);
  if (typeof verdict === 'string') return CANNOT;
  const rows = compileOnce(sfnTarget, verdict.pipeline).used.filter(({ id }) => /^(?:overlap|start)\./.test(id)).map(({ id }) => id);
  return { cannot: false, runs: verdict.runs.length, rows, differences: verdict.differences };
}
