import { BOOTSTRAP_WILDCARDS } from '@millrace/deploy';
import { WILDCARDS } from '@millrace/workload';
import { describe, expect, it, test } from 'vitest';
import { hasLinter, lint } from './lint.ts';
import { isEverything, pipelines, resourcesOf, stack, statementsIn, templateOf } from './templates.ts';

const allowed = new Map(Object.entries({ ...WILDCARDS, ...BOOTSTRAP_WILDCARDS }));

test.skipIf(!hasLinter())('cfn-lint finds nothing in templates and in the stack that an administrator creates once (skipped without the virtual environment of the checks)', () => {
  expect(lint(stack(), ...pipelines.map(([, target, pipeline]) => templateOf(target, pipeline).template))).toEqual([]);
  expect(lint({ Resources: { Broken: { Type: 'AWS::Glue::Job', Properties: { Nmae: 'x' } } } })).not.toEqual([]);
});

describe('a template', () => {
  it.each(pipelines)('holds every resource but the objects, which come beside it: %s', (_name, target, pipeline) => {
    const resources = resourcesOf(target, pipeline);
    const { template, objects } = templateOf(target, pipeline);
    const types = Object.values(template['Resources'] as Readonly<Record<string, { readonly Type: string }>>).map(({ Type }) => Type);
    expect(types.toSorted()).toEqual(resources.filter(({ body }) => body === null).map(({ type }) => type).toSorted());
    expect([...objects.values()]).toEqual(resources.flatMap(({ body }) => body ?? []));
    expect(templateOf(target, pipeline)).toEqual({ template, objects });
  });

  it('makes triggers one after the other', () => {
    const [[, target, pipeline] = pipelines[0] ?? []] = pipelines;
    if (target === undefined || pipeline === undefined) throw new Error('there are pipelines');
    const entries = Object.entries(templateOf(target, pipeline).template['Resources'] as Readonly<Record<string, { readonly Type: string; readonly DependsOn?: readonly string[] }>>);
    const triggers = entries.filter(([, { Type }]) => Type === 'AWS::Glue::Trigger');
    for (const [index, [, { DependsOn = [] }]] of triggers.entries()) if (index > 0) expect(DependsOn).toContain(triggers[index - 1]?.[0]);
  });
});

test('a state machine is published with each revision, earlier versions stay, and what starts runs names the alias', () => {
  const found = pipelines.find(([name]) => name.startsWith('a state machine that is started'));
  if (found === undefined) throw new Error('there is one');
  const [, target, pipeline] = found;
  const resources = templateOf(target, pipeline).template['Resources'];
  expect(resources).toMatchObject({
    StateMachine: { Properties: { LoggingConfiguration: { Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['LogsExecutions', 'Arn'] } } }] }, TracingConfiguration: { Enabled: true } } },
    StateMachineVersion: {
      Type: 'AWS::StepFunctions::StateMachineVersion', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
      Properties: { StateMachineArn: { 'Fn::GetAtt': ['StateMachine', 'Arn'] }, StateMachineRevisionId: { 'Fn::GetAtt': ['StateMachine', 'StateMachineRevisionId'] } },
    },
    StateMachineLive: { Type: 'AWS::StepFunctions::StateMachineAlias', Properties: { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'StateMachineVersion' }, Weight: 100 }] } },
    Schedule1: { DependsOn: expect.arrayContaining(['StateMachineLive']) as unknown, Properties: { Target: { Arn: expect.stringMatching(/:stateMachine:prod-calls:live$/) as unknown } } },
    RuleS31: { Properties: { Targets: [{ Arn: expect.stringMatching(/:stateMachine:prod-calls:live$/) as unknown }] } },
  });
});

test('no policy names every resource without a written reason', () => {
  const all = [...pipelines.map(([, target, pipeline]) => templateOf(target, pipeline).template), stack()].flatMap((template) => statementsIn(template));
  expect(all.length).toBeGreaterThan(30);
  const open = all.filter(({ resources }) => resources.some(isEverything));
  expect(open.filter(({ sid }) => !allowed.has(sid))).toEqual([]);
});
