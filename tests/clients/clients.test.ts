import { expect, test } from 'vitest';
import { useClients } from './outside.ts';

test('the AWS CLI and boto3 start the deployed pipeline on both orchestrators and read its runs; Millrace shows them', async () => {
  const checks = await useClients();
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(checks.length).toBe(19);
}, 180_000);
