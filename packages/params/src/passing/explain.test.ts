import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awkwardMap, awkwardValue } from './awkward.fixture.ts';
import { quoteFor } from './quote.ts';
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
  expect(explainArguments('--arguments --A=$HOME')?.repaired.posix).toBe('aws glue start-job-run --job-name my-job "--arguments=--A=$HOME"');
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

test.each([
  `${start} --arguments=--A=1; echo done`, `${start} --arguments=--A=1>out.json`, `${start} --arguments=--A=1&`, `(${start} --arguments=--A=1)`, `${start} --arguments=--A=1 2>&1|tee log`,
  `${start} --arguments=--A=1 # don't ask`, `RUN=$(${start} --arguments=--A=1 --output text)`, `RUN=\`${start} --arguments=--A=1\``, `echo "$(${start} --arguments=--A=1)"`, `if ! ${start} --arguments=--A=1; then exit 1; fi`,
  `AWS_PROFILE=x ${start} --arguments=--A=1`, `sudo -E env X=1 ${start} --arguments=--A=1`, `aws glue start-job-run > out.json --job-name etl --arguments=--A=1`, `${start} --arguments=--A=1 --timeout $T`,
  `${start} --cli-input-json file://in.json --arguments=--A=1`, `cat > x <<'EOF'\nit's "\nEOF\n${start} --arguments=--A=1`, `$ ${start} \\\n> --arguments=--A=1`, `${start} \\\r\n  --arguments=--A=1\r\n`,
])('a line is right as it is written, whatever stands around its command: %j', (line) => {
  const found = explainArguments(line);
  expect([found?.problems, { ...found?.arguments }]).toEqual([[], { '--A': '1' }]);
  expect({ ...parse('cli-shorthand', line.replace(' --timeout $T', '').replace('--cli-input-json file://in.json ', '')) }).toEqual({ '--A': '1' });
});

test.each([
  [`AWS_PROFILE='my own' ${start} --arguments A=1 2>&1 | tee log`, `AWS_PROFILE='my own' ${start} --arguments=--A=1 2>&1 | tee log`],
  [`RUN=$(${start} --arguments A=1 --output text); echo "$RUN" # done`, `RUN=$(${start} --arguments=--A=1 --output text); echo "$RUN" # done`],
  [`for d in 1 2; do ${start} --arguments A=1; done`, `for d in 1 2; do ${start} --arguments=--A=1; done`],
  [`${start} \\\n  --arguments A=1 \\\n  --timeout 5\necho more`, `${start} \\\n  --arguments=--A=1 \\\n  --timeout 5`],
  [`${start} --arguments A=1 <<EOF\nbody\nEOF\necho more`, `${start} --arguments=--A=1 <<EOF\nbody\nEOF`],
])('a line is mended where it is wrong, and nowhere else: %j', (line, repaired) => {
  expect(explainArguments(line)?.repaired.posix).toBe(repaired);
});

test('what the shell puts in between double quotes is meant to be put in', () => {
  for (const line of [`${start} --arguments="--A=$DAY"`, `${start} --arguments="--A=$(date "+%F %T")"`, `${start} "--arguments={\\"--A\\":\\"$DAY\\"}"`]) expect(kinds(line)).toEqual([]);
  const repaired = (value: string): string | null | undefined => explainArguments(`${start} --arguments ${value}`)?.repaired.posix;
  expect(repaired('"A=$DAY"')).toBe(`${start} "--arguments=--A=$DAY"`);
  expect(repaired('A=$(date +%F)')).toBe(`${start} "--arguments=--A=$(date +%F)"`);
  expect(repaired(`"A='$DAY',B=x!"`)).toBe(`${start} "--arguments=--A=\\"$DAY\\",--B=x"'!'""`);
  expect(explainArguments(`${start} --arguments "A=$day"`, { shell: 'powershell' })?.repaired).toMatchObject({ powershell: `${start} "--arguments=--A=$day"`, posix: null });
  expect(explainArguments(`${start} --arguments "A=$DAY"`)?.arguments).toEqual({ '--A': '$DAY' });
});

