import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultServices } from './default-services.ts';
import { supportedOperations, supportedOperationsTable } from './supported-operations.ts';

test('the table in the README is that of the services', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(supportedOperationsTable(defaultServices));
});

test('S3 is listed though it is part of the host', () => {
  const services = supportedOperations(defaultServices);
  expect(services.map(({ service }) => service)).toContain('s3');
  expect(services.find(({ service }) => service === 's3')?.operations).toContain('CompleteMultipartUpload');
});
