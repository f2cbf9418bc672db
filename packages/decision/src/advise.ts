import { prices, type ComparisonRow } from '@millrace/facts';
import { anchorOf, candidates, rowOf, type Candidate } from './anchors.ts';
import { answersSchema, type Answers, type Question } from './answers.ts';
import { costs, costValue, type Cost } from './cost.ts';

/** What a target cannot do for this very pipeline: its ledger rows that say `rejected`. */
export type Rejections = Readonly<Partial<Record<Candidate, readonly { readonly feature: string; readonly reason: string }[]>>>;

export interface Reason {
  readonly question: Question | 'cost';
  readonly row: ComparisonRow['id'];
  readonly points: number;
  readonly of: number;
  readonly text: string;
}
export interface Ranked {
  readonly candidate: Candidate;
  /** 0 to 100. */
  readonly score: number;
  readonly vetoes: readonly string[];
  readonly reasons: readonly Reason[];
  readonly cost: Cost;
  readonly deployable: boolean;
}
export interface Flip {
  readonly question: Question;
  readonly answer: string;
  readonly winner: Candidate;
}
export interface Advice {
  readonly schemaVersion: 1;
  readonly answers: Answers;
  /** Best first; vetoed ones last. */
  readonly ranking: readonly Ranked[];
  readonly winner: Candidate | null;
  /** Two candidates within `margin` points of each other. */
  readonly tooClose: boolean;
  readonly margin: number;
  readonly flips: readonly Flip[];
}

const margin = 3;
const costWeight = 2;
const questions = Object.keys(rowOf).filter((key): key is Question => key in rowOf);

function vetoesOf(candidate: Candidate, answers: Answers, cost: Cost, rejections: Rejections): string[] {
  const vetoes = (rejections[candidate] ?? []).map(({ feature, reason }) => `the pipeline uses ${feature}: ${reason}`);
  if (candidate === 'mwaa' && answers.infrastructure === 'serverlessOnly') vetoes.push('only serverless services are allowed, and an MWAA environment is always on');
  if (candidate === 'glue' && answers.shape === 'dynamic') vetoes.push('decisions and loops at run time are needed, and triggers have neither');
  if (answers.budgetPerMonth !== 'unknown' && cost.perMonth !== null && cost.perMonth > answers.budgetPerMonth) {
    const { source, checkedOn } = candidate === 'mwaa' ? prices.mwaaSmallHour : prices.sfnThousandTransitions;
    vetoes.push(`it costs at least ${cost.perMonth.toFixed(2)} USD a month, above the budget of ${answers.budgetPerMonth.toFixed(2)} (${source.title}, ${checkedOn})`);
  }
  return vetoes;
}

function reasonsOf(candidate: Candidate, answers: Answers, cost: Cost): Reason[] {
  const anchored = questions.flatMap((question): Reason[] => {
    const anchor = anchorOf(question, answers);
    return anchor === null ? [] : [{ question, row: anchor.row, points: anchor.weight * anchor.values[candidate], of: anchor.weight, text: anchor.why[candidate] }];
  });
  if (cost.perMonth === null) return anchored;
  return [...anchored, { question: 'cost', row: 'cost', points: costWeight * costValue(cost.perMonth), of: costWeight, text: `about ${cost.perMonth.toFixed(2)} USD a month for the orchestrator itself` }];
}

function rank(answers: Answers, rejections: Rejections): Ranked[] {
  const cost = costs(answers);
  const ranked = candidates.map((candidate): Ranked => {
    const reasons = reasonsOf(candidate, answers, cost[candidate]);
    const of = reasons.reduce((sum, reason) => sum + reason.of, 0);
    const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
    return { candidate, score: of === 0 ? 0 : Math.round((points / of) * 1000) / 10, vetoes: vetoesOf(candidate, answers, cost[candidate], rejections), reasons, cost: cost[candidate], deployable: candidate !== 'mwaa' };
  });
  // A stable sort: at equal scores the order of `candidates` decides, serverless and without cost first.
  return ranked.sort((a, b) => Math.min(a.vetoes.length, 1) - Math.min(b.vetoes.length, 1) || b.score - a.score);
}

const first = (ranked: readonly Ranked[]): Ranked | null => ranked.find(({ vetoes }) => vetoes.length === 0) ?? null;

function choicesOf(question: Question): readonly string[] {
  const { options } = answersSchema.shape[question].unwrap();
  return options.flatMap((option) => ('options' in option ? option.options.map(String) : []));
}

/**
 * Ranks the orchestrators: vetoes first, then a weighted sum on fixed anchors. Pure: the same answers give the same bytes.
 * @example advise(answersSchema.parse({ services: 'glueOnly' }), {}).winner // 'glue'
 */
export function advise(answers: Answers, rejections: Rejections): Advice {
  const ranking = rank(answers, rejections);
  const winner = first(ranking)?.candidate ?? null;
  const open = ranking.filter(({ vetoes }) => vetoes.length === 0);
  const flips = questions.flatMap((question) => choicesOf(question).filter((answer) => answer !== String(answers[question])).flatMap((answer): Flip[] => {
    const other = first(rank(answersSchema.parse({ ...answers, [question]: answer }), rejections));
    return other === null || other.candidate === winner ? [] : [{ question, answer, winner: other.candidate }];
  }));
  const [best, second] = open;
  return { schemaVersion: 1, answers, ranking, winner, tooClose: best !== undefined && second !== undefined && best.score - second.score < margin, margin, flips };
}
