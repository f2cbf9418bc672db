import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise, answersSchema, readAnswers, renderAdvice } from './index.ts';

const ask = (answers: Record<string, unknown>) => advise(answersSchema.parse(answers), {});

describe('advice', () => {
  it('is Glue workflows for a few Glue jobs and crawlers', () => {
    expect(ask({ services: 'glueOnly', airflow: 'none', infrastructure: 'serverlessOnly', shape: 'branches', passing: 'none', runsPerMonth: 30, stepsPerRun: 4 }).winner).toBe('glue');
  });

  it('is Step Functions where many services take part', () => {
    expect(ask({ services: 'many', shape: 'dynamic', infrastructure: 'serverlessOnly' }).winner).toBe('sfn');
  });

  it('is MWAA where Airflow assets are to be reused, and says that it cannot be deployed yet', () => {
    const advice = ask({ airflow: 'much', services: 'many', language: 'python', infrastructure: 'managedOk' });
    expect(advice.winner).toBe('mwaa');
    expect(renderAdvice(advice)).toContain('cannot deploy to it yet');
  });

  it('rules a candidate out before it counts points, with the limit and its source', () => {
    const advice = ask({ airflow: 'much', budgetPerMonth: 100 });
    const mwaa = advice.ranking.find(({ candidate }) => candidate === 'mwaa');
    expect(mwaa?.vetoes[0]).toMatch(/357\.70 USD a month, above the budget of 100\.00 \(Infracost.*2026-11-22\)/);
    expect(advice.winner).not.toBe('mwaa');
  });

  it('rules a target out whose ledger rejects what the pipeline uses', () => {
    const advice = advise(answersSchema.parse({ services: 'glueOnly' }), { glue: [{ feature: 'join.any', reason: 'triggers cannot hold it yet' }] });
    expect(advice.winner).toBe('sfn');
    expect(renderAdvice(advice)).toContain('ruled out: the pipeline uses join.any');
  });

  it('says which single answer would change the winner', () => {
    const { flips } = ask({ services: 'glueOnly', airflow: 'none', shape: 'chain' });
    expect(flips).toContainEqual({ question: 'shape', answer: 'dynamic', winner: 'sfn' });
  });

  it('tells every problem of an answers file at once', () => {
    expect(readAnswers({ services: 'none', runsPerMonth: -1, colour: 'blue' }).problems).toHaveLength(3);
  });

  it('gives the same bytes for the same answers', () => {
    fc.assert(fc.property(fc.record({ airflow: fc.constantFrom('none', 'some', 'much', 'unknown'), shape: fc.constantFrom('chain', 'branches', 'dynamic'), runsPerMonth: fc.nat(100_000), stepsPerRun: fc.nat(100) }), (answers) => {
      expect(JSON.stringify(ask(answers))).toBe(JSON.stringify(ask(answers)));
    }));
  });

  it('never ranks a vetoed candidate above one that is not', () => {
    fc.assert(fc.property(fc.record({ infrastructure: fc.constantFrom('serverlessOnly', 'managedOk'), shape: fc.constantFrom('chain', 'dynamic'), budgetPerMonth: fc.nat(500), runsPerMonth: fc.nat(1e6), stepsPerRun: fc.nat(50) }), (answers) => {
      const vetoed = ask(answers).ranking.map(({ vetoes }) => vetoes.length > 0);
      expect(vetoed).toEqual([...vetoed].sort((a, b) => Number(a) - Number(b)));
    }));
  });
});
