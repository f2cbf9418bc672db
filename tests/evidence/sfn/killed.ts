// Executions that are killed from outside behind every commit of the embedded AWS, so behind every event and while calls are under way, and resumed; killed again; of drawn pipelines.
import { nothing, together, type Campaign } from '../../crash/executions/campaign.ts';
import { subjects } from '../../crash/executions/subjects.ts';
import { child, twoAtATime } from '../children.ts';
import { report, type Result } from '../report.ts';

const seed = Number(process.argv[2] ?? 1);
const drawn = Number(process.argv[3] ?? 90);
const SHARE = 15;

async function played(args: readonly string[]): Promise<Campaign> {
  const { found, failure } = await child(import.meta.url, 'killed-one.ts', args, 900);
  // Printed by our own script in this shape.
  return failure === null ? (found as Campaign) : { ...nothing, faults: [`${args.join(' ')}: ${failure}`] };
}

async function told(what: string, shares: readonly (readonly string[])[]): Promise<Result> {
  const { kills, events, resumes, raced, faults } = together(...(await twoAtATime(shares, played)));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const behind = events === 0 ? '' : `, behind all of their ${events} events and while calls were under way`;
  return {
    figure: `${kills} kills ${what}${behind}; ${resumes.native} resumes by redrive, ${resumes.skipMap} by a new execution; ${faults.length} faults: no kept step ran again, no step was ever live twice, and each continuation ended as the reference${raced === 0 ? '' : ` (${raced} not compared, since a poller cannot tell the order of their ends)`}`,
    holds: faults.length === 0 && kills > 0,
  };
}

report([
  await told(`of ${subjects.length} pipelines (chains, forks, joins, crawls, calls, outputs, both policies, handlers), with job runs that stop at once, later or not at all, ended as ABORTED, TIMED_OUT or FAILED (States.Runtime), resumed at the first moment or at rest`, subjects.map((_, index) => ['every', String(index)])),
  await told('in pairs: the resumed run is killed, too, at places that a seed draws', subjects.map((_, index) => ['twice', String(index), '6', String(seed + index)])),
  await told(`of ${drawn} drawn pipelines`, Array.from({ length: Math.ceil(drawn / SHARE) }, (_, at) => ['drawn', String(seed + at * SHARE), String(SHARE), '3'])),
]);
