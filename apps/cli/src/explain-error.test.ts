import { expect, it } from 'vitest';
import { explainError } from './explain-error.ts';

const named = (name: string, message: string, more: object = {}): Error => Object.assign(new Error(message), { name, ...more });

it('missing credentials are told with how to have some', () => {
  expect(explainError(named('CredentialsProviderError', 'Could not load credentials from any providers'))).toEqual({
    message: 'There are no AWS credentials: Could not load credentials from any providers.', hint: expect.stringMatching(/AWS_PROFILE.*sign in/),
  });
});

it('an error that brings its own fix keeps it', () => {
  expect(explainError(named('WorkflowGone', "The workflow 'w' was deleted outside Millrace.", { hint: '`millrace deploy` makes it again.' })).hint).toBe('`millrace deploy` makes it again.');
});
