import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { glueQuestions } from './questions.ts';
import { bad, type Bench, bench, condition, minute, ok } from './testing.ts';

const tested = new Set<string>();

/** Plays one scene under each answer; what AWS does not settle must be asked, and must make the difference. */
const asks = (question: { readonly id: string; readonly choices: readonly [string, string] }, scene: (answers: Readonly<Record<string, string>>) => Promise<{ readonly story: unknown; readonly asked: ReadonlySet<string> }>, stories: readonly [unknown, unknown]): void => {
  const { id, choices } = question;
  tested.add(id);
  describe(id, () => {
    test.each(choices.map((answer, index) => [answer, stories[index]] as const))('%s', async (answer, story) => {
      const seen = await scene({ [id]: answer });
      expect(seen.story).toEqual(story);
      expect(seen.asked).toContain(id);
    });
    test('makes a difference', () => {
      expect(stories[0]).not.toEqual(stories[1]);
    });
  });
};

/** How a call was answered: 'done' or the error's name. */
const answered = (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (error: unknown) => (error instanceof Error ? error.name : String(error)));
const runsOf = async (glue: Bench): Promise<readonly unknown[]> => (await glue.call('GetWorkflowRuns', { Name: 'w' })).list('Runs').map((run) => run.at('Status'));

const any = (...when: readonly string[]) => ({ Predicate: { Logical: 'ANY', Conditions: when.map(condition) } });

