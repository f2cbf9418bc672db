// Deploys, updates, moves and destroys of a state machine: a crash behind every single AWS call, refusals of the services at each, answers that are lost, two commands at once.
import { sfnTarget } from '@millrace/sfn';
import { deployAtOnce } from '../../crash/at-once.ts';
import { refused, scenarios, strikeCalls } from '../../crash/every-call.ts';
import { refusals } from '../../crash/refusals.ts';
import { BORNE, resultOf, resultOfPairs, type Tally } from '../../crash/tally.ts';
import { report, type Result } from '../report.ts';

const crashes: Tally[] = [];
for (const scenario of scenarios.sfn) crashes.push({ name: scenario.name, ...(await strikeCalls(scenario, 'crash')) });
const toSfn = scenarios.glue.filter(({ name }) => name.startsWith('move'));
for (const scenario of toSfn) crashes.push({ name: scenario.name, ...(await strikeCalls(scenario, 'crash')) });

const refusing: Result[] = [];
for (const what of refusals) {
  const tallies: Tally[] = [];
  for (const scenario of refused('sfn')) tallies.push({ name: scenario.name, ...(await strikeCalls(scenario, what)) });
  refusing.push(resultOf(`AWS calls ${what}: ${BORNE[what]}`, tallies));
}

const lost: Tally[] = [];
for (const scenario of refused('sfn')) lost.push({ name: scenario.name, ...(await strikeCalls(scenario, 'lost answer')) });

report([
  resultOf('crashes behind an AWS call (20 steps, three created roles, a schedule, an S3 start, log group, version and alias): the next command reached the state of an uninterrupted one, leaked nothing, and the one after it wrote nothing', crashes),
  ...refusing,
  resultOf('AWS calls whose answer was lost, so that the client called again: the command came through', lost),
  resultOfPairs(await deployAtOnce(sfnTarget, 60, 20_260_106)),
]);
