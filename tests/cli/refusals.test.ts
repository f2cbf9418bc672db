import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { document, folder, stackLines, type Ended, type Folder } from './millrace.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const pipeline = `name: orders
timezone: UTC
steps:
  clean: { kind: glueJob, type: pythonshell, script: ./clean.py, timeout: 30m }
  catalog: { kind: crawler, database: orders, s3: ['s3://orders/clean/'], after: clean }
  report: { kind: glueJob, type: pythonshell, script: ./report.py, timeout: 30m, after: catalog }
`;
const environment = (account: string, endpoint: string): string => `{ account: '${account}', region: 'us-east-1', prefix: 'prod', endpoint: '${endpoint}',
  buckets: { scripts: 'prod-scripts', runs: 'prod-runs' },
  roles: { job: 'arn:aws:iam::${account}:role/job', crawler: 'arn:aws:iam::${account}:role/crawler', stateMachine: 'arn:aws:iam::${account}:role/states' } }`;
const config = (endpoint: string): string => `import { defineConfig } from '@millrace/deploy';
export default defineConfig({ environments: { local: { local: true }, prod: ${environment('123456789012', endpoint)} } });\n`;
const identity = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };

let here: Folder;
let endpoint: string;
const told = (ended: Ended, code: number): string => {
  expect([ended.code, stackLines(ended.err)], ended.out + ended.err).toEqual([code, []]);
  return ended.err;
};
beforeAll(async () => {
  here = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print("\\033[2Jclean is here")\n', 'report.py': 'print("report is here")\n' });
  // What the command itself answers.
  endpoint = String(document(await here.millrace('local', 'up', '--port', '0', '--json'))['endpoint']);
  here.write('millrace.config.ts', config(endpoint));
  await fetch(`${endpoint}/orders`, { method: 'PUT' });
});
afterAll(async () => {
  await here.millrace('local', 'down');
  here.remove();
});

describe("credentials of another account than the environment's", () => {
  it.each([['deploy', '--target', 'glue', '--yes'], ['destroy', '--yes'], ['run'], ['stop'], ['resume', '--yes']])('%s: one sentence, and nothing is made', async (...args) => {
    const err = told(await here.millraceWith(identity, ...args, '--env', 'prod'), 2);
    expect(err).toMatch(/Environment 'prod' is account 123456789012, and the credentials are of account \d{12}: nothing was changed\./);
    expect((await fetch(`${endpoint}/prod-scripts`)).status).toBe(404);
  });
});

describe('logs', () => {
  it('of all steps: past a crawl, and control characters are shown', async () => {
    for (const target of ['glue', 'sfn']) {
      told(await here.millrace('deploy', '--local', '--target', target, '--yes'), 0);
      told(await here.millrace('run', '--local'), 0);
      const ended = await here.millrace('logs', '--local');
      expect(told(ended, 0)).toContain('Step catalog is a crawl');
      expect(ended.out).toContain('\\x1b[2Jclean is here');
      expect(ended.out).toContain('report is here');
      expect(ended.out).not.toContain('\u001b');
    }
  });
});

describe('what is told in sentences', () => {
  it('a picture into a folder that is not there', async () => {
    const err = told(await here.millrace('graph', '--format', 'svg', '-o', 'nope/x.svg'), 2);
    expect(err).toContain('there is no folder');
    expect(err).not.toContain('ENOENT');
  });

  it('a script that is not UTF-8: its line', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print(1)\n', 'report.py': 'print(1)\n' });
    appendFileSync(join(one.path, 'clean.py'), Buffer.from('# Müller\n', 'latin1'));
    const { code, out } = await one.millrace('check');
    expect(code).toBe(3);
    expect(out).toMatch(/MR7103.*clean\.py:2:1/);
    one.remove();
  });

  it('a broken manifest: the same exit code from every command, and no dump', async () => {
    const folderOf = join(here.path, '.millrace/local/s3/millrace-local-scripts/local-orders');
    mkdirSync(folderOf, { recursive: true });
    writeFileSync(join(folderOf, 'manifest.json'), '{ "schemaVersion": 9 }');
    for (const args of [['status'], ['run'], ['deploy', '--yes'], ['destroy', '--yes']]) {
      const err = told(await here.millrace(...args, '--local'), 3);
      expect(err).toMatch(/MR7013[\s\S]*cannot be\s+understood/);
      expect(err).not.toContain('→');
    }
  });
});
