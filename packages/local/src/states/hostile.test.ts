import type { Json } from '@millrace/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../host/types.ts';
import sfn from '../model/sfn.json' with { type: 'json' };
import { lab, machineArn, one, roleArn, type Fields } from './testing.ts';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly of?: string;
  readonly enum?: readonly string[];
}
// The file was written in this shape by its generator.
const shapes = sfn.shapes as unknown as Readonly<Record<string, Shape>>;

const state = (fields: Fields): string => JSON.stringify({ StartAt: 'A', States: { A: { End: true, ...fields } } });
const definitions = [
  state({ Type: 'Pass' }), state({ Type: 'Wait', Seconds: 9 }), state({ Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' }), state({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' } }),
  '{"Type":"Pass","End":true}', '{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}', '{"Type":"Pass","Parameters":{"a.$":"$.none"},"End":true}',
  '{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:glue:getCrawler","Parameters":{"Name":"c"},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"B"}],"End":true}', '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","End":true}}}',
];
const jsons = ['{}', '{"a":1}', '[1,[2]]', 'null', '"a"', '1', '{"__proto__":{"a":1}}', '['.repeat(2000), '{'];
const machineArns = [machineArn('m'), `${machineArn('m')}:1`, `${machineArn('m')}:live`, machineArn('a'), machineArn('none')];
const executionArns = ['x', 'a', 'none'].map((name) => `arn:aws:states:us-east-1:123456789012:execution:m:${name}`);
const token = (execution: string, task: string): string => Buffer.from(JSON.stringify([execution, task])).toString('base64url');
/** What fits a member, so that not every call is refused for its shape. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  definition: definitions, input: jsons, output: jsons, result: jsons, variables: jsons, context: jsons, mapItemReaderData: jsons, roleArn: [roleArn], name: ['x', 'a', 'm', 'live', '__proto__'], stateName: ['A', '__proto__'],
  stateMachineArn: machineArns, stateMachineVersionArn: machineArns, stateMachineAliasArn: machineArns, resourceArn: machineArns, executionArn: executionArns,
  activityArn: ['arn:aws:states:us-east-1:123456789012:activity:a'], taskToken: [token(executionArns[0] ?? '', '0#1'), token('', ''), Buffer.from('null').toString('base64url')],
};
/** Texts that one operation or another might make something of. */
const odd = ['', '{', '__proto__', 'constructor', 'm:1', 'x'.repeat(90), `${machineArn('m')}:99999999999999999999`, machineArn('__proto__'), 'arn:aws:states:us-east-1:123456789012:express:m:x:y', '\ud800', '0'];

const textOf = (member: string): fc.Arbitrary<string> => {
  const fit = fitting[member];
  return fit === undefined ? fc.constantFrom(...odd, 'a') : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fit) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
};
const valueOf = (name: string, member: string, depth: number): fc.Arbitrary<Json> => {
  const shape = shapes[name];
  if (shape === undefined || depth > 4) return fc.constant(null);
  if (shape.type === 'structure') return inputOf(shape, depth);
  if (shape.type === 'list') return fc.array(valueOf(shape.of ?? '', member, depth + 1), { minLength: 1, maxLength: 2 });
  if (shape.type === 'boolean') return fc.boolean();
  if (shape.type === 'string') return shape.enum === undefined ? textOf(member) : fc.constantFrom(...shape.enum);
  return fc.integer({ min: 0, max: 100 });
};
function inputOf(shape: Shape, depth: number): fc.Arbitrary<Fields> {
  const required = new Set(shape.required);
  const members = Object.entries(shape.members ?? {}).map(([member, of]) => [member, fc.option(valueOf(of, member, depth + 1), { freq: required.has(member) ? 30 : 1 })] as const);
  return fc.record(Object.fromEntries(members)).map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}
const calls = fc.constantFrom(...Object.entries(sfn.operations)).chain(([op, input]) => inputOf(shapes[input] ?? { type: 'structure' }, 0).map((fields) => ({ op, fields })));

test('whatever texts come, an operation answers or refuses with an error of AWS', async () => {
  await fc.assert(fc.asyncProperty(fc.array(calls, { minLength: 5, maxLength: 30 }), async (list) => {
    const l = lab();
    await l.call('CreateActivity', { name: 'a' });
    await l.create('m', one({ Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' }), { publish: true });
    await l.start('m', 'x');
    for (const { op, fields } of list) {
      const answer = l.call(op, fields).then(() => null, (error: unknown) => error);
      // Polls and tests are answered in time.
      await l.host.run(null);
      const error = await answer;
      if (error !== null) expect(error).toBeInstanceOf(AwsError);
    }
  }), { numRuns: 60 });
}, 60_000);
