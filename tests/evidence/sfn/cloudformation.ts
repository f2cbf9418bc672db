// CloudFormation templates of state machines: cfn-lint finds nothing in those of the examples, of pipelines with everything, and of random ones.
import { sfnTarget } from '@millrace/sfn';
import { hasLinter, lint } from '../../cloudformation/lint.ts';
import { pipelines, stack, templateOf } from '../../cloudformation/templates.ts';
import { report } from '../report.ts';
import { drawn, examples } from './drawn.ts';

const RANDOM = 60;
const IN_ONE_CALL = 20;
const SEED = 7_000;

const kinds = new Set<string>();
const types = new Map<string, number>();
const named = [...(await examples()), ...pipelines.flatMap(([name, target, pipeline]) => (target.id === 'sfn' ? [[name, pipeline] as const] : [])), ...Array.from({ length: RANDOM }, (_, index) => [`seed ${SEED + index}`, drawn(SEED + index)] as const)];
const templates = named.map(([name, pipeline]) => {
  for (const { kind } of pipeline.steps) kinds.add(kind);
  const { template } = templateOf(sfnTarget, pipeline);
  for (const { Type } of Object.values(template['Resources'] as Readonly<Record<string, { readonly Type: string }>>)) types.set(Type, (types.get(Type) ?? 0) + 1);
  return { name, template };
});
const found: string[] = [];
for (let at = 0; at < templates.length; at += IN_ONE_CALL) {
  const some = templates.slice(at, at + IN_ONE_CALL);
  found.push(...(hasLinter() ? lint(...some.map(({ template }) => template), stack()) : ['cfn-lint is not there']).map((line) => `${some[Number(line.split('.')[0]) - 1]?.name ?? 'the stack'}: ${line}`));
}
for (const line of found) process.stderr.write(`${line}\n`);
// It must see what is wrong, too.
const sees = lint({ Resources: { Broken: { Type: 'AWS::StepFunctions::StateMachineVersion', Properties: { StateMachine: 'x' } } } }).length > 0;
const counted = ['StateMachine', 'StateMachineVersion', 'StateMachineAlias'].map((type) => `${types.get(`AWS::StepFunctions::${type}`) ?? 0} ${type}`);
report([{
  figure: `cfn-lint on ${templates.length} templates of state machines (${named.slice(0, templates.length - RANDOM).map(([name]) => name).join(', ')}; ${RANDOM} random pipelines with schedules, starts by S3 and every way of overlap; steps of ${[...kinds].sort().join(', ')}; ${counted.join(', ')}, ${types.get('AWS::Logs::LogGroup') ?? 0} log groups) and the administrator's stack: ${found.length} findings; a broken template is found: ${sees ? 'yes' : 'no'}`,
  holds: found.length === 0 && sees,
}]);
