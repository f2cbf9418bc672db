import { expect, it } from 'vitest';
import { environmentProblems } from './index.ts';

const params = { day: { type: 'date', description: '', default: 'soon', values: [] }, source: { type: 's3Uri', description: '', default: null, values: [] } } as const;
const told = (values: Readonly<Record<string, string | number>>): unknown[] => environmentProblems({ params }, { params: values }).map(({ code, severity, pointer }) => [code, severity, pointer]);

it('unknown names and values of a wrong type are told, all at once', () => {
  expect(told({ source: 'nowhere', sorce: 's3://raw/' })).toEqual([['MR2010', 'error', '/params/sorce'], ['MR2012', 'error', '/params/source']]);
});

it('a wrong default is not told here again, nor is a value that only the run will give', () => {
  expect(told({})).toEqual([]);
  expect(told({ day: '2026-01-31', source: 's3://raw/' })).toEqual([]);
});
