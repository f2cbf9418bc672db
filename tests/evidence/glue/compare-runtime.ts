// What runs inside Glue jobs against its TypeScript model: the same inputs to both, with awkward Unicode, missing and broken objects, clocks that jump.
import { isDeepStrictEqual } from 'node:util';
import { answerOf, decisionIn, KINDS, pythonAnswers, randomQuestion } from '../../../packages/runtime/src/test/questions.ts';
import { report, type Result } from '../report.ts';

const MOST = 10_000;
const each = Math.ceil(Number(process.argv[2] ?? MOST) / KINDS.length);
const python = process.env['MILLRACE_PYTHON'] ?? 'python3';

const questions = KINDS.flatMap((kind) => Array.from({ length: each }, (_, seed) => ({ kind, seed, question: randomQuestion(kind, seed + 1000) })));
const found = pythonAnswers(questions.map(({ question }) => question), python);
const counts = new Map<string, number>();
const different: string[] = [];
questions.forEach(({ kind, seed, question }, index) => {
  const expected = answerOf(question);
  const decision = `${kind}: ${decisionIn(expected)}`;
  counts.set(decision, (counts.get(decision) ?? 0) + 1);
  if (isDeepStrictEqual(found[index], expected)) return;
  different.push(`${kind} ${seed}`);
  if (different.length <= 5) process.stdout.write(`${kind} ${seed}\n  model:  ${JSON.stringify(expected)}\n  Python: ${JSON.stringify(found[index])}\n`);
});
for (const [decision, count] of [...counts].sort()) process.stdout.write(`${String(count).padStart(7)}  ${decision}\n`);
const rare = [...counts].filter(([, count]) => count < 5).map(([decision]) => decision);
const results: readonly Result[] = [
  { figure: `gates, closers, bridges, openers and bootstraps: Python and model decide the same on ${questions.length - different.length} of ${questions.length} inputs (aim: 10,000, all)`, holds: different.length === 0 && questions.length >= MOST },
  { figure: `${counts.size} different decisions came up${rare.length === 0 ? '' : `, fewer than five times: ${rare.join(', ')}`}`, holds: counts.size >= 30 },
];
report(results);
if (different.length > 0) process.exitCode = 1;
