import { AwsError, type World } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { arn, type Ctx, operationsOf, table } from '../service/kit.ts';

export type TargetRow = {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: { readonly [name: string]: string }; readonly InputTemplate: string };
};
export type RuleRow = {
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly pattern: string | null;
  readonly schedule: string | null;
  readonly description: string | null;
  readonly roleArn: string | null;
  readonly tags: { readonly [key: string]: string };
  /** As they were put, by id. */
  readonly targets: { readonly [id: string]: TargetRow };
  /** Where a rate counts from, epoch milliseconds. */
  readonly changedAt: number;
};
export const rules = table<RuleRow>('rule');

export const operation = operationsOf('ValidationException');
export const ruleArn = (world: World, name: string): string => arn(world, 'events', `rule/${name}`);
export const notFound = (what: string): AwsError => new AwsError('ResourceNotFoundException', `${what} does not exist on EventBus default.`);

/** There is the default bus only. */
export function needDefaultBus(input: Input, member = 'EventBusName'): void {
  const bus = input.maybeText(member);
  if (bus === null || bus === 'default' || bus.endsWith(':event-bus/default')) return;
  throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist: the embedded AWS has the bus default only.`);
}
export function ruleNamed(ctx: Ctx, input: Input, member = 'Name'): RuleRow {
  needDefaultBus(input);
  const name = input.text(member, /^[.\-_A-Za-z0-9]{1,64}$/u);
  const found = rules.get(ctx, name);
  if (found === null) throw notFound(`Rule ${name}`);
  return found;
}
