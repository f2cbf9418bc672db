// A crash behind every single AWS call of deploys, updates, moves and destroys, refusals of the services at each, two deploys at once; a full disk at every write.
import { glueTarget } from '@millrace/glue';
import { fullAtWrites } from '../crash/disk-full.ts';
import { deployAtOnce } from '../crash/at-once.ts';
import { refused, scenarios, strikeCalls } from '../crash/every-call.ts';
import { refusals } from '../crash/refusals.ts';
import { crashResumes, ways } from '../crash/resume.ts';
import { BORNE, resultOf, resultOfPairs, type Tally } from '../crash/tally.ts';
import { report, type Result } from './report.ts';

const crashes: Tally[] = [];
for (const scenario of scenarios.glue) crashes.push({ name: scenario.name, ...(await strikeCalls(scenario, 'crash')) });

const resumes: Tally[] = [];
for (const way of ways) resumes.push({ name: way === 'native' ? "Glue's own resume (ResumeWorkflowRun)" : 'a new workflow run that passes over what is kept', ...(await crashResumes(way)) });

const refusing: Result[] = [];
for (const what of refusals) {
  const tallies: Tally[] = [];
  for (const scenario of refused('glue')) tallies.push({ name: scenario.name, ...(await strikeCalls(scenario, what)) });
  refusing.push(resultOf(`AWS calls ${what}: ${BORNE[what]}`, tallies));
}

const pairs = await deployAtOnce(glueTarget, 60, 20_260_106);

const fillings: Tally[] = [];
for (const target of ['glue', 'sfn'] as const) {
  for (const kind of ['first deploy', 'update', 'destroy'] as const) fillings.push({ name: `${kind} on ${target}`, ...(await fullAtWrites(kind, target)) });
}

report([
  resultOf('crashes behind an AWS call (20 steps, two created roles, a schedule, an S3 start): the next command reached the state of an uninterrupted one, leaked nothing, and the one after it wrote nothing', crashes),
  resultOf('crashes behind an AWS call of a resume (20 steps, two failed): the next resume went on, no step ran twice, and the run ended as it would have', resumes),
  ...refusing,
  resultOfPairs(pairs),
  resultOf('times the disk was full at the nth write: a sentence, no half-written object, and the next command reached the state of an uninterrupted one', fillings),
]);
