import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCliArguments } from './cli-arguments.ts';
import { explainArguments, parse, PassingError, quotePosix, quotePowerShell, render, splitPosix, splitPowerShell, styleNames, type Rendering, type StringMap, type StyleName } from './index.ts';
import { awkwardMap, awkwardValue } from './awkward.fixture.ts';

function written(style: StyleName, map: StringMap, shell: 'posix' | 'powershell' = 'posix'): Rendering {
  const result = render(style, map, { name: 'sales', shell });
  if ('refused' in result) throw new Error(result.refused);
  return result;
}
const back = (style: StyleName, { text, files }: Rendering, shell: 'posix' | 'powershell' = 'posix'): StringMap =>
  parse(style, text, { shell, readFile: (uri) => files.find(({ path }) => uri === `file://${path}`)?.text ?? null });
const plain = (map: StringMap): readonly (readonly [string, string])[] => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

describe.each(styleNames)('%s', (style) => {
  test("carries the paper's two values there and back", () => {
    const map = { '--LOCATION': 'NY', '--DATE': '01-01-1990' };
    expect(plain(back(style, written(style, map)))).toEqual(plain(map));
  });

  test.each(['posix', 'powershell'] as const)('carries awkward maps there and back for %s, or names a style that can', (shell) => {
    fc.assert(fc.property(awkwardMap, (map) => {
      const result = render(style, map, { shell });
      if ('refused' in result) expect(render(result.use as StyleName, map, { shell })).toHaveProperty('text');
      else expect(plain(back(style, result, shell))).toEqual(plain(map));
    }), { numRuns: 300 });
  });

  test('never crashes on what it reads', () => {
    fc.assert(fc.property(fc.constantFrom('', 'aws glue start-job-run --arguments=', 'Arguments={', 'DefaultArguments: {', 'defaultArguments: {', 'default_arguments = {', 'script_args={', '{"Arguments":{', 'Key\tValue\n'), awkwardValue, (start, rest) => {
      try {
        parse(style, start + rest);
      } catch (error) {
        expect(error).toBeInstanceOf(PassingError);
      }
    }), { numRuns: 300 });
  });
});

test('what stays saved is told', () => {
  expect(styleNames.filter((style) => !written(style, { '--A': '1' }).saved)).toEqual(['boto3', 'cli-shorthand', 'cli-json', 'cli-file', 'workflow']);
});

test('a name without dashes is told, since the job would not find it', () => {
  expect(written('boto3', { A: '1' }).notes).toEqual(["The job does not find 'A': write '--A'."]);
});

test('shorthand refuses what it cannot write, and JSON takes it', () => {
  for (const map of [{}, { 'a b': '1' }, { 'é': '1' }]) expect(render('cli-shorthand', map)).toMatchObject({ use: 'cli-json' });
  expect(back('cli-json', written('cli-json', { 'a b': '1' }))).toEqual({ 'a b': '1' });
});

test('expressions and templates are refused when they are read, since only a run knows what they give', () => {
  const texts: readonly (readonly [StyleName, string])[] = [
    ['airflow', 'script_args={"--D": "{{ ds }}"}'], ['step-functions-jsonata', '{"Arguments":{"Arguments":{"--D":"{% $x %}"}}}'],
    ['step-functions-jsonpath', '{"Parameters":{"Arguments":{"--d.$":"$.d"}}}'], ['terraform', 'default_arguments = { "--A" = "${var.a}" }'],
    ['boto3', 'Arguments={"--A": value}'], ['cli-json', 'aws glue start-job-run --arguments "$ARGS"'],
  ];
  for (const [style, text] of texts) expect(() => parse(style, text), style).toThrow(PassingError);
});

test('values that look like templates are no templates when they are written', () => {
  expect(written('terraform', { '--A': '${x} %{y}' }).text).toContain('"--A" = "$${x} %%{y}"');
  expect(written('step-functions-jsonata', { '--A': '{% 1 %}' }).text).toContain(String.raw`{% \"{% 1 %}\" %}`);
  expect(written('airflow', { '--A': '{{ ds }}' }).text).toContain(String.raw`"{{ \"{{ ds }}\" }}"`);
  expect(render('cloudformation', { '--A': '{{resolve:ssm:x}}' })).toMatchObject({ use: 'boto3' });
});

test('what the CDK would lose or replace in a map goes past it', () => {
  const map = JSON.parse('{"__proto__":"x","--A":"${Token[TOKEN.1]}"}') as StringMap; // JSON of strings.
  const { text } = written('cdk', map);
  expect(text).toContain('defaultArguments: asWritten({');
  expect(plain(parse('cdk', text))).toEqual(plain(map));
  expect(written('cdk', { '--A': '1' }).text).not.toContain('asWritten');
});

test('HCL is read as people write it', () => {
  const text = [
    'default_arguments = { // of the job', '"--A" = "\\u00e9\\U0001F600\\n\\t\\"\\\\ $${x} %%{y} $ %" /* two', 'lines */, "--B" : <<EOF', '  C:\\n $${x}', 'EOF',
    '"--C" = <<-END', '      one', '        two', '', '    END', '}',
  ].join('\n');
  expect(parse('terraform', text)).toEqual({ '--A': 'é😀\n\t"\\ ${x} %{y} $ %', '--B': '  C:\\n ${x}\n', '--C': 'one\n  two\n\n' });
  const wrong = [String.raw`"\q"`, String.raw`"\U00110000"`, '"a\nb"', '"a', '<<EOF\na\n', '<<EOF\n${a}\nEOF'];
  for (const value of wrong) expect(() => parse('terraform', `default_arguments = { "--A" = ${value} }`), value).toThrow(PassingError);
});

