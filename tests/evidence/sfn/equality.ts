// 5,000 random pipelines of the whole model on the engine of the States Language against the reference: as drawn, then with each step going wrong in turn,
// each run resumed. Processes of their own share the seeds; what they count is added up.
import { sfnTarget } from '@millrace/sfn';
import { occasions } from '../../equivalence/occasions.ts';
import { atMost, AUTOMATIONS, ENOUGH, featuresResult, ledgerResult, SEED, table } from '../equivalence/tally.ts';
import { report, type Result } from '../report.ts';
import { counted, piecesOf } from './pieces.ts';
import { stalls } from './steady.ts';

const PIPELINES = atMost(5000);
const WITH_ALL = atMost(100);
const AT_ONCE = 50;

const drawnPieces = piecesOf('equality-one.ts', 'drawn', SEED, PIPELINES, AT_ONCE);
const allPieces = piecesOf('equality-one.ts', 'all', SEED, WITH_ALL, 5);
const otherPieces = ['busy', ...occasions].flatMap((mode) => piecesOf('equality-other.ts', mode, SEED, atMost(ENOUGH), ENOUGH));

const from = performance.now();
const { counter, broken } = await counted([...drawnPieces, ...allPieces, ...otherPieces]);
const minutes = ((performance.now() - from) / 60_000).toFixed(0);
const faults = broken.length === 0 ? '' : `; BROKEN: ${broken.join('; ')}`;
const resumed = (part: string): string => `resumed natively ${counter.of(`${part} resumed`, 'native')}, by skip map ${counter.of(`${part} resumed`, 'skipMap')}, refused ${counter.of(`${part} resumed`, 'refused')}`;
const equal = (part: string): boolean => broken.length === 0 && counter.of(part, 'differ') === 0 && counter.of(`${part} resumed`, 'refused') === 0 && counter.of(`${part} resumed`, 'native') > 0 && counter.of(`${part} resumed`, 'skipMap') > 0;

const drawn: Result = {
  figure: `${sfnTarget.title}: ${counter.of('drawn', 'cases')} pipelines from seed ${SEED} on as drawn, each under one combination of answers to open questions (asked: ${table(counter.group('asked'))}), policies ${table(counter.group('policy as drawn'))}, ${counter.of('drawn', 'stopped runs')} runs stopped; ${counter.of('drawn', 'runs')} runs and continuations, ${resumed('drawn')}; ${counter.of('drawn', 'differ')} differ; each step was run exactly as often as by the reference, so that no kept step ran again. Left aside: ${counter.of('drawn', 'left aside')} draws, replaced by others, and ${counter.of('drawn resumed', 'left aside')} continuations, in which delays put a polled step's bad end at the instant of another end under the stop policy, so that a poller cannot tell their order; ${counter.of('drawn', 'thrown away before they were cases')} draws thrown away for the same; ${counter.of('drawn', 'played otherwise')} ${AUTOMATIONS}; a call of a function or a message that a stop finds under way is held to what the ledger says of it: stopped at once; ${stalls(counter)}, here and below; ${minutes} min with all that follows${faults}`,
  holds: equal('drawn') && counter.of('drawn', 'cases') === PIPELINES,
};
const each: Result = {
  figure: `${sfnTarget.title}: each step and handler of ${counter.of('failures', 'pipelines, one way for each step')} pipelines goes wrong in turn while all else goes well, in the ${counter.of('failures', 'pipelines, all ways under both policies')} first ones in every way and under both policies: ${counter.of('failures', 'cases')} failures (${table(counter.group('how'))}; policies ${table(counter.group('policy'))}), ${counter.of('failures', 'runs')} runs and continuations, ${resumed('failures')}, ${counter.of('failures resumed', 'none')} not resumed since they had succeeded (an optional step); ${counter.of('failures', 'differ')} differ. Left aside: ${counter.of('failures', 'left aside')} failures and ${counter.of('failures resumed', 'left aside')} continuations, as above; ${counter.of('failures', 'unreachable')} steps that no run of their pipeline starts; ${counter.of('failures', 'played otherwise')} ${AUTOMATIONS}`,
  holds: equal('failures') && counter.of('failures', 'pipelines, one way for each step') === PIPELINES,
};
const otherwise: Result = {
  figure: `${sfnTarget.title}: pipelines whose runs are started otherwise, meet, or find a first crawler that somebody else has started: ${table(counter.group('occasions'))}; ${counter.of('other', 'runs')} runs, ${counter.of('other', 'differ')} differ; ${counter.of('other', 'left aside')} draws cannot show it`,
  holds: broken.length === 0 && counter.of('other', 'differ') === 0,
};
const ledger = ledgerResult(sfnTarget.title, sfnTarget.capabilities, counter.group('rows'), new Map());
report([
  drawn, each,
  { ...ledger, figure: `${ledger.figure}; counted is a case in which the row took place: its step ran, a retry followed the end that it is for, a timeout struck` },
  featuresResult(sfnTarget.title, counter.group('features')), otherwise,
]);
