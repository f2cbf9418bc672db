import { expect, test } from 'vitest';
import { memoryPersistence } from '../host/memory.ts';
import { type Persistence, PersistenceError } from '../host/persistence.ts';
import { job, lab, sdk, type Fields } from './testing.ts';

const branch = (states: Fields): Fields => ({ StartAt: Object.keys(states)[0] ?? '', States: states });
const parallel = (...branches: readonly Fields[]): Fields => ({ StartAt: 'P', States: { P: { Type: 'Parallel', Branches: branches, End: true } } });

test('ends of one instant are recorded before anything starts', async () => {
  const l = lab({ play: (name) => ({ ms: 60_000, state: name === 'bad' ? 'FAILED' : 'SUCCEEDED' }) });
  await l.create('m', parallel(branch({ A: job('good', { Next: 'A2' }), A2: job('never') }), branch({ B: job('bad') })));
  expect((await l.finish('m', 'x')).status).toBe('FAILED');
  expect((await l.runs()).map((run) => run.job)).toEqual(['good', 'bad']);
});

test('so is what a look tells at that instant', async () => {
  const l = lab();
  const look = branch({
    W: { Type: 'Wait', Seconds: 60, Next: 'L' },
    L: sdk('glue:getCrawler', { Name: 'c' }, { Next: 'F' }),
    F: { Type: 'Fail', Error: 'CrawlWrong' },
  });
  await l.create('m', parallel(branch({ A: job('good', { Next: 'A2' }), A2: job('never') }), look));
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', error: 'CrawlWrong', stopDate: 1060 });
  expect((await l.runs()).map((run) => run.job)).toEqual(['good']);
});

test('what starts at an instant starts at that instant', async () => {
  const l = lab();
  await l.create('m', { StartAt: 'A', States: { A: job('a', { Next: 'B' }), B: job('b') } });
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'SUCCEEDED', stopDate: 1120 });
  expect((await l.runs()).map(({ at }) => at)).toEqual([1_000_000, 1_060_000]);
});

test('a host that is opened again on the same rows goes on', async () => {
  const definition = parallel(branch({ A: job('a', { Assign: { v: 1 }, Next: 'A2' }), A2: { Type: 'Wait', Seconds: 30, Next: 'A3' }, A3: { Type: 'Pass', Output: '{% $v %}', End: true } }), branch({ B: job('b') }));
  const whole = lab();
  await whole.create('m', definition);
  const expected = await whole.finish('m', 'x');
  for (const pause of [1_000_000, 1_030_000, 1_060_000, 1_075_000]) {
    const persistence = memoryPersistence();
    const first = lab({ persistence });
    await first.create('m', definition);
    const arn = await first.start('m', 'x');
    await first.host.run(pause);
    // The first host is left as a kill leaves it: not closed, and never used again.
    const second = lab({ persistence, now: pause });
    await second.host.run(null);
    expect(await second.describe(arn)).toEqual(expected);
  }
});

/** Every write number `full` is refused, as by a disk that is full for a moment. */
function failingOnce(full: number): Persistence {
  const kept = memoryPersistence();
  let writes = 0;
  return {
    ...kept,
    commit: (changes) => {
      writes += 1;
      if (writes === full) throw new PersistenceError('the disk is full');
      kept.commit(changes);
    },
  };
}

test('what is kept in memory never runs ahead of the rows: a refused write is tried again, and the end is the same', async () => {
  const definition = parallel(branch({ A: job('a', { Next: 'A2' }), A2: { Type: 'Wait', Seconds: 30, End: true } }), branch({ B: job('b') }));
  const whole = lab();
  await whole.create('m', definition);
  const expected = await whole.finish('m', 'x');
  const again = async <T>(run: () => Promise<T>): Promise<T> => run().catch(() => run());
  for (let full = 1; full <= 30; full++) {
    const l = lab({ persistence: failingOnce(full) });
    await again(() => l.create('m', definition));
    const arn = await again(() => l.start('m', 'x'));
    await again(() => l.host.run(null));
    expect(await again(() => l.describe(arn)), `write ${full}`).toEqual(expected);
    expect((await again(() => l.runs())).length, `write ${full}`).toBe(2);
  }
});
