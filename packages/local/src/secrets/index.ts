import type { Json } from '@millrace/core';
import { AwsError, type Service } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { arn, type Ctx, letters, operationsOf, page, table, uuid } from '../service/kit.ts';

type Version = { readonly id: string; readonly text: string | null; readonly binary: string | null; readonly at: number };
type SecretRow = {
  readonly name: string;
  readonly arn: string;
  readonly description: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Epoch milliseconds of its removal, when that was asked. */
  readonly deletedAt: number | null;
  readonly current: Version;
  readonly previous: Version | null;
  readonly tags: { readonly [key: string]: string };
};
const secrets = table<SecretRow>('secret');
const operation = operationsOf('ValidationException');
const day = 86_400_000;

/** Messages name the secret, never its value. */
function secretAt(ctx: Ctx, input: Input, deletedToo = false): SecretRow {
  const id = input.text('SecretId');
  const found = secrets.list(ctx).find(({ row }) => row.name === id || row.arn === id || row.arn.replace(/-[A-Za-z0-9]{6}$/u, '') === id)?.row;
  if (found === undefined) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  if (found.deletedAt !== null && !deletedToo) throw new AwsError('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.");
  return found;
}

function versionOf(ctx: Ctx, input: Input): Version {
  const [text, binary] = [input.maybeText('SecretString'), input.maybeText('SecretBinary')];
  if (text !== null && binary !== null) throw new AwsError('InvalidParameterException', "You can't specify both a binary secret value and a string secret value in the same secret.");
  return { id: input.maybeText('ClientRequestToken') ?? uuid(ctx), text, binary, at: ctx.world.now() };
}

const named = (row: SecretRow): { readonly [key: string]: Json } => ({ ARN: row.arn, Name: row.name });

/** The embedded Secrets Manager: values are rows, and no message ever holds one. Versions are the current one and the one before. */
export const secretsService: Service = {
  id: 'secretsmanager',
  operations: {
    CreateSecret: operation((ctx, input) => {
      const name = input.text('Name', /^[A-Za-z0-9/_+=.@-]{1,512}$/u);
      const known = secrets.get(ctx, name);
      if (known?.deletedAt === null) throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
      if (known !== null) throw new AwsError('InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion.");
      const current = versionOf(ctx, input);
      const suffix = letters(ctx, 6, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789');
      const now = ctx.world.now();
      const row: SecretRow = {
        name, arn: arn(ctx.world, 'secretsmanager', `secret:${name}-${suffix}`), description: input.maybeText('Description'), createdAt: now, changedAt: now, deletedAt: null, current,
        previous: null, tags: input.tags('Tags'),
      };
      secrets.put(ctx, name, row);
      return { ...named(row), VersionId: current.id };
    }),
    PutSecretValue: operation((ctx, input) => {
      const row = secretAt(ctx, input);
      const current = versionOf(ctx, input);
      if (current.text === null && current.binary === null) throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
      secrets.put(ctx, row.name, { ...row, current, previous: row.current, changedAt: ctx.world.now() });
      return { ...named(row), VersionId: current.id, VersionStages: ['AWSCURRENT'] };
    }),
    GetSecretValue: operation((ctx, input) => {
      const row = secretAt(ctx, input);
      const [stage, id] = [input.maybeText('VersionStage') ?? 'AWSCURRENT', input.maybeText('VersionId')];
      const chosen = id === null ? (stage === 'AWSPREVIOUS' ? row.previous : stage === 'AWSCURRENT' ? row.current : null) : ([row.current, row.previous].find((one) => one?.id === id) ?? null);
      if (chosen === null || (chosen.text === null && chosen.binary === null)) {
        throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${id === null ? `staging label: ${stage}` : `VersionId: ${id}`}`);
      }
      const stages = [chosen === row.current ? 'AWSCURRENT' : 'AWSPREVIOUS'];
      const value = chosen.text === null ? { SecretBinary: chosen.binary } : { SecretString: chosen.text };
      return { ...named(row), VersionId: chosen.id, VersionStages: stages, CreatedDate: chosen.at / 1000, ...value };
    }),
    DescribeSecret: operation((ctx, input) => described(secretAt(ctx, input, true))),
    ListSecrets: operation((ctx, input) => {
      const found = page(secrets.list(ctx).filter(({ row }) => row.deletedAt === null), input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 100) ?? 100);
      return { SecretList: found.rows.map(({ row }) => described(row)), ...(found.next === null ? {} : { NextToken: found.next }) };
    }),
    DeleteSecret: operation((ctx, input) => {
      const row = secretAt(ctx, input, true);
      const window = input.maybeNumber('RecoveryWindowInDays', 7, 30);
      const force = input.flag('ForceDeleteWithoutRecovery');
      if (force && window !== null) throw new AwsError('InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
      const deletedAt = ctx.world.now() + (force ? 0 : (window ?? 30) * day);
      if (force) secrets.remove(ctx, row.name);
      else {
        secrets.put(ctx, row.name, { ...row, deletedAt });
        ctx.effects.push({ type: 'timer', id: `schedule/${row.name}`, at: deletedAt, order: 1, handler: 'gone', data: row.name });
      }
      return { ...named(row), DeletionDate: deletedAt / 1000 };
    }),
    RestoreSecret: operation((ctx, input) => {
      const row = secretAt(ctx, input, true);
      secrets.put(ctx, row.name, { ...row, deletedAt: null });
      ctx.effects.push({ type: 'cancelTimer', id: `schedule/${row.name}` });
      return named(row);
    }),
  },
  handlers: {
    gone: (tx, name) => {
      if (typeof name === 'string') tx.remove('secret', name);
      return { output: null, effects: [] };
    },
  },
  subscriptions: {},
};

function described(row: SecretRow): Json {
  return {
    ...named(row), CreatedDate: row.createdAt / 1000, LastChangedDate: row.changedAt / 1000, Tags: tagList(row.tags),
    ...(row.description === null ? {} : { Description: row.description }),
    ...(row.deletedAt === null ? {} : { DeletedDate: row.deletedAt / 1000 }),
    VersionIdsToStages: { [row.current.id]: ['AWSCURRENT'], ...(row.previous === null ? {} : { [row.previous.id]: ['AWSPREVIOUS'] }) },
  };
}
