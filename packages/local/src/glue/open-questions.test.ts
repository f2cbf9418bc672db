import { describe, expect, test } from 'vitest';
import { bad, bench, condition, ok } from './testing.ts';

/** Plays one scene under each answer; what AWS does not settle must be asked, and must make the difference. */
const asks = (id: string, bothAnswers: readonly [string, string], scene: (answers: Readonly<Record<string, string>>) => Promise<{ readonly story: unknown; readonly asked: ReadonlySet<string> }>, stories: readonly [unknown, unknown]): void => {
  describe(id, () => {
    test.each(bothAnswers.map((answer, index) => [answer, stories[index]] as const))('%s', async (answer, story) => {
      const seen = await scene({ [id]: answer });
      expect(seen.story).toEqual(story);
      expect(seen.asked).toContain(id);
    });
  });
};
const any = (...when: readonly string[]) => ({ Predicate: { Logical: 'ANY', Conditions: when.map(condition) } });

asks(
  'glue.failedTriggerTiming',
  ['afterLastAttempt', 'perAttempt'],
  async (answers) => {
    const glue = bench({ a: [bad(2), ok(3)] }, answers);
    await glue.job('a', { MaxRetries: 1 });
    await glue.job('alarm');
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:FAILED'], ['alarm']);
    return { story: await glue.story(await glue.play()), asked: glue.host.asked };
  },
  [
    ['a FAILED 0-2', 'a SUCCEEDED 2-5'],
    ['a FAILED 0-2', 'a SUCCEEDED 2-5', 'alarm SUCCEEDED 2-3'],
  ],
);

asks(
  'glue.anyFires',
  ['once', 'each'],
  async (answers) => {
    const glue = bench({ a: [ok(1)], b: [ok(5)] }, answers);
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a', 'b']);
    await glue.trigger('t', [], ['c'], any('a:SUCCEEDED', 'b:SUCCEEDED'));
    return { story: await glue.story(await glue.play()), asked: glue.host.asked };
  },
  [
    ['a SUCCEEDED 0-1', 'b SUCCEEDED 0-5', 'c SUCCEEDED 1-2'],
    ['a SUCCEEDED 0-1', 'b SUCCEEDED 0-5', 'c SUCCEEDED 1-2', 'c SUCCEEDED 5-6'],
  ],
);

asks(
  'glue.conditionHolds',
  ['lastState', 'ever'],
  async (answers) => {
    const glue = bench({ a: [bad(1), ok(1)], b: [ok(5)] }, { ...answers, 'glue.failedTriggerTiming': 'perAttempt' });
    await glue.job('a', { MaxRetries: 1 });
    for (const name of ['b', 'c']) await glue.job(name);
    await glue.workflow(['a', 'b']);
    await glue.trigger('t', ['a:FAILED', 'b:SUCCEEDED'], ['c']);
    return { story: await glue.story(await glue.play()), asked: glue.host.asked };
  },
  [
    ['a FAILED 0-1', 'b SUCCEEDED 0-5', 'a SUCCEEDED 1-2'],
    ['a FAILED 0-1', 'b SUCCEEDED 0-5', 'a SUCCEEDED 1-2', 'c SUCCEEDED 5-6'],
  ],
);

asks(
  'glue.keptNodeCounts',
  ['yes', 'no'],
  async (answers) => {
    const glue = bench({ a: [ok(1)], b: [bad(1), ok(1)] }, answers);
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a', 'b']);
    await glue.trigger('t', ['a:SUCCEEDED', 'b:SUCCEEDED'], ['c']);
    const resumed = await glue.resume(await glue.play(), ['b']);
    return { story: await glue.story(resumed), asked: glue.host.asked };
  },
  [
    ['a SUCCEEDED 0-1', 'b SUCCEEDED 1-2', 'c SUCCEEDED 2-3'],
    ['a SUCCEEDED 0-1', 'b SUCCEEDED 1-2'],
  ],
);

asks(
  'glue.resumeKeepsProperties',
  ['yes', 'no'],
  async (answers) => {
    const glue = bench({ a: [bad(1), ok(1)] }, answers);
    await glue.job('a');
    await glue.workflow(['a'], { DefaultRunProperties: { x: 'usual' } });
    const RunId = (await glue.call('StartWorkflowRun', { Name: 'w', RunProperties: { x: 'given', y: '1' } })).text('RunId');
    await glue.host.run(null);
    const resumed = await glue.resume(RunId, ['a']);
    const story = (await glue.call('GetWorkflowRunProperties', { Name: 'w', RunId: resumed })).at('RunProperties');
    return { story, asked: glue.host.asked };
  },
  [{ x: 'given', y: '1' }, { x: 'usual' }],
);

asks(
  'glue.triggerArguments',
  ['merge', 'replace'],
  async (answers) => {
    const glue = bench({}, answers);
    for (const name of ['a', 'b']) await glue.job(name, { DefaultArguments: { '--x': '1', '--y': '2' }, NonOverridableArguments: { '--z': '3' } });
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], [], { Actions: [{ JobName: 'b', Arguments: { '--x': 'own', '--z': 'own' } }] });
    await glue.play();
    const work = glue.works[1];
    const own = Object.entries(work?.kind === 'job' ? work.args : {}).filter(([name]) => !/^--(WORKFLOW|JOB)_/.test(name));
    return { story: Object.fromEntries(own), asked: glue.host.asked };
  },
  [
    { '--x': 'own', '--y': '2', '--z': '3' },
    { '--x': 'own', '--z': '3' },
  ],
);

asks(
  'glue.crawlerCreatesDatabase',
  ['yes', 'no'],
  async (answers) => {
    const glue = bench({ x: [{ ...ok(1), tables: [{ Name: 'orders' }] }] }, answers);
    await glue.crawler('x');
    await glue.call('StartCrawler', { Name: 'x' });
    await glue.host.run(null);
    const status = (await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'LastCrawl', 'Status');
    return { story: [status, (await glue.call('GetDatabases')).list('DatabaseList').length], asked: glue.host.asked };
  },
  [
    ['SUCCEEDED', 1],
    ['FAILED', 0],
  ],
);

test('nothing is asked of a run that none of the questions touches', async () => {
  const glue = bench({ a: [bad(1)] });
  for (const name of ['a', 'b']) await glue.job(name, { DefaultArguments: { '--x': '1' } });
  await glue.workflow(['a']);
  await glue.trigger('t', ['a:FAILED'], ['b']);
  await glue.play();
  expect([...glue.host.asked]).toEqual([]);
});
