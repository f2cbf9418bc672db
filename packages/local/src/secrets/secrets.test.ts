import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import { benchOf } from '../service/testing.ts';
import { secretsService } from './index.ts';

test('a secret is made, changed, and comes back until its window is over', async () => {
  const bench = benchOf([secretsService]);
  const secrets = (op: string, input: Json): Promise<Json> => bench.host.call('secretsmanager', op, input);
  const made = (await secrets('CreateSecret', { Name: 'db/password', SecretString: 'one' })) as { readonly ARN: string };
  expect(made.ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:111122223333:secret:db\/password-[A-Za-z0-9]{6}$/u);
  await expect(secrets('CreateSecret', { Name: 'db/password', SecretString: 'two' })).rejects.toMatchObject({ name: 'ResourceExistsException' });
  await secrets('PutSecretValue', { SecretId: made.ARN, SecretString: 'two' });
  expect(await secrets('GetSecretValue', { SecretId: 'db/password' })).toMatchObject({ SecretString: 'two', VersionStages: ['AWSCURRENT'] });
  expect(await secrets('GetSecretValue', { SecretId: 'db/password', VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one' });
  await secrets('DeleteSecret', { SecretId: 'db/password', RecoveryWindowInDays: 7 });
  await expect(secrets('GetSecretValue', { SecretId: 'db/password' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await secrets('RestoreSecret', { SecretId: 'db/password' });
  expect(await secrets('ListSecrets', {})).toMatchObject({ SecretList: [{ Name: 'db/password' }] });
  await secrets('DeleteSecret', { SecretId: 'db/password', RecoveryWindowInDays: 7 });
  await bench.pass(7 * 86_400_000);
  await expect(secrets('DescribeSecret', { SecretId: 'db/password' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
