import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startServer } from './start.ts';

const venv = fileURLToPath(new URL('../../../../.venv/bin/python', import.meta.url));
const python = process.env['MILLRACE_PYTHON'] ?? venv;
const scriptNamed = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const identity = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };

test.skipIf(!existsSync(python))('boto3 uses each service of the embedded AWS (skipped without the virtual environment that CONTRIBUTING.md names)', { timeout: 60_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-services-'));
  const errors: string[] = [];
  const server = await startServer({ dir, port: 0, python, env: process.env, onError: (error, where) => errors.push(`${where}: ${String(error)}`) });
  try {
    const { stdout } = await promisify(execFile)(python, [scriptNamed('services_boto3.py')], { env: { ...process.env, ...identity, AWS_ENDPOINT_URL: server.url } });
    expect(JSON.parse(stdout)).toEqual({
      iam: {
        trust: true, created: true, tags: [{ Key: 'owner', Value: 'me' }], policy: true, roles: ['jobs'], conflict: 'DeleteConflict', twice: 'EntityAlreadyExists', missing: 'NoSuchEntity',
        malformed: 'MalformedPolicyDocument',
      },
      sns: { attributes: 'Alarm', topics: 1, subscriptions: 'email', missing: 'NotFound' },
      events: { pattern: '{"source": ["shop"]}', targets: 1, event: { n: 1 }, invalid: 'InvalidEventPatternException', missing: 'ResourceNotFoundException' },
      scheduler: { zone: 'Europe/Berlin', listed: ['s'], wrong: 'ValidationException', missing: 'ResourceNotFoundException', groups: ['default'] },
      function: {
        good: { sum: 3, colour: 'red' }, goodError: null, bad: ['Unhandled', 'ValueError', 'no rows'], event: 202, printed: 'called f', listed: ['f'], missing: 'ResourceNotFoundException',
      },
      ssm: { value: 'x', status: 'Success', outputs: { 'add.Answer': ['42'] }, missing: 'ParameterNotFound', noDocument: 'AutomationDefinitionNotFoundException' },
      secrets: { value: 'one', missing: 'ResourceNotFoundException' },
      s3_to_workflow: { on: true, keys: ['in/a b.csv'] },
    });
    const page = await (await fetch(`${server.url}/_millrace/messages`)).json();
    expect(page).toMatchObject({ messages: [{ topic: 'alarm', subject: 'Late', message: 'a < b & c' }] });
    expect(errors).toEqual([]);
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});

test.skipIf(!existsSync(python))('the AWS CLI uses them, too, and says what AWS says (skipped without that environment)', { timeout: 90_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-services-'));
  const [code, answer] = [join(dir, 'code.zip'), join(dir, 'answer.json')];
  await promisify(execFile)(python, ['-c', 'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as out:\n    out.writestr("code.py", "def main(event, context):\\n    return event\\n")\n', code]);
  const server = await startServer({ dir, port: 0, python, env: process.env });
  try {
    const { stdout } = await promisify(execFile)(python, [scriptNamed('services_cli.py'), String(Date.now()), code, answer], { env: { ...process.env, ...identity, AWS_ENDPOINT_URL: server.url } });
    const refused = (word: string): unknown => expect.stringContaining(`(${word})`);
    expect(JSON.parse(stdout)).toEqual({
      logs: ['/cli', 'hello', refused('ResourceNotFoundException')],
      iam: ['cli', 'AWSGlueServiceRole', refused('NoSuchEntity')],
      events: ['rate(5 minutes)', 'l', 0, refused('ValidationException')],
      scheduler: ['rate(1 hour)', {}, refused('ResourceNotFoundException')],
      lambda: [200, '{"n": 1}', expect.anything()],
      sns: ['arn:aws:sns:us-east-1:000000000000:cli', ['MessageId'], refused('NotFound')],
      ssm: ['x', ['/cli/a'], refused('ParameterNotFound')],
    });
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});
