import { expect, it } from 'vitest';
import type { Resource } from '@millrace/core';
import { resolveRefs } from '../index.ts';

const at = { region: 'eu-west-1', account: '123456789012' };
const job: Resource = { id: 'job.a', type: 'AWS::Glue::Job', name: 'dev-orders-a', props: {}, after: [], sha256: null, body: null };
const machine = (props: Resource['props']): Resource => ({ ...job, id: 'machine', type: 'AWS::StepFunctions::StateMachine', name: 'dev-orders', props });

it('references become names, ARNs and URIs, however deep they stand', () => {
  const props = { list: [{ ref: 'job.a', attr: 'name' as const }], deep: { arn: { ref: 'job.a', attr: 'arn' as const } } };
  expect(resolveRefs([job, machine(props)], at)[1]?.props).toEqual({ list: ['dev-orders-a'], deep: { arn: 'arn:aws:glue:eu-west-1:123456789012:job/dev-orders-a' } });
});

it('a version of a state machine is spoken of by what the machine is like, tags aside, before it has a number', () => {
  const revisionOf = (props: Resource['props']): unknown => {
    const version: Resource = { ...job, id: 'version', type: 'AWS::StepFunctions::StateMachineVersion', name: 'dev-orders', props: { StateMachineRevisionId: { ref: 'machine', attr: 'revision' } } };
    const alias: Resource = { ...job, id: 'alias', type: 'AWS::StepFunctions::StateMachineAlias', name: 'dev-orders:live', props: { Version: { ref: 'version', attr: 'arn' } } };
    return resolveRefs([job, machine(props), version, alias], at).at(-1)?.props['Version'];
  };
  const role = { ref: 'job.a', attr: 'arn' } as const;
  expect(revisionOf({ Definition: { A: 1 } })).toMatch(/^arn:aws:states:eu-west-1:123456789012:stateMachine:dev-orders:[0-9a-f]{16}$/);
  expect(revisionOf({ Definition: { A: 1 }, Tags: [{ Key: 'a', Value: 'b' }] })).toBe(revisionOf({ Definition: { A: 1 } }));
  expect(revisionOf({ Definition: { A: 1 }, RoleArn: role })).not.toBe(revisionOf({ Definition: { A: 1 } }));
  expect(revisionOf({ RoleArn: role })).toBe(revisionOf({ RoleArn: 'arn:aws:glue:eu-west-1:123456789012:job/dev-orders-a' }));
});

it('two parameters named ref and attr in a state machine are not taken for a reference', () => {
  const props = { Definition: { Assign: { params: { ref: '{% $states.input.params.ref %}', attr: '{% $states.input.params.attr %}' } } } };
  expect(resolveRefs([job, machine(props)], at)[1]?.props).toEqual(props);
});

it('a reference to nothing is an error of the program', () => {
  expect(() => resolveRefs([machine({ x: { ref: 'job.b', attr: 'name' } })], at)).toThrow(TypeError);
});
