import { expect, it } from 'vitest';
import { compile } from './compile/index.ts';
import { job, pipeline, site, sourcesOf } from './test/pipelines.ts';

it('a workflow of more than 100 nodes is warned of, one of 100 is not', () => {
  // A chain of n jobs has as many triggers.
  const chain = (length: number) => pipeline(Array.from({ length }, (_, at) => job(`j${at}`, at === 0 ? [] : [`j${at - 1}`])));
  const told = (length: number): readonly string[] => {
    const from = chain(length);
    return compile(from, site, sourcesOf(from)).problems.filter(({ code }) => code === 'MR4105').map(({ severity }) => severity);
  };
  expect([told(50), told(51)]).toEqual([[], ['warning']]);
});
