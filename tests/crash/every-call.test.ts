import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { expect, test } from 'vitest';
import { differences, observeAccount, openAccount } from './account.ts';
import { deployAtOnce } from './at-once.ts';
import { Command } from './command.ts';
import { refused, scenarios, strikeCalls } from './every-call.ts';
import { edited, first } from './pipelines.ts';
import { refusals } from './refusals.ts';

/** One call in so many is crashed at; the evidence crashes at each. */
const step = Number(process.env['MILLRACE_CRASH_EVERY'] ?? 32);

test.each([...scenarios.glue, ...scenarios.sfn].map((scenario, index) => ({ ...scenario, from: 1 + (index * 7) % step })))('a crash behind AWS calls: $name', async ({ from, ...scenario }) => {
  const { calls, injected, faults } = await strikeCalls(scenario, 'crash', step, from);
  console.log(`${scenario.name}: ${calls} calls, ${injected} crashes`);
  expect(calls).toBeGreaterThan(40);
  expect(faults).toEqual([]);
});

test('the state that is compared tells what a state machine is started by, too, and an edit shows in it', async () => {
  const account = openAccount();
  await new Command(account).deploy(first(sfnTarget));
  const before = await observeAccount(account);
  const kinds = Object.keys(before).map((name) => /^(state machine|log group|\w+)/.exec(name)?.[0] ?? '');
  expect(Object.fromEntries(['state machine', 'alias', 'log group', 'role', 'schedule', 'rule', 'database'].map((kind) => [kind, kinds.filter((one) => one === kind).length]))).toEqual({ 'state machine': 1, alias: 1, 'log group': 1, role: 3, schedule: 1, rule: 1, database: 1 });
  await new Command(account).deploy(edited(sfnTarget));
  const found = differences(before, await observeAccount(account));
  for (const what of ['state machine ', 'alias ']) expect(found.some((line) => line.startsWith(what))).toBe(true);
});

test('the state that is compared tells every resource of a pipeline, and an edit shows in it', async () => {
  const account = openAccount();
  await new Command(account).deploy(first(glueTarget));
  const before = await observeAccount(account);
  const kinds = Object.keys(before).map((name) => name.split(' ')[0]);
  expect(Object.fromEntries(['job', 'crawler', 'trigger', 'workflow', 'role', 'schedule', 'rule', 'database'].map((kind) => [kind, kinds.filter((one) => one === kind).length]))).toMatchObject({ crawler: 2, workflow: 1, role: 2, schedule: 1, rule: 1, database: 1 });
  // Helper jobs come on top.
  expect(kinds.filter((one) => one === 'job').length).toBeGreaterThanOrEqual(18);
  await new Command(account).deploy(edited(glueTarget));
  const found = differences(before, await observeAccount(account));
  expect(found).toContain('job crash-orders-audit is missing');
  expect(found).toContain('job crash-orders-notify has leaked');
  expect(found.some((line) => line.startsWith('job crash-orders-clean-orders is '))).toBe(true);
});

const both = [...refused('glue'), ...refused('sfn')];

test.each(both)('an answer is lost and the client calls again: $name', async (scenario) => {
  const { injected, through, faults } = await strikeCalls(scenario, 'lost answer', step, 5);
  console.log(`${scenario.name}: ${injected} answers lost, ${through} commands came through by themselves`);
  expect(faults).toEqual([]);
  expect(through).toBe(injected);
});

test.each(refusals.flatMap((what, index) => both.map((scenario) => ({ what, scenario, of: scenario.name, from: 1 + index * 11 }))))('a service refuses ($what): $of', async ({ what, scenario, from }) => {
  const { injected, through, faults } = await strikeCalls(scenario, what, 2 * step, from);
  console.log(`${scenario.name}: ${injected} calls ${what}, ${through} commands came through by themselves`);
  expect(faults).toEqual([]);
});

test.each([{ target: glueTarget, on: 'glue' }, { target: sfnTarget, on: 'sfn' }])('two commands at once on $on: one of them or both, the next one converges, and nothing is lost or leaked', async ({ target }) => {
  const { pairs, refused: gaveWay, faults } = await deployAtOnce(target, 4, 20_260_105);
  console.log(`${pairs} pairs of commands at once, ${gaveWay} gave way`);
  expect(faults).toEqual([]);
});
