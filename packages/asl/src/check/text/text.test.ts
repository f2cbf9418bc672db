import { expect, test } from 'vitest';
import type { Json } from '../../engine-types.ts';
import { validate, type ValidateOptions } from '../validate.ts';

const places = (text: string, options?: ValidateOptions) => validate(text, options).problems.map(({ code, pointer, at }) => [code, pointer, at?.line, at?.column] as const);

const json = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "B" },
    "Ü/~": {
      "Type": "Wait",
      "Seconds": "ten", "End": true
    }
  }
}
`;

const yaml = `# a machine
StartAt: A
States:
  A: { Type: Pass, Next: B }
  Ü/~:
    Type: Wait
    Seconds: ten
    End: true
`;

test('problems of JSON come with line and column, in the order of the text', () => {
  expect(places(json)).toEqual([['ASL1201', '/States/A/Next', 4, 36], ['ASL1202', '/States/Ü~1~0', 5, 12], ['ASL1104', '/States/Ü~1~0/Seconds', 7, 18]]);
  const [first] = validate(json).problems;
  expect(json.slice(first?.at?.offset).startsWith('"B"')).toBe(true);
});

test('problems of YAML do, too', () => {
  expect(places(yaml)).toEqual([['ASL1201', '/States/A/Next', 4, 26], ['ASL1202', '/States/Ü~1~0', 6, 5], ['ASL1104', '/States/Ü~1~0/Seconds', 7, 14]]);
});

test('a value has no place when it was not text', () => {
  expect(validate(JSON.parse(json) as Json).problems.map(({ at }) => at)).toEqual([null, null, null]);
});

test('what does not parse is told at its place, several faults at once', () => {
  expect(places('{\n  "StartAt": "A",,\n  "States": tru }')).toEqual([['ASL1001', '', 2, 18], ['ASL1001', '', 3, 13], ['ASL1001', '', 3, 17]]);
  expect(places('StartAt: A\nStates: [\n')).toMatchObject([['ASL1001', '', 3, 1]]);
  expect(places('{"StartAt": "A"')).toEqual([['ASL1001', '', 1, 16]]);
  expect(validate('{ // no\n"StartAt": "A"}').problems[0]?.code).toBe('ASL1001');
});

test('a key that is there twice is told where it is again', () => {
  const twice = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true},\n"A":{"Type":"Succeed","Type":"Succeed"}}}';
  expect(places(twice)).toEqual([['ASL1002', '/States/A', 2, 1], ['ASL1002', '/States/A/Type', 2, 23]]);
  expect(places('StartAt: A\nStates:\n  A: { Type: Succeed }\n  A: { Type: Succeed }\n')).toEqual([['ASL1002', '/States/A', 4, 3]]);
});

test('CloudFormation tags leave their text, and aliases bring in what they name', () => {
  const text = 'StartAt: A\nStates:\n  A: { Type: Task, Resource: !Sub "arn:${AWS::Partition}:states:::glue:startJobRun", Parameters: { JobName: j }, TimeoutSeconds: 60, Retry: &again [{ ErrorEquals: [E] }], Next: B }\n  B: { Type: Task, Resource: !GetAtt F.Arn, TimeoutSeconds: 60, Retry: *again, End: true }\n';
  expect(places(text).map(([code, pointer]) => `${code} ${pointer}`)).toEqual(['ASL2004 /States/A/Resource', 'ASL2009 /States/B/Resource']);
});

test('aliases that would blow up are refused', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefgh'[i] ?? ''}`).join(', ')}]`).join('\n')}\n`;
  expect(places(bomb).map(([code]) => code)).toEqual(['ASL1001']);
});

test('the format may be said: JSON is YAML, YAML is not JSON', () => {
  expect(places(json, { format: 'yaml' }).map(([code]) => code)).toEqual(['ASL1201', 'ASL1202', 'ASL1104']);
  expect(places(yaml, { format: 'json' })[0]).toMatchObject(['ASL1001', '', 1, 1]);
});

test('a mark of byte order is left out of account', () => {
  expect(places(`\uFEFF${json}`)).toEqual(places(json));
});

test('a bug: every bad escape, bracket and comma of YAML became an error of the library, which took seconds', () => {
  const told = (text: string) => validate(text, { format: 'yaml' }).problems.map(({ code, message, at }) => `${code} ${at?.offset} ${message}`);
  const bad = told(`a: "${'\\x'.repeat(200_000)}`);
  expect(bad).toHaveLength(20);
  expect(bad[1]).toBe('ASL1001 6 The definition is not YAML: Invalid escape sequence \\x.');
  expect(told(`b: c\na: ${']'.repeat(100_000)}`)[0]).toBe('ASL1001 8 The definition is not YAML: Unexpected ].');
  expect(told(`a: [b, ${', '.repeat(50_000)}]`)[0]).toBe('ASL1001 7 The definition is not YAML: Unexpected ,.');
  // What YAML has is no fault, however often.
  expect(told(`a: "${'\\n\\x41\\u00e9\\U0001F600\\/\\_\\\\\\"'.repeat(30)}"`).filter((line) => line.startsWith('ASL1001'))).toEqual([]);
  expect(told(`a: "b${'\\\n  '.repeat(30)}"\nc: [${'{d: [e, ], }, '.repeat(30)}]`).filter((line) => line.startsWith('ASL1001'))).toEqual([]);
});

test('a bug: deep nesting of YAML was told as a full stack', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  for (const text of ['['.repeat(50_000), `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`, '{a: '.repeat(20_000), '- '.repeat(50_000), '- '.repeat(600), lines(1200), '? '.repeat(50_000)]) {
    expect(places(text, { format: 'yaml' }).map(([code]) => code)).toEqual(['ASL1003']);
  }
  for (const text of [`${lines(480)} 1`, `a: ${'['.repeat(480)}${']'.repeat(480)}`, `${'- '.repeat(480)}a`, Array.from({ length: 240 }, (_, i) => `${'  '.repeat(i)}- a:\n${'  '.repeat(i)}  - b\n${'  '.repeat(i)}  -`).join(' x\n')]) {
    expect(places(text, { format: 'yaml' }).map(([code]) => code)).not.toContain('ASL1003');
  }
});
