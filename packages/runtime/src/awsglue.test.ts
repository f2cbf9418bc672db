import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { awsgluePy } from './index.ts';

const folder = new URL('../python', import.meta.url).pathname;
type Case = readonly [what: string, argv: readonly string[], options: readonly string[], abbreviations: boolean, outcome: unknown];

const cases: readonly Case[] = [
  ['pairs and joined tokens are the same', ['--A', '1', '--B=2'], ['A', 'B'], false, { A: '1', B: '2' }],
  ['the last of two wins, and strangers are dropped', ['--A', '1', '--A', '2', '--zzz', '3'], ['A'], false, { A: '2' }],
  ['a dash in a name becomes an underscore', ['--my-opt', 'x'], ['my-opt'], false, { my_opt: 'x' }],
  ['a missing option', ['--A', '1'], ['A', 'B'], false, 'GlueArgumentError'],
  ['a value that looks like an option', ['--A', '-foo'], ['A'], false, 'GlueArgumentError'],
  ['the same value in the token of its name', ['--A=-foo'], ['A'], false, { A: '-foo' }],
  ['a negative number is a value', ['--A', '-5'], ['A'], false, { A: '-5' }],
  ['a name of Glue itself', [], ['job-bookmark-option'], false, 'RuntimeError'],
  ['a built-in in its bare spelling', [], ['JOB_ID'], false, 'ArgumentError'],
  ['a temporary folder serves both names', ['--TempDir', 's3://t/'], [], false, { TempDir: 's3://t/', RedshiftTempDir: 's3://t/' }],
  ['a paused bookmark with one bound', ['--job-bookmark-option', 'job-bookmark-pause', '--job-bookmark-from', '1'], [], false, 'RuntimeError'],
  ['help ends the script', ['--help'], [], false, 'SystemExit'],
  ['an abbreviation is a stranger', ['--sour', 'x'], ['source'], false, 'GlueArgumentError'],
  ['an abbreviation counts before Glue 6.0', ['--sour', 'x'], ['source'], true, { source: 'x' }],
];

test('getResolvedOptions reads arguments as Glue does', () => {
  const program = [
    'import contextlib, io, json, sys',
    'sys.dont_write_bytecode = True',
    'sys.path.insert(0, sys.argv[1])',
    'from awsglue.utils import getResolvedOptions',
    'def outcome(argv, options, abbreviations):',
    '    try:',
    '        with contextlib.redirect_stdout(io.StringIO()):',
    '            return getResolvedOptions(["job.py", *argv], options, allow_abbrev=abbreviations)',
    '    except (Exception, SystemExit) as error:',
    '        return type(error).__name__',
    'json.dump([outcome(*one[1:4]) for one in json.load(sys.stdin)], sys.stdout)',
  ].join('\n');
  const done = spawnSync('python3', ['-c', program, folder], { input: JSON.stringify(cases), encoding: 'utf8' });
  expect(done.stderr).toBe('');
  const seen: unknown = JSON.parse(done.stdout);
  expect(seen).toMatchObject(cases.map(([, , , , outcome]) => outcome));
});

test('the stand-in is a package that a folder of PYTHONPATH can hold', () => {
  expect(awsgluePy.map(({ path }) => path)).toEqual(['awsglue/__init__.py', 'awsglue/utils.py']);
  expect(awsgluePy[1]?.text).toContain('def getResolvedOptions');
});
