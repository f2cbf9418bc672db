import { prices } from '@millrace/facts';
import type { Answers } from './answers.ts';
import type { Candidate } from './anchors.ts';

/** What the orchestrator itself costs; jobs and crawlers cost the same on each and are left out. */
export interface Cost {
  readonly perRun: number | null;
  readonly perMonth: number | null;
  readonly how: string;
}

const dollars = (value: number): number => Math.round(value * 1e6) / 1e6;
/** States entered per step in what Millrace compiles, without retries: a Choice and a Task, and the ends of the run shared out. */
const transitionsPerStep = 3;

/** Cost by candidate, USD in us-east-1; null where the volumes are unknown. */
export function costs(answers: Answers): Readonly<Record<Candidate, Cost>> {
  const { runsPerMonth, stepsPerRun } = answers;
  const perMonthFloor = prices.mwaaSmallHour.value * prices.hoursPerMonth.value;
  const transitions = stepsPerRun === 'unknown' ? null : stepsPerRun * transitionsPerStep;
  const perThousand = prices.sfnThousandTransitions.value;
  const month = transitions === null || runsPerMonth === 'unknown' ? null : Math.max(0, transitions * runsPerMonth - prices.sfnFreeTransitions.value);
  return {
    glue: { perRun: prices.glueWorkflowRun.value, perMonth: prices.glueWorkflowRun.value, how: 'workflows and triggers have no charge' },
    sfn: {
      perRun: transitions === null ? null : dollars((transitions / 1000) * perThousand),
      perMonth: month === null ? null : dollars((month / 1000) * perThousand),
      how: `${transitionsPerStep} transitions a step at ${perThousand} USD per 1,000, after ${prices.sfnFreeTransitions.value} free ones a month`,
    },
    mwaa: { perRun: runsPerMonth === 'unknown' || runsPerMonth === 0 ? null : dollars(perMonthFloor / runsPerMonth), perMonth: dollars(perMonthFloor), how: 'the small environment, all month; workers, web servers and storage come on top' },
  };
}

/** Money as a value: nothing costs 1, a thousand dollars a month and more cost 0; between them on a logarithmic scale. */
export function costValue(perMonth: number): number {
  return Math.max(0, Math.min(1, 1 - Math.log10(1 + perMonth) / 3));
}
