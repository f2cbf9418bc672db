import { RunRefused, type StepOf } from '@millrace/core';
import { expect, test } from 'vitest';
import { resolvedArguments } from './arguments.ts';

const step = (args: StepOf<'glueJob'>['with']['args']): StepOf<'glueJob'> => ({
  name: 'load', kind: 'glueJob', join: 'all', optional: false, after: [], retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: 600, outputs: {}, with: { type: 'pythonshell', script: './load.py', args },
});
const given = { id: '20260131t000000-aaaaaa', date: '2026-01-31', params: { count: 3 } };

test('a job by itself gets the reference to a secret and the default of an output', () => {
  expect(resolvedArguments(step({ S: { secret: 'prod/db' }, A: { secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3' }, N: { output: ['clean', 'rows'], or: 0 }, C: { param: 'count' }, D: { run: 'date' } }), given)).toEqual({
    '--S': 'secretsmanager:prod/db', '--A': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3', '--N': '0', '--C': '3', '--D': '2026-01-31',
  });
});

test('an output without a default, and a parameter without a value, are refused with a way out', () => {
  const refusal = (args: StepOf<'glueJob'>['with']['args']): RunRefused => {
    try {
      resolvedArguments(step(args), given);
    } catch (error) {
      if (error instanceof RunRefused) return error;
    }
    throw new Error('It was not refused.');
  };
  expect(refusal({ N: { output: ['clean', 'rows'], or: null } })).toMatchObject({ message: expect.stringContaining("an output of step 'clean', which only a run has"), hint: expect.stringContaining('.or(') });
  expect(refusal({ P: { param: 'day' } })).toMatchObject({ hint: 'Give it with --param day=value.' });
});
