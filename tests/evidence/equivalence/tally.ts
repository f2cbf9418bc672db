import type { Capability, Compiled } from '@millrace/core';
import { features, type ErrorTrace, type RandomCase } from '@millrace/testkit';
import type { Verdict } from '../../equivalence/run-case.ts';
import type { Result } from '../report.ts';

/** `MILLRACE_CASES` shrinks every count, to try the command. */
const most = Number(process.env['MILLRACE_CASES'] ?? Number.POSITIVE_INFINITY);
export const atMost = (count: number): number => Math.min(count, most);
export const SEED = 20_260_101;
/** How often a feature must have been used for the figure to say something of it. */
export const ENOUGH = 50;

export type Counts = Map<string, number>;
export const add = (counts: Counts, key: string, times = 1): void => void counts.set(key, (counts.get(key) ?? 0) + times);
export const table = (counts: ReadonlyMap<string, number>): string => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `${name} ${times}`).join(', ') || 'none';

/** What a number of cases came to. */
export interface Tally {
  readonly features: Counts;
  readonly resumes: Counts;
  readonly asked: Counts;
  /** Ledger rows, by id. */
  readonly rows: Counts;
  readonly helpers: Counts;
  readonly errors: { ends: number; lost: number; unrepeated: number; reached: number; failed: number };
  readonly differing: string[];
  cases: number;
  bad: number;
  /** Runs of cases under other answers included, and the combinations of answers that were not run. */
  played: number;
  cut: number;
  /** Draws thrown away, attempts that were played otherwise, and continuations that were not compared. */
  redraws: number;
  replayed: number;
  races: number;
}
export const newTally = (): Tally => ({
  features: new Map(), resumes: new Map(), asked: new Map(), rows: new Map(), helpers: new Map(), errors: { ends: 0, lost: 0, unrepeated: 0, reached: 0, failed: 0 },
  differing: [], cases: 0, bad: 0, played: 0, cut: 0, redraws: 0, replayed: 0, races: 0,
});

/** Notes a case that was run, with the ledger rows that it exercised: those about runs only where they took place. */
export function note(tally: Tally, seed: number, drawn: RandomCase, compiled: Pick<Compiled, 'used' | 'helpers'>, verdict: Verdict): void {
  const { differences, asked, resume, raced, continuations, traces } = verdict;
  tally.cases += 1;
  tally.redraws += drawn.redraws;
  tally.replayed += verdict.replayed;
  if (raced) tally.races += 1;
  const [first] = continuations;
  if (first?.some((event) => event.type === 'run.ended' && event.outcome !== 'succeeded') === true) {
    tally.bad += 1;
    add(tally.resumes, resume.startsWith('refused') ? 'refused' : resume === 'none' ? 'not resumed' : `resumed ${resume}`);
  }
  const took: Readonly<Record<string, boolean>> = { 'run.outcome': first !== undefined, 'run.stop': first !== undefined && drawn.stopAt !== null, 'run.resume': continuations.length > 1 };
  noteCompiled(tally, compiled, (id) => took[id] ?? true);
  for (const name of features(drawn.pipeline, { events: continuations.flat(), stopAt: drawn.stopAt, resumed: continuations.length > 1 })) add(tally.features, name);
  for (const question of asked) add(tally.asked, question);
  for (const trace of traces) noteErrors(tally, trace);
  if (differences.length > 0) tally.differing.push(`seed ${seed}: ${differences.join(' ')}`);
}

export function noteCompiled(tally: Tally, { used, helpers }: Pick<Compiled, 'used' | 'helpers'>, counts: (row: string) => boolean): void {
  for (const { id } of used) if (counts(id)) add(tally.rows, id);
  for (const { kind } of helpers) add(tally.helpers, kind);
}

function noteErrors({ errors }: Tally, { errors: ends, lost, unrepeated, reached, failedByLoss }: ErrorTrace): void {
  errors.ends += ends;
  errors.lost += lost.length;
  errors.unrepeated += unrepeated.length;
  errors.reached += reached.length;
  if (failedByLoss) errors.failed += 1;
}

/** Every row of a target's ledger that is not rejected, each exercised by runs. */
export function ledgerResult(title: string, capabilities: readonly Capability[], rows: ReadonlyMap<string, number>, helpers: ReadonlyMap<string, number>): Result {
  const wanted = capabilities.filter(({ support }) => support !== 'rejected').map(({ id }) => id);
  const refused = capabilities.filter(({ support }) => support === 'rejected').map(({ id }) => id);
  const missing = wanted.filter((id) => (rows.get(id) ?? 0) === 0);
  return {
    figure: `${title}: ${wanted.length - missing.length} of ${wanted.length} ledger rows exercised by runs, ${refused.length} more are refused${refused.length === 0 ? '' : ` (${refused.join(', ')})`}: ${table(rows)}${missing.length === 0 ? '' : `; not one: ${missing.join(', ')}`}; helper jobs compiled: ${table(helpers)}`,
    holds: missing.length === 0,
  };
}

/** Every feature that was drawn or took place, counted. */
export function featuresResult(title: string, counts: ReadonlyMap<string, number>): Result {
  const rare = [...counts].filter(([, times]) => times < atMost(ENOUGH)).map(([name]) => name).sort();
  return { figure: `${title}: ${counts.size} features: ${table(counts)}${rare.length === 0 ? '' : `; under ${ENOUGH}: ${rare.join(', ')}`}`, holds: rare.length === 0 };
}

const CRAWLS = 'attempts of plain crawls played as failed where they were drawn as timed out, since nothing ends such a crawl at a timeout';
/** Of state machines: after an early stop handlers wait until nothing is live, though for the reference what timed out has ended. */
export const AUTOMATIONS = 'attempts of automations that time out under the stop policy played as cancelled at once, since handlers wait until nothing is live';

/** What was not compared, or not as it was drawn, and why. */
export function leftAside({ redraws, replayed, races, cut }: Tally, otherwise = CRAWLS): string {
  return [
    `left aside: ${races} cases, in which delays or a resume put a crawl's end at the instant of another start or end, so that a poller cannot tell their order`,
    `${redraws} draws thrown away for the same before they were cases`,
    `${replayed} ${otherwise}`,
    `${cut} combinations of answers`,
  ].join('; ');
}
