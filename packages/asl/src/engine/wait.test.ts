import { expect, test } from 'vitest';
import { run } from '../testing.ts';

test('Seconds may be computed', async () => {
  const end = await run({ W: { Type: 'Wait', Seconds: '{% $states.input.s * 2 %}', End: true } }, { s: 30 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: { s: 30 }, endedAt: 60_000 });
});

test('Timestamp waits for its instant', async () => {
  const end = await run({ W: { Type: 'Wait', Timestamp: '1970-01-01T01:00:30+01:00', End: true } });
  expect(end.endedAt).toBe(30_000);
});

test('an instant that is over takes no time', async () => {
  const end = await run({ W: { Type: 'Wait', Timestamp: '1970-01-01T00:00:00Z', Next: 'V' }, V: { Type: 'Wait', Seconds: 0, End: true } }, {}, { now: 5000 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', endedAt: 5000 });
});

test.each(['2031-02-20 10:00:00Z', '2031-02-20T10:00:00', '2031-02-30T10:00:00Z', '2031-02-20T24:01:00Z', 'tomorrow'])('%s is no timestamp', async (at) => {
  const end = await run({ W: { Type: 'Wait', Timestamp: '{% $states.input %}', End: true } }, at);
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});
