import { expect, test } from 'vitest';
import { advised } from './advised.fixture.ts';
import { validate } from './validate.ts';

test.each(advised)('$what is advised against, and taken', ({ definition, pointer, code }) => {
  const { machine, problems } = validate(definition);
  expect(machine).toBe(definition);
  expect(problems.map((one) => `${one.severity} ${one.code} ${one.pointer}`)).toEqual([`warning ${code} ${pointer}`]);
});

test('a rule that always holds is a Default', () => {
  const states = { C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'D' }] }, D: { Type: 'Succeed' } };
  expect(validate({ QueryLanguage: 'JSONata', StartAt: 'C', States: states }).problems).toEqual([]);
});

test('a task that follows all advice is not advised', () => {
  const states = {
    A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } }, TimeoutSecondsPath: '$.t', HeartbeatSeconds: 5, Next: 'B' },
    B: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, TimeoutSeconds: 60, Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'] }], Next: 'C' },
    C: { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' }, TimeoutSeconds: 60, End: true },
  };
  expect(validate({ StartAt: 'A', States: states }).problems).toEqual([]);
});
