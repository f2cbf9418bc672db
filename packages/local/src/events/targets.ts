import { AwsError, type Operation } from '../host/types.ts';
import { needDefaultBus, operation, ruleNamed, rules, type TargetRow } from './rows.ts';
import type { Input } from '../service/input.ts';

const most = 5;

export const targetOperations: Readonly<Record<string, Operation>> = {
  PutTargets: operation((ctx, input) => {
    const row = ruleNamed(ctx, input, 'Rule');
    const given = input.inputs('Targets').map(targetOf);
    const targets = { ...row.targets, ...Object.fromEntries(given.map((target) => [target.Id, target])) };
    if (Object.keys(targets).length > most) throw new AwsError('LimitExceededException', `The requested resource exceeds the maximum number allowed: ${most} targets for a rule.`);
    rules.put(ctx, row.name, { ...row, targets });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
  RemoveTargets: operation((ctx, input) => {
    const row = ruleNamed(ctx, input, 'Rule');
    const gone = input.texts('Ids');
    const missing = gone.filter((id) => !Object.hasOwn(row.targets, id));
    rules.put(ctx, row.name, { ...row, targets: Object.fromEntries(Object.entries(row.targets).filter(([id]) => !gone.includes(id))) });
    const FailedEntries = missing.map((TargetId) => ({ TargetId, ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Target ${TargetId} does not exist on Rule ${row.name}.` }));
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  }),
  ListTargetsByRule: operation((ctx, input) => ({ Targets: Object.values(ruleNamed(ctx, input, 'Rule').targets) })),
  ListRuleNamesByTarget: operation((ctx, input) => {
    needDefaultBus(input);
    const arn = input.text('TargetArn');
    const found = rules.list(ctx).filter(({ row }) => Object.values(row.targets).some((target) => target.Arn === arn));
    return { RuleNames: found.map(({ key }) => key) };
  }),
};

function targetOf(input: Input): TargetRow {
  const ways = ['Input', 'InputPath', 'InputTransformer'].filter((name) => input.has(name));
  if (ways.length > 1) throw new AwsError('ValidationException', `Only one of Input, InputPath, or InputTransformer must be provided for target ${input.text('Id')}.`);
  const text = input.maybeText('Input');
  if (text !== null) needJson(text, input.text('Id'));
  input.maybeInput('InputTransformer')?.text('InputTemplate');
  const known = { Id: input.text('Id', /^[.\-_A-Za-z0-9]{1,64}$/u), Arn: input.text('Arn', /^arn:.+$/u) };
  // What the embedded EventBridge does not use is kept and given back.
  return { ...input.json, ...known };
}

function needJson(text: string, id: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('ValidationException', `JSON syntax error in input for target ${id}`);
  }
}
