import { expect, test } from 'vitest';
import { PersistenceError } from '../host/persistence.ts';
import { AwsError } from '../host/types.ts';
import { awsErrorOf } from './json-protocol.ts';

test('a full disk is told in its own sentence; a fault of ours says that it is one', () => {
  const full = 'The embedded AWS could not write /x/state.db: database or disk is full. Check that the folder is writable and the disk has space.';
  expect(awsErrorOf(new PersistenceError(full))).toMatchObject({ name: 'InternalFailure', status: 500, message: full });
  expect(awsErrorOf(new Error('boom'))).toMatchObject({ name: 'InternalFailure', message: 'The embedded AWS failed: boom' });
  const known = new AwsError('NoSuchKey', 'gone', 404);
  expect(awsErrorOf(known)).toBe(known);
});
