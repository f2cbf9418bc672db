import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { param } from '../build.ts';
import type { AccessorDeclarations } from './declared.ts';
import { generatePython } from './python.ts';
import { pythonLiteral } from './literals.ts';
import { pythons } from './test/pythons.ts';

const hostile = `"""\n'''\\ " + __import__('os').system('touch x') + "\u2028😀\ud800\0#{}$(touch x)`;
const declared: AccessorDeclarations = {
  source: param.s3Uri({ description: hostile, default: 's3://acme-raw/orders/' }),
  limit: param.integer({ default: 10 }),
  rate: param.double({ default: 1e21 }),
  dry: param.boolean({ default: false }),
  day: param.date({ default: { run: 'date' } }),
  runId: param.string({ default: { run: 'id' } }),
  mode: param.enum({ values: ['full', 'delta', hostile], default: 'delta' }),
  class: param.string({ default: hostile }),
  class_: param.string({ default: '' }),
  tables: { type: 'list', description: '', default: ['a', 'b', hostile], values: [] },
  config: { type: 'json', description: '', default: { a: [true, null] }, values: [] },
  state: param.string({ pattern: '[A-Z]{2}|\\d{3,4}x?', minLength: 2, maxLength: 4, default: 'NY' }),
  share: param.double({ min: 0, max: 1, default: 0.5 }),
  days: param.integer({ min: 1, default: 7 }),
  counts: param.list({ items: 'integer', minLength: 1, maxLength: 2, default: [1] }),
  raw: param.bucket({ default: 'acme-raw' }),
  role: param.iamRole({ default: 'arn:aws:iam::123456789012:role/etl' }),
  password: { type: 'secret', description: '', default: 'prod/db', values: [] },
};

