// State machines that are stopped in each minute of a run and then resumed, and that are resumed and stopped again and again, against the reference.
import { sfnTarget } from '@millrace/sfn';
import { atMost, SEED, table } from '../equivalence/tally.ts';
import { report, type Result } from '../report.ts';
import { counted, piecesOf } from './pieces.ts';
import { stalls } from './steady.ts';

const MINUTES = atMost(200);
const AGAIN = atMost(500);

const from = performance.now();
const { counter, broken } = await counted([...piecesOf('stops-one.ts', 'minutes', SEED, MINUTES, 10), ...piecesOf('stops-one.ts', 'again', SEED, AGAIN, 25)]);
const seconds = ((performance.now() - from) / 1000).toFixed(0);
const faults = broken.length === 0 ? '' : `; BROKEN: ${broken.join('; ')}`;

function result(mode: 'minutes' | 'again', what: (of: (name: string) => number) => string): Result {
  const of = (name: string): number => counter.of(mode, name);
  return {
    figure: `${sfnTarget.title}: ${what(of)}; ${of('runs')} runs and continuations, ${of('stopped')} of them stopped (policies ${table(counter.group(`${mode} by policy`))}), resumed ${table(counter.group(`${mode} resumed`))}; ${of('differ')} differ; ${of('left aside')} left aside, in which a poller cannot tell the order of two ends; ${stalls(counter)}; ${seconds} s${faults}`,
    holds: broken.length === 0 && of('differ') === 0 && counter.of(`${mode} resumed`, 'refused') === 0 && of('stopped') > 0,
  };
}

report([
  result('minutes', (of) => `${of('pipelines')} pipelines from seed ${SEED} on, ${of('stopped in every minute')} of them stopped in every minute of their run and ${of('stopped in some minutes')}, which last longer, in up to 24, then resumed`),
  result('again', (of) => `${of('pipelines')} pipelines resumed until they succeed, up to four times, a third of the continuations stopped, too (continuations of a run: ${table(counter.group('continuations'))})`),
]);
