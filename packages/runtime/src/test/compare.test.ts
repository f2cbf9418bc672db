import { expect, test } from 'vitest';
import { answerOf, decisionIn, KINDS, pythonAnswers, randomQuestion } from './questions.ts';

test('the Python in jobs decides exactly as the model does', () => {
  const questions = KINDS.flatMap((kind) => Array.from({ length: 100 }, (_, seed) => ({ kind, question: randomQuestion(kind, seed) })));
  const expected = questions.map(({ question }) => answerOf(question));
  const found = pythonAnswers(questions.map(({ question }) => question));
  found.forEach((answer, index) => expect(answer, `${questions[index]?.kind ?? ''} ${index % 100}`).toEqual(expected[index]));
  const seen = new Set(expected.map((answer, index) => `${questions[index]?.kind ?? ''} ${decisionIn(answer)}`));
  for (const decision of ['gate wait', 'gate end 0: good', 'gate end 1: skipped', 'closer stop', 'closer end 0: good', 'bridge wait', 'bridge record', 'bridge stop', 'bridge call job', 'opener take', 'opener write', 'bootstrap end 1: refused', 'gate end 1: refused', 'bridge end 1: refused', 'opener end 1: refused', 'closer end 1: refused']) {
    expect([...seen]).toContain(decision);
  }
});
