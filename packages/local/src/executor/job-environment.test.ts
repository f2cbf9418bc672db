import { expect, test } from 'vitest';
import { jobEnvironment } from './job-environment.ts';

test('a job sees the embedded AWS and none of the settings of the person who started it', () => {
  const person = { PATH: '/bin', AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 'secret', AWS_ENDPOINT_URL_S3: 'https://elsewhere', PYTHONHOME: '/x', UNSET: undefined };
  const seen = jobEnvironment(person, { endpoint: 'http://127.0.0.1:4747', region: 'eu-west-1', pythonPath: ['/python'] });
  expect(seen).toMatchObject({ PATH: '/bin', AWS_ENDPOINT_URL: 'http://127.0.0.1:4747', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1', PYTHONPATH: '/python' });
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3', 'PYTHONHOME', 'UNSET']) expect(seen).not.toHaveProperty(name);
});