test.each([
  ["'-A=x'", ['leading-dash', 'no-dashes'], { '--A': 'x' }], ['A=1 B=2', ['spaces', 'no-dashes', 'no-dashes'], { '--A': '1', '--B': '2' }], ['A=1, B=2', ['spaces', 'no-dashes', 'no-dashes'], { '--A': '1', '--B': '2' }],
  ['--A=1 --B=2 --timeout 5', ['leading-dash', 'spaces'], { '--A': '1', '--B': '2' }], ['--A 1 --B 2', ['leading-dash', 'spaces'], { '--A': '1', '--B': '2' }], ['A=1,A=2', ['twice', 'no-dashes'], { '--A': '2' }],
  ['A=1,--A=2', ['no-dashes', 'twice'], { '--A': '2' }], ['\u2014A=1,\u2013B=2', ['typographic-dashes', 'leading-dash'], { '--A': '1', '--B': '2' }], [`"A=it's"`, ['unreadable', 'no-dashes'], { '--A': "it's" }],
  ['= A=1', ['spaces', 'no-dashes'], { '--A': '1' }], [`"{'--A': 'x',}"`, ['unreadable'], { '--A': 'x' }], [`'{\\"--A\\":\\"x\\"}'`, ['unreadable'], { '--A': 'x' }], ["'{A:x,B:1}'", ['unreadable', 'no-dashes', 'no-dashes'], { '--A': 'x', '--B': '1' }],
  ['"{"A":"x","B":"y"}"', ['unquoted-json', 'no-dashes', 'no-dashes'], { '--A': 'x', '--B': 'y' }], ["$'A=x'", ['no-dashes'], { '--A': 'x' }],
] as const)('--arguments %s is understood and mended', (value, expected, map) => {
  const found = explainArguments(`${start} --arguments ${value}`);
  expect([found?.problems.map(({ kind }) => kind), { ...found?.arguments }]).toEqual([expected, map]);
  expect({ ...parse('cli-shorthand', found?.repaired.posix ?? '') }).toEqual(map);
});

test('dashes of a word processor before the options', () => {
  const found = explainArguments('aws glue start-job-run \u2014job-name etl \u2013arguments A=1');
  expect(found?.repaired.posix).toBe(`${start} --arguments=--A=1`);
});

test.each([
  [`$r = (${start} --arguments 'A=1' | ConvertFrom-Json)`, `$r = (${start} '--arguments=--A=1' | ConvertFrom-Json)`], [`if ($x) { ${start} --arguments 'A=1' }`, `if ($x) { ${start} '--arguments=--A=1' }`],
  [`$env:AWS_PROFILE='x'; ${start} --arguments A=1`, `$env:AWS_PROFILE='x'; ${start} '--arguments=--A=1'`], [`${start} \`\r\n  --arguments 'A=1'`, `${start} \`\r\n  '--arguments=--A=1'`],
  [`${start} --arguments @'\n{"A":"1"}\n'@`, `${start} '--arguments=--A=1'`], [`PS C:\\> ${start} --arguments 'A=1' # why`, `${start} '--arguments=--A=1' # why`],
])('forms of PowerShell: %j', (line, repaired) => {
  const found = explainArguments(line, { shell: 'powershell' });
  expect([found?.repaired.powershell, found?.problems.map(({ kind }) => kind)]).toEqual([repaired, ['no-dashes']]);
});

test('a here-string of PowerShell keeps what it puts in', () => {
  expect(explainArguments(`${start} --arguments @"\n{"A":"$day"}\n"@`, { shell: 'powershell' })?.repaired.powershell).toBe(`${start} "--arguments=--A=\`"$day\`""`);
});

test('another command is none that starts a job', () => {
  expect(explainArguments('terraform apply --arguments A=1')).toBeNull();
});
