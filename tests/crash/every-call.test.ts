import { expect, test } from 'vitest';
import { differences, observeAccount, openAccount } from './account.ts';
import { deployAtOnce } from './at-once.ts';
import { Command } from './command.ts';
import { scenarios, strikeCalls } from './every-call.ts';
import { edited, first } from './pipelines.ts';
import { glueTarget } from '@millrace/glue';

/** One call in so many is crashed at; the evidence crashes at each. */
const step = Number(process.env['MILLRACE_CRASH_EVERY'] ?? 32);

test.each(scenarios.map((scenario, index) => ({ ...scenario, from: 1 + (index * 7) % step })))('a crash behind AWS calls: $name', async ({ from, ...scenario }) => {
  const { calls, injected, faults } = await strikeCalls(scenario, 'crash', step, from);
  console.log(`${scenario.name}: ${calls} calls, ${injected} crashes`);
  expect(calls).toBeGreaterThan(40);
  expect(faults).toEqual([]);
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

test.each(scenarios.filter(({ name }) => ['first deploy on glue', 'update on glue', 'destroy on glue', 'first deploy on sfn'].includes(name)))('an answer is lost and the client calls again: $name', async (scenario) => {
  const { injected, through, faults } = await strikeCalls(scenario, 'lost answer', step, 5);
  console.log(`${scenario.name}: ${injected} answers lost, ${through} commands came through by themselves`);
  expect(faults).toEqual([]);
  expect(through).toBe(injected);
});

const glueOnly = scenarios.filter(({ name }) => ['first deploy on glue', 'update on glue', 'destroy on glue'].includes(name));
const refusals = ['throttled', 'changed at once', 'not there', 'expired'] as const;
test.each(refusals.flatMap((what, index) => glueOnly.map((scenario) => ({ what, scenario, of: scenario.name, from: 1 + index * 11 }))))('a service refuses ($what): $of', async ({ what, scenario, from }) => {
  const { injected, through, faults } = await strikeCalls(scenario, what, 2 * step, from);
  console.log(`${scenario.name}: ${injected} calls ${what}, ${through} commands came through by themselves`);
  expect(faults).toEqual([]);
});

test('two deploys at once: one of them or both, the next one converges, and nothing is lost or leaked', async () => {
  const { pairs, refused, faults } = await deployAtOnce(4, 20_260_105);
  console.log(`${pairs} pairs of deploys at once, ${refused} commands gave way`);
  expect(faults).toEqual([]);
});