test('Python dictionaries are read as people write them', () => {
  const text = `client.start_job_run(JobName="j", Arguments={ # per run\n  '--A': 'it\\'s', "--B": r'C:\\x', '--C': """two\nlines""",\n  '--D': 'a' "b", '--E': '\\x41\\u00e9\\U0001F600\\101\\n' })`;
  expect(parse('boto3', text)).toEqual({ '--A': "it's", '--B': 'C:\\x', '--C': 'two\nlines', '--D': 'ab', '--E': 'Aé😀A\n' });
});

test('words are quoted for shells, and read back', () => {
  fc.assert(fc.property(fc.array(awkwardValue), (words) => {
    expect(splitPosix(words.map(quotePosix).join(' '))).toEqual(words);
    expect(splitPowerShell(words.map((word) => quotePowerShell(word)).join(' '))).toEqual(words);
  }));
  expect([quotePosix("it's"), quotePosix(''), quotePowerShell('it\u2019s'), quotePowerShell('say "hi"', true), quotePowerShell('a b\\', true)]).toEqual([String.raw`'it'\''s'`, "''", "'it\u2019\u2019s'", String.raw`'say \"hi\"'`, String.raw`'a b\\'`]);
});

test.each([
  [['--arguments=--A@=fileb://v'], 255, null], [['--cli-input-json', '{"Arguments":{"--I":1}}', '--arguments=--A=1'], 0, { '--A': '1' }], [['--cli-input-json', '{"Arguments":{"--I":1}}'], 255, null],
  [['--cli-input-json', '{"Timeout":0}'], 255, null], [['--cli-input-json', '{"Timeout":true}'], 0, null], [['--notification-property', '{"NotifyDelayAfter":"5"}'], 255, null],
  [['--notification-property', 'NotifyDelayAfter=5'], 0, null], [['--job-name', ''], 255, null], [['--query', ''], 255, null], [['--worker-type', ''], 0, null], [['--arguments=--A=1', '--'], 0, { '--A': '1' }],
  [['--cli-input-json', '{"Timeout":5.0}'], 255, null], [['--cli-input-json', '{"MaxCapacity":5.5}'], 0, null], [['--cli-input-json', 'null'], 255, null], [['--execution-role-session-policy', 'x'], 255, null],
  [['--timeout', '٥'], 0, null], [['--timeout', '٠'], 255, null], [['--max-capacity', '٥.٥e٣'], 0, null], [['--max-capacity', 'x'], 2, null], [['--notification-property', 'NotifyDelayAfter=[1]'], 255, null], [['--notification-property', '{"NotifyDelayAfter":5.0}'], 255, null],
  [['--arguments=--', '--arguments', 'A=1'], 0, { A: '1' }], [['--arguments', 'A=1', '--arguments=--'], 255, null], [['--profile=--'], 0, null], [['--cli-read-timeout', '-1'], 255, null],
  [['--generate-cli-skeleton', '--arguments=A=[1]', '--output', 'text'], 0, null], [['--generate-cli-skeleton', '--arguments=A'], 255, null], [['--generate-cli-skeleton', '--timeout', '0'], 0, null], [['--generate-cli-skeleton', 'output', '--timeout', '0'], 255, null], [['--generate-cli-skeleton', '--timeout=--'], 255, null],
] as const)('the AWS CLI was seen to do so with %j', (words, exit, map) => {
  const outcome = parseCliArguments(words, { readFile: () => 'x' });
  expect(outcome.exit).toBe(exit);
  if (outcome.exit === 0) expect(outcome.arguments).toEqual(map);
});

test('any words give a status, and any line an explanation or none', () => {
  const word = fc.oneof(awkwardValue, fc.constantFrom('--arguments', '--arguments=', '--cli-input-json', '{"Arguments":', '{}', '--timeout', 'help', '--version', '[', '--a', '--no'));
  fc.assert(fc.property(fc.array(word), (words) => {
    expect([0, 2, 255]).toContain(parseCliArguments(words).exit);
    explainArguments(`--arguments ${words.join(' ')}`);
  }), { numRuns: 1000 });
});

describe("lines that do not work, as the paper prints them", () => {
  const repaired = 'aws glue start-job-run --job-name my-job --arguments=--LOCATION=NY,--DATE=01-01-1990';
  test('names without their dashes', () => {
    const found = explainArguments('--arguments LOCATION=NY,DATE=01-01-1990');
    expect(found?.problems.map(({ kind }) => kind)).toEqual(['no-dashes', 'no-dashes']);
    expect(found?.repaired.posix).toBe(repaired);
  });

  test('unquoted JSON, also with the quotes of a word processor', () => {
    for (const line of ['--arguments {"LOCATION":"NY","DATE":"01-01-1990"}', '$ aws glue start-job-run --job-name "my-job" --arguments {\u201cLOCATION\u201d:\u201cNY\u201d,\u201cDATE\u201d:\u201c01-01-1990\u201d}']) {
      const found = explainArguments(line);
      expect(found?.problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['unquoted-json', 'no-dashes']));
      expect(found?.repaired.posix).toBe(repaired);
    }
  });

  test('a value that is taken for an option, and a comma that makes a list', () => {
    const found = explainArguments('aws glue start-job-run --job-name etl --arguments --DAYS=1,2');
    expect(found?.problems.map(({ kind }) => kind)).toEqual(['leading-dash', 'comma-in-value']);
    expect(found?.repaired.posix).toBe(String.raw`aws glue start-job-run --job-name etl '--arguments=--DAYS=1\,2'`);
  });

  test('a line that works has no problems; one without arguments is none', () => {
    expect(explainArguments(repaired)?.problems).toEqual([]);
    expect(explainArguments('aws glue list-jobs')).toBeNull();
  });
});
