import { expect, test } from 'vitest';
import { reasonFrom } from './last-words.ts';

const trace = 'Traceback (most recent call last):\n  File "load.py", line 3, in <module>\n    raise Exception("multi\\nline")\n';

test.each([
  ['an exception keeps its type and all lines of its message', `read 3 rows\n${trace}Exception: multi\nline ☃ failure\n`, 'Exception: multi\nline ☃ failure (the script ended with exit code 1)'],
  ['an exception without a message is its type', `${trace}pkg.errors.NotFound\n`, 'pkg.errors.NotFound (the script ended with exit code 1)'],
  ['of two exceptions the last one tells', `${trace}KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\n${trace}ValueError: no key a\n`, 'ValueError: no key a (the script ended with exit code 1)'],
  ['a bad exit has a last line, and nobody says that it is the reason', 'read 3 rows\nthe records are bad\n', 'The script ended with exit code 1; its last line: the records are bad'],
  ['frames of Java say nothing', 'java.io.IOException: no such bucket\n\tat Main.run(Main.java:3)\n\t... 3 more\n', 'The script ended with exit code 1; its last line: java.io.IOException: no such bucket'],
])('%s', (_what, log, expected) => {
  expect(reasonFrom(log, 'ended with exit code 1')).toBe(expected);
});

test('a log that says nothing is no reason, and one without end is cut', () => {
  expect(reasonFrom('\n \n', 'was killed by signal SIGKILL')).toBe('The script was killed by signal SIGKILL.');
  expect(reasonFrom(`${trace}ValueError: ${'x'.repeat(5000)}\n`, 'ended with exit code 1').length).toBeLessThan(1100);
});