// Stand-ins of our own: an argument parser with the rules that the module relies on, and clients that answer from a file.
const AWSGLUE = `import argparse
class GlueArgumentError(Exception):
    pass
def getResolvedOptions(args, options):
    class P(argparse.ArgumentParser):
        def error(self, message):
            raise GlueArgumentError(message)
    parser = P(allow_abbrev=False)
    for name in options:
        parser.add_argument('--' + name, required=True)
    return vars(parser.parse_known_args(args[1:])[0])
`;
const BOTO3 = `import os
class Client:
    def get_workflow_run_properties(self, Name, RunId):
        assert (Name, RunId) == ('flow', 'wr_1')
        return {'RunProperties': {'param:limit': '7', 'limit': '8', 'mode': 'full', 'millrace:date': '2026-01-31', 'millrace:run': '20260131t020000-k3x7qd'}}
    def get_secret_value(self, SecretId):
        return {'SecretString': 'hunter2 of ' + SecretId}
def client(name):
    return Client()
`;
const DRIVER = `import json, sys, datetime, pickle
import job_params
try:
    p = job_params.load()
    shown = {k: (v.isoformat() if isinstance(v, datetime.date) else v.value() if isinstance(v, job_params.Secret) else v) for k, v in vars(p).items()}
    print(json.dumps({'values': shown, 'types': {k: type(v).__name__ for k, v in vars(p).items()}, 'repr': repr(p) + str(p.password) + '%s' % p.password + f'{p.password!r}'}))
except job_params.ParamsError as e:
    print(json.dumps({'problems': e.problems, 'text': str(e)}))
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'params-python-'));
  mkdirSync(path.join(folder, 'awsglue'));
  for (const [name, text] of [['awsglue/__init__.py', ''], ['awsglue/utils.py', AWSGLUE], ['boto3.py', BOTO3], ['driver.py', DRIVER], ['job_params.py', generatePython(declared, { module: 'job_params' })]] as const) writeFileSync(path.join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer { values: Record<string, unknown>; types: Record<string, string>; repr: string; problems: string[]; text: string }
function run(python: string, args: readonly string[]): Answer {
  const out = execFileSync(python, ['driver.py', ...args], { cwd: folder, encoding: 'utf8', env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } });
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Answer; // The driver above prints it, after a usage at most.
}
const workflow = ['--WORKFLOW_NAME', 'flow', '--WORKFLOW_RUN_ID', 'wr_1'];

describe.each(pythons())('the generated Python under $version', ({ path: python, why }) => {
  const test = it.skipIf(python === null);
  if (python === null) it.skip(`is not run: ${why}`);
  const at = python ?? '';

  test('takes arguments first, then run properties, then defaults', () => {
    const { values, types } = run(at, ['--source', 's3://acme-test/x', '--dry=true', ...workflow, '--class=-h', '--tables', '["x"]']);
    expect(values).toMatchObject({ source: 's3://acme-test/x', dry: true, limit: 7, mode: 'full', day: '2026-01-31', runId: '20260131t020000-k3x7qd', class__: '-h', class_: '', rate: 1e21, tables: ['x'], config: { a: [true, null] } });
    expect(types).toMatchObject({ limit: 'int', rate: 'float', dry: 'bool', day: 'date', tables: 'list', config: 'dict', password: 'Secret' });
  });

  test('keeps every character of a default', () => {
    const { values } = run(at, ['--day', '2026-02-28', '--runId', 'r']);
    expect(values).toMatchObject({ class__: hostile, tables: ['a', 'b', hostile], limit: 10, mode: 'delta' });
  });

  test('fetches a secret when asked, and prints it never', () => {
    const { values, repr } = run(at, ['--day', '2026-02-28', '--runId', 'r', '--password', 'other/db']);
    expect(values['password']).toBe('hunter2 of other/db');
    expect(run(at, ['--day', '2026-02-28', '--runId', 'r', '--password', 'secretsmanager:other/db']).values['password']).toBe('hunter2 of other/db');
    expect(repr).not.toContain('hunter2');
    expect(repr).not.toContain('other/db');
    expect(repr).toContain('Secret(***)');
  });

  test('tells all that is missing or wrong at once', () => {
    const { problems } = run(at, ['--limit', '9007199254740992', '--rate', 'nan', '--dry', 'True', '--source', 's3://X', '--mode', 'ful', '--tables', '{}', '--config', 'NaN', '--password', '']);
    expect(problems.map((line) => line.split("'")[1])).toEqual(['source', 'limit', 'rate', 'dry', 'day', 'runId', 'mode', 'tables', 'config', 'password']);
  });

  test('holds values to the rules of their declarations', () => {
    const day = ['--day', '2026-02-28', '--runId', 'r'];
    expect(run(at, [...day, '--state', '123x', '--share', '1', '--days', ' 1\u00a0', '--counts', '[1, 2.0]', '--raw', 'acme.b', '--role', 'arn:aws-cn:iam::123456789012:role/a/b']).values).toMatchObject({ state: '123x', share: 1, days: 1, counts: [1, 2], raw: 'acme.b', role: 'arn:aws-cn:iam::123456789012:role/a/b' });
    const { problems } = run(at, [...day, '--state', 'NY\n', '--share', '1.5', '--days', '0', '--counts', '[1,2,3]', '--raw', 's3://acme', '--role', 'etl', '--tables', '[1]', '--config', 'null', '--password', 'hunter 2']);
    expect(problems).toEqual([
      `'tables': the argument '[1]' is not a list of texts as JSON, such as ["a", "b"]`, "'config': the argument 'null' is not JSON other than null",
      String.raw`'state': the argument 'NY\n' is not of the pattern [A-Z]{2}|\d{3,4}x?`, "'share': the argument '1.5' is not at most 1", "'days': the argument '0' is not at least 1",
      "'counts': the argument '[1,2,3]' is not of at most 2 items", "'raw': the argument 's3://acme' is not the name of a bucket such as acme-raw",
      "'role': the argument 'etl' is not the ARN of a role such as arn:aws:iam::123456789012:role/etl", "'password': the argument is not the name or the ARN of a secret",
    ]);
  });

  test('reads a value of two dashes, and tells of help that is asked for by chance', () => {
    const day = ['--day', '2026-02-28', '--runId', 'r'];
    expect(run(at, [...day, '--class=--', '--class_=---']).values).toMatchObject({ class__: '--', class_: '---' });
    expect(run(at, [...day, '--other', '-h']).problems).toEqual([expect.stringContaining('--help')]);
  });

  test('does not repeat what the parser says about values', () => {
    const { problems, text } = run(at, ['--class', '-secret', ...workflow]);
    expect(problems).toHaveLength(1);
    expect(text).not.toContain('-secret');
  });

  test('reads any literal as the text that it was', () => {
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 300, seed: 7 });
    const out = execFileSync(at, ['-c', `import json\nprint(json.dumps([${texts.map(pythonLiteral).join(',')}]))`], { encoding: 'utf8' });
    expect(JSON.parse(out)).toEqual(texts);
  });
});

describe('the generator', () => {
  it('gives the same bytes for the same declarations, in printable ASCII', () => {
    expect(generatePython(declared, { module: 'm' })).toBe(generatePython(structuredClone(declared), { module: 'm' }));
    expect(generatePython(declared, { module: 'm' })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('refuses names that would be code, and tells all of them', () => {
    expect(() => generatePython({ 'a b': param.string(), 'x:\n  import os': param.string(), JOB_NAME: param.string() }, { module: 'm' })).toThrow(/'a b'.*import os.*'JOB_NAME'/s);
    expect(() => generatePython({}, { module: 'm"""' })).toThrow(TypeError);
  });

  it('makes a module of no parameters', () => {
    expect(generatePython({}, { module: 'm' })).toContain('class Params(_Params):\n    pass\n');
  });
});
