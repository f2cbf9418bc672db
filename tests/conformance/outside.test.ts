import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { run, type Json } from '@millrace/asl';
import fc from 'fast-check';
import { parseCliArguments, parseShorthand, render, type StringMap, type StyleName } from '@millrace/params';
import { describe, expect, test } from 'vitest';
import { python } from '../../tools/python.ts';
import { ownFolder } from './run.ts';

const pieces = ['a', ' ', '\t', '\n', '\r', ',', '=', '"', "'", '\\', '$(touch x)', '`id`', '{', '}', '[', ']', '--A=evil', "'; --A=evil", ';', '&&', '!', '*', '~', 'é', '😀', '\u3000', '\u0085', '\u2019', '\ufeff', '\x1c', '\u0001', '\x7f', '$${', '\\n', '-h', '--', ''];
const value = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((list) => list.join(''));
const maps: readonly StringMap[] = fc.sample(fc.dictionary(fc.stringMatching(/^--[A-Za-z0-9_]{1,6}$/), value, { minKeys: 1, maxKeys: 4 }), { numRuns: 250, seed: 20260131 });

function texts(style: StyleName): readonly { readonly map: StringMap; readonly text: string }[] {
  return maps.flatMap((map) => {
    const result = render(style, map, { name: "o'brien" });
    return 'refused' in result ? [] : [{ map, text: result.text }];
  });
}

/** The words that a real shell makes of each line. */
function splitBy(shell: string, lines: readonly string[]): readonly (readonly string[])[] {
  const ran = spawnSync(shell, [], { input: `p() { printf '%s\\0' "$#" "$@"; }\n${lines.map((line) => `p ${line}\n`).join('')}`, encoding: 'utf8', maxBuffer: 2 ** 26, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } });
  expect(ran.stderr).toBe('');
  const all = ran.stdout.split('\0');
  const words: (readonly string[])[] = [];
  for (let at = 0; at < all.length - 1; at += Number(all[at]) + 1) words.push(all.slice(at + 1, at + 1 + Number(all[at])));
  return words;
}

function ask(script: string, args: readonly string[], input: unknown): unknown {
  const ran = spawnSync(python, [join(ownFolder, script), ...args], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect(ran.status, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout);
}

describe.each(['sh', 'bash'])('%s', (shell) => {
  test.each(['cli-shorthand', 'cli-json'] as const)('splits %s lines into the words that carry the same map', (style) => {
    const lines = texts(style);
    expect(lines.length).toBeGreaterThan(200);
    const split = splitBy(shell, lines.map(({ text }) => text));
    expect(split.length).toBe(lines.length);
    lines.forEach(({ map }, index) => {
      const [aws, glue, command, option, name, ...words] = split[index] ?? [];
      expect([aws, glue, command, option, name]).toEqual(['aws', 'glue', 'start-job-run', '--job-name', "o'brien"]);
      expect(parseCliArguments(words)).toEqual({ exit: 0, sends: true, arguments: map });
    });
  });
});

test('parsers of Python read back what is written: its own, YAML, the shorthand of the AWS CLI', () => {
  const written = Object.fromEntries((['boto3', 'cloudformation'] as const).map((style) => [style, texts(style)]));
  const shorthand = texts('cli-shorthand');
  const words = splitBy('sh', shorthand.map(({ text }) => text)).map((line) => (line[5] ?? '').slice('--arguments='.length));
  const read = ask('readers.py', [], { ...Object.fromEntries(Object.entries(written).map(([style, list]) => [style, list.map(({ text }) => text)])), 'cli-shorthand': words });
  expect(read).toEqual(Object.fromEntries(Object.entries({ ...written, 'cli-shorthand': shorthand }).map(([style, list]) => [style, list.map(({ map }) => map)])));
});

test('JavaScript reads back the object of the CDK', () => {
  for (const { map, text } of texts('cdk')) {
    const glue = { CfnJob: class { readonly props: unknown; constructor(_scope: unknown, _id: string, props: unknown) { this.props = props; } } };
    const props: unknown = runInNewContext(`JSON.stringify((${text.trimEnd().replace(/;$/, '')}).props.defaultArguments)`, { glue, properties: {} });
    expect(JSON.parse(String(props))).toEqual(map);
  }
});

test('our engine of state machines hands the task the same map, in JSONata', async () => {
  for (const { map, text } of texts('step-functions-jsonata')) {
    const end = await run({ QueryLanguage: 'JSONata', StartAt: 'Run', States: { Run: JSON.parse(text) as Json } }, {}); // What was written is JSON.
    expect(end.calls[0]?.arguments).toEqual({ JobName: "o'brien", Arguments: map });
  }
});

test('random shorthand is read as the AWS CLI reads it', () => {
  const text = fc.array(fc.constantFrom('a', '--A=', 'k=', 'A@=', '=', ',', ',', "'", '"', '\\', ' ', '[', ']', '{', '}', '😀', '\x1c', '\u3000', '\u0001', 'b'), { maxLength: 9 }).map((list) => `k=${list.join('')}`);
  const readable = fc.sample(text, { numRuns: 4000, seed: 7 }).flatMap((input) => {
    try {
      return [{ input, seen: parseShorthand(input) }];
    } catch {
      return [];
    }
  });
  expect(readable.length).toBeGreaterThan(300);
  expect(ask('readers.py', [], { 'cli-shorthand': readable.map(({ input }) => input) })).toEqual({ 'cli-shorthand': readable.map(({ seen }) => seen) });
});

test('the AWS CLI ends, and sends, as is foretold', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-words-'));
  const lines = [
    ['--arguments', '--A=1'], ['--arguments', '--A=x y'], ['--arguments=--A=1', '--arguments=B=2'], ['--cli-input-json', '{"Arguments":{"--A":"1"}}', '--arguments', 'B=2'],
    ['--cli-input-json', '{"Foo":1}'], ['--a=A=1'], ['--ar', 'A=1'], ['--arguments', '-1'], ['--arguments', '-A=1 2'], ['--arguments', '--region=x y'], ['--arguments', 'A=1', 'x'],
    ['--arguments=--'], ['--arguments', '\u3000{"A":"1"}'], ['--arguments', '{"A":NaN}'], ['--timeout=-5'], ['--generate-cli-skeleton'], ['--max-capacity', 'x'], ['--max-capacity', ' 1_0.5e3 '], ['--output', 'xml'], ['--arguments', 'A={b=c}'], ['--arguments', '=1'],
  ];
  try {
    writeFileSync(join(folder, 'words.json'), JSON.stringify(lines));
    const seen = lines.map((words) => {
      const outcome = parseCliArguments(words);
      return { exit: outcome.exit, Arguments: outcome.exit === 0 ? outcome.arguments : null, sent: outcome.exit === 0 && outcome.sends };
    });
    expect(seen).toEqual(ask('aws_cli.py', [join(folder, 'words.json')], null));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