asks(
  glueQuestions.failedTriggerTiming,
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
  glueQuestions.anyFires,
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
  glueQuestions.conditionHolds,
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
  glueQuestions.keptNodeCounts,
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
  glueQuestions.resumeKeepsProperties,
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
  glueQuestions.triggerArguments,
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
  glueQuestions.crawlerCreatesDatabase,
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

asks(
  glueQuestions.resumeGraph,
  async (answers) => {
    const glue = bench({ a: [bad(1), ok(1)] }, answers);
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    const run = await glue.play();
    await glue.call('DeleteTrigger', { Name: 't' });
    await glue.trigger('u', ['a:SUCCEEDED'], ['c']);
    return { story: await glue.story(await glue.resume(run, ['a'])), asked: glue.host.asked };
  },
  [
    ['a SUCCEEDED 1-2', 'b SUCCEEDED 2-3'],
    ['a SUCCEEDED 1-2', 'c SUCCEEDED 2-3'],
  ],
);

asks(
  glueQuestions.startProperties,
  async (answers) => {
    const glue = bench({}, answers);
    await glue.job('a');
    await glue.workflow(['a'], { DefaultRunProperties: { x: 'usual', y: 'usual' } });
    const RunId = (await glue.call('StartWorkflowRun', { Name: 'w', RunProperties: { x: 'given' } })).text('RunId');
    return { story: (await glue.call('GetWorkflowRunProperties', { Name: 'w', RunId })).at('RunProperties'), asked: glue.host.asked };
  },
  [{ x: 'given', y: 'usual' }, { x: 'given' }],
);

asks(
  glueQuestions.startOfOtherStart,
  async (answers) => {
    const glue = bench({}, answers);
    await glue.job('a');
    await glue.call('CreateWorkflow', { Name: 'w' });
    await glue.call('CreateTrigger', { Name: 'e', Type: 'EVENT', WorkflowName: 'w', Actions: [{ JobName: 'a' }] });
    return { story: await answered(glue.start()), asked: glue.host.asked };
  },
  ['done', 'InvalidInputException'],
);

asks(
  glueQuestions.scheduledOverlap,
  async (answers) => {
    const glue = bench({ a: [ok(90)] }, answers);
    await glue.job('a');
    await glue.call('CreateWorkflow', { Name: 'w', MaxConcurrentRuns: 1 });
    await glue.call('CreateTrigger', { Name: 's', Type: 'SCHEDULED', Schedule: 'cron(0 * * * ? *)', StartOnCreation: true, WorkflowName: 'w', Actions: [{ JobName: 'a' }] });
    await glue.host.run(121 * minute);
    return { story: await runsOf(glue), asked: glue.host.asked };
  },
  [['ERROR', 'RUNNING'], ['RUNNING']],
);

asks(
  glueQuestions.updateOfActivated,
  async (answers) => {
    const glue = bench({}, answers);
    for (const name of ['a', 'b']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    const TriggerUpdate = { Predicate: { Conditions: [condition('a:FAILED')] }, Actions: [{ JobName: 'b' }] };
    return { story: await answered(glue.call('UpdateTrigger', { Name: 't', TriggerUpdate })), asked: glue.host.asked };
  },
  ['done', 'InvalidInputException'],
);

asks(
  glueQuestions.busyJobNode,
  async (answers) => {
    const glue = bench({ a: [ok(5)] }, answers);
    for (const name of ['a', 'alarm']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:FAILED'], ['alarm']);
    await glue.call('StartJobRun', { JobName: 'a' });
    return { story: await glue.story(await glue.play()), asked: glue.host.asked };
  },
  [['a FAILED 0-0', 'alarm SUCCEEDED 0-1'], ['a ERROR 0-0']],
);

asks(
  glueQuestions.errorRepeated,
  async (answers) => {
    const glue = bench({ a: [{ ms: 2 * minute, outcome: 'error' }, ok(3)] }, answers);
    await glue.job('a', { MaxRetries: 1 });
    await glue.job('alarm');
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:FAILED'], ['alarm']);
    return { story: await glue.story(await glue.play()), asked: glue.host.asked };
  },
  [['a ERROR 0-2'], ['a ERROR 0-2', 'a SUCCEEDED 2-5']],
);

asks(
  glueQuestions.createAgain,
  async (answers) => {
    const glue = bench({}, answers);
    await glue.job('a');
    const trigger = { Name: 't', Type: 'ON_DEMAND', Actions: [{ JobName: 'a' }] };
    await glue.call('CreateTrigger', trigger);
    return { story: [await answered(glue.job('a')), await answered(glue.call('CreateTrigger', trigger)), await answered(glue.job('a', { Timeout: 7 }))], asked: glue.host.asked };
  },
  [
    ['AlreadyExistsException', 'AlreadyExistsException', 'IdempotentParameterMismatchException'],
    ['done', 'done', 'IdempotentParameterMismatchException'],
  ],
);

asks(
  glueQuestions.shellJobArguments,
  async (answers) => {
    const glue = bench({}, answers);
    await glue.job('a');
    await glue.call('StartJobRun', { JobName: 'a' });
    const work = glue.works[0];
    return { story: Object.keys(work?.kind === 'job' ? work.args : {}), asked: glue.host.asked };
  },
  [['--JOB_ID', '--JOB_NAME', '--JOB_RUN_ID'], []],
);

test('every open question of Glue has its scene', () => {
  expect([...tested].sort()).toEqual(Object.values(glueQuestions).map(({ id }) => id).sort());
});

test('every open question of Glue has its row in the docs', () => {
  const docs = readFileSync(new URL('../../../../docs/aws-open-questions.md', import.meta.url), 'utf8').split('\n');
  for (const { id, choices: [usual, other] } of Object.values(glueQuestions)) expect(docs.find((line) => line.startsWith(`| \`${id}\` |`))).toContain(`| \`${usual}\` | \`${other}\` |`);
});

test('nothing is asked of a run that none of the questions touches', async () => {
  const glue = bench({ a: [bad(1)] });
  const Command = { Name: 'glueetl', ScriptLocation: 's3://scripts/a.py' };
  for (const name of ['a', 'b']) await glue.job(name, { Command, DefaultArguments: { '--x': '1' } });
  await glue.workflow(['a']);
  await glue.trigger('t', ['a:FAILED'], ['b']);
  await glue.play();
  expect([...glue.host.asked]).toEqual([]);
});
