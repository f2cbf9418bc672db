import { comparison, orchestrators, orchestratorTitles, type Claim } from '@millrace/facts';
import type { Advice, Ranked, Reason } from './advise.ts';

const best = (reasons: readonly Reason[]): readonly Reason[] => reasons.filter(({ points, of }) => points / of >= 0.75).sort((a, b) => b.points - a.points).slice(0, 4);
const worst = (reasons: readonly Reason[]): readonly Reason[] => reasons.filter(({ points, of }) => points / of < 0.75).sort((a, b) => b.of - b.points - (a.of - a.points)).slice(0, 4);
const money = (value: number | null): string => (value === null ? 'unknown' : value < 0.01 && value > 0 ? `${value.toFixed(6)} USD` : `${value.toFixed(2)} USD`);

function line(ranked: Ranked): string {
  const title = orchestratorTitles[ranked.candidate].padEnd(20);
  if (ranked.vetoes.length > 0) return `  ${title} ruled out: ${ranked.vetoes.join('; ')}`;
  const filled = Math.round(ranked.score / 5);
  return `  ${title} ${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${ranked.score.toFixed(1).padStart(5)}  run ${money(ranked.cost.perRun)}, month ${money(ranked.cost.perMonth)}`;
}

/** The advice as text for a terminal of 80 columns or more. */
export function renderAdvice(advice: Advice): string {
  const winner = advice.ranking.find(({ candidate }) => candidate === advice.winner);
  const lines = winner === undefined ? ['Recommended: none. Every orchestrator is ruled out.'] : [`Recommended: ${orchestratorTitles[winner.candidate]}${advice.tooClose ? ' (too close to call: within ' + String(advice.margin) + ' points of the next)' : ''}`];
  lines.push('', 'Ranking (0 to 100; money is for the orchestrator itself, us-east-1)', ...advice.ranking.map(line));
  if (winner !== undefined) {
    lines.push('', 'For it', ...best(winner.reasons).map(({ row, text }) => `  + ${text} [${row}]`));
    const against = worst(winner.reasons);
    lines.push('', 'Against it', ...(against.length === 0 ? ['  nothing that was answered'] : against.map(({ row, text }) => `  - ${text} [${row}]`)));
  }
  lines.push('', 'What would change it', ...(advice.flips.length === 0 ? ['  no single other answer'] : advice.flips.slice(0, 8).map(({ question, answer, winner: other }) => `  ${question} = ${answer} → ${orchestratorTitles[other]}`)));
  if (advice.ranking.some(({ deployable }) => !deployable)) lines.push('', 'Amazon MWAA is ranked by its facts alone: Millrace cannot deploy to it yet.');
  return `${lines.join('\n')}\n`;
}

const told = (claim: Claim): string => `${claim.text} [${claim.source.title}; ${claim.date}; ${claim.evidence}]`;

/** The comparison table as text: row by row, the paper's claim and today's fact with source and date. */
export function renderTable(): string {
  return comparison.map((row) => [
    row.title.toUpperCase(),
    ...orchestrators.flatMap((column) => {
      const { paper, today } = row.cells[column];
      return [`  ${orchestratorTitles[column]}`, ...(paper === null ? [] : [`    paper  ${told(paper)}`]), `    today  ${told(today)}`];
    }),
  ].join('\n')).join('\n\n') + '\n';
}
