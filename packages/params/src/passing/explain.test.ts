import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awkwardMap, awkwardValue } from './awkward.fixture.ts';
import { quoteFor } from './command-line.ts';
import { explainArguments, parse, quotePosix, splitPosix, splitPowerShell, type Shell } from './index.ts';

const start = 'aws glue start-job-run --job-name etl';
const kinds = (line: string, shell: Shell = 'posix'): readonly string[] => explainArguments(line, { shell })?.problems.map(({ kind }) => kind) ?? [];

test('a line for PowerShell is read by the rules of PowerShell', () => {
  for (const line of [`${start} --arguments '{"A":"it''s"}'`, `${start} --arguments "A=""it's"""`, `${start} --arguments 'A="it''s"'`]) {
    const found = explainArguments(line, { shell: 'powershell' });
    expect(found?.arguments).toEqual({ '--A': "it's" });
    expect(parse('cli-shorthand', found?.repaired.powershell ?? '', { shell: 'powershell' })).toEqual({ '--A': "it's" });
    expect(parse('cli-shorthand', found?.repaired.posix ?? '')).toEqual({ '--A': "it's" });
  }
});

test('the job, the region and every other word stay', () => {
  const found = explainArguments(`aws --profile 'my own' glue start-job-run --job-name "my job" --arguments A=1 --region eu-west-1 --timeout 5 --worker-type G.2X`);
  expect(found?.repaired.posix).toBe("aws --profile 'my own' glue start-job-run --job-name 'my job' --arguments=--A=1 --region eu-west-1 --timeout 5 --worker-type G.2X");
});

test('of several --arguments the last one counts, as for the AWS CLI', () => {
  const found = explainArguments(`${start} --arguments A=1 --arguments B=2`);
  expect([found?.arguments, found?.repaired.posix, found?.problems.map(({ kind }) => kind)]).toEqual([{ '--B': '2' }, `${start} --arguments=--B=2`, ['repeated', 'no-dashes']]);
});

test('words that only their own shell understands stay as they are, and there is no such line for another shell', () => {
  const found = explainArguments(`cd x && aws glue start-job-run --job-name "$JOB" --arguments A=1 | jq .`);
  expect([found?.repaired.posix, found?.repaired.powershell]).toEqual(['cd x && aws glue start-job-run --job-name "$JOB" --arguments=--A=1 | jq .', null]);
});

test('what the shell would replace among the arguments is told', () => {
  expect(kinds('--arguments=--A=$HOME')).toEqual(['shell-replaces']);
  expect(explainArguments('--arguments --A=$HOME')?.repaired.posix).toBe("aws glue start-job-run --job-name my-job '--arguments=--A=$HOME'");
});

test('a number in JSON is told, and passed as its text', () => {
  const found = explainArguments(`${start} --arguments '{"--A":1,"--B":true}'`);
  expect([found?.problems.map(({ kind }) => kind), found?.arguments]).toEqual([['not-text', 'not-text'], { '--A': '1', '--B': 'true' }]);
});

test('PowerShell before 7.3 loses double quotes that are not escaped', () => {
  expect(kinds(`${start} --arguments '{"--A":"x"}'`, 'powershell-5')).toEqual(['lost-quotes']);
  expect(kinds(String.raw`${start} --arguments '{\"--A\":\"x\"}'`, 'powershell-5')).toEqual([]);
  expect(explainArguments(`${start} --arguments '{"--A":"x y"}'`, { shell: 'powershell-5' })?.arguments).toEqual({ '--A': 'x y' });
});

test('no line is offered that the AWS CLI would refuse for another reason', () => {
  const found = explainArguments(`${start} --arguments A=1 --tiemout 5`);
  expect([found?.problems.map(({ kind }) => kind), found?.repaired.posix]).toEqual([['no-dashes', 'refused'], null]);
});

test('any repaired line has the words that it had, but for its arguments', () => {
  const word = awkwardValue.filter((text) => !text.startsWith('-') && !text.includes('\0') && !/\p{Surrogate}/u.test(text) && text !== '' && !/^\w+:\/\//.test(text));
  fc.assert(fc.property(word, word, awkwardMap, fc.constantFrom('posix', 'powershell'), (job, region, map, shell) => {
    const options = ['aws', 'glue', 'start-job-run', '--job-name', job, '--region', region];
    const line = [...options, '--arguments', JSON.stringify(map)].map(quoteFor(shell)).join(' ');
    const found = explainArguments(line, { shell });
    if (Object.keys(map).length === 0 || JSON.stringify(map).includes('\\u0000')) return;
    const split = shell === 'posix' ? splitPosix : splitPowerShell;
    const repaired = found?.repaired[shell] ?? '';
    if (Object.values(map).some((value) => /\p{Surrogate}/u.test(value))) return;
    expect(split(repaired).slice(0, -1)).toEqual(options);
    const dashedMap = Object.fromEntries(Object.entries(map).map(([key, value]) => [key.startsWith('--') ? key : `--${key}`, value]));
    if (Object.keys(dashedMap).length === Object.keys(map).length) expect({ ...parse('cli-json', repaired, { shell }) }).toEqual(dashedMap);
  }), { numRuns: 500 });
});

test('quotes of a word processor inside straight ones belong to the value', () => {
  const found = explainArguments(`${start} --arguments=${quotePosix('--A=it\u2019s')}`);
  expect([found?.problems, found?.arguments]).toEqual([[], { '--A': 'it\u2019s' }]);
});
