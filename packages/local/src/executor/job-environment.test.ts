import { expect, test } from 'vitest';
import { jobEnvironment } from './job-environment.ts';

test('a job sees the embedded AWS and none of the settings of the person who started it', () => {
  const person = { PATH: '/bin', AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 'secret', AWS_ENDPOINT_URL_S3: 'https://elsewhere', PYTHONHOME: '/x', UNSET: undefined };
  const seen = jobEnvironment(person, { endpoint: 'http://127.0.0.1:4747', region: 'eu-west-1', pythonPath: ['/python'] });
  expect(seen).toMatchObject({ PATH: '/bin', AWS_ENDPOINT_URL: 'http://127.0.0.1:4747', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1', PYTHONPATH: '/python' });
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3', 'PYTHONHOME', 'UNSET']) expect(seen).not.toHaveProperty(name);
});
test('a job that asks while a slow machine starts the server again waits longer than three seconds', () => {
  const seen = jobEnvironment({}, { endpoint: '', region: '', pythonPath: [] });
  // The standard mode of botocore waits a random part of 0.05 s, doubled after each try, 20 s at most.
  const longest = Array.from({ length: Number(seen['AWS_MAX_ATTEMPTS']) - 1 }, (_, index) => Math.min(20, 0.05 * 2 ** index));
  expect(seen['AWS_RETRY_MODE']).toBe('standard');
  expect(longest.reduce((sum, seconds) => sum + seconds / 2, 0)).toBeGreaterThan(25);
});
