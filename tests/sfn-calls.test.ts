import type { Json, Script, Step } from '@millrace/core';
import { defaultServices } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, plainStep, sourcesOf } from '@millrace/testkit';
import { expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld } from './equivalence/world.ts';

const MINUTE = 60_000;
const good: Script = () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
const RUN = { id: '20260105t100000-abcdef', date: '2026-01-05', params: {} };
const base = { join: 'all', optional: false, outputs: {}, timeoutSeconds: 600, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 } } as const;
const after = (step: string) => ({ after: [{ step, on: 'succeeded' }] }) as const;

/** The services of the embedded AWS themselves, not played: a topic, and a document that sleeps for two minutes. */
async function bench(steps: readonly Step[], onFailure: Step | null = null) {
  const pipeline = { ...plainPipeline('calls', {}), steps, onFailure };
  const world = makeWorld(pipeline, good, {}, { services: defaultServices });
  await world.host.call('sns', 'CreateTopic', { Name: 'alerts' });
  const content = { schemaVersion: '0.3', parameters: { Nodes: { type: 'StringList' } }, mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT2M' } }] };
  await world.host.call('ssm', 'CreateDocument', { Name: 'Scale', DocumentType: 'Automation', Content: JSON.stringify(content) });
  await deploy(world, pipeline, sfnTarget.compile(pipeline, site, sourcesOf(pipeline)));
  const runner = world.connect('sfn').runner({ pipeline, site });
  await runner.start(RUN);
  return { world, runner };
}

const scale: Step = { ...base, name: 'scale', kind: 'ssm', after: [], with: { document: 'Scale', parameters: { Nodes: ['3', 4] } } };
const tell: Step = { ...base, name: 'tell', kind: 'sns', ...after('scale'), with: { topic: 'alerts' } };

/** What is told of the automations: the service answers in this shape. */
const statuses = (answer: Json): readonly string[] => (answer as { readonly AutomationExecutionMetadataList: readonly { readonly AutomationExecutionStatus: string }[] }).AutomationExecutionMetadataList.map(({ AutomationExecutionStatus }) => AutomationExecutionStatus);

test('an automation, a message and a wait run on the services themselves', async () => {
  const { world, runner } = await bench([scale, tell, { ...base, name: 'pause', kind: 'wait', ...after('tell'), with: { seconds: 60 } }, plainStep('next', { after: ['pause'] })]);
  await world.run(BEGINNING + 10 * MINUTE);
  const { state, steps } = await runner.describe(RUN.id);
  expect(state).toBe('succeeded');
  const minutes = Object.entries(steps).map(([name, { attempts }]) => [name, ...attempts.map(({ start, end }) => [(start - BEGINNING) / MINUTE, ((end ?? 0) - BEGINNING) / MINUTE])]);
  expect(minutes).toEqual([['scale', [0, 2]], ['tell', [2, 2]], ['pause', [2, 3]], ['next', [3, 4]]]);
  expect(statuses(await world.host.call('ssm', 'DescribeAutomationExecutions', {}))).toEqual(['Success']);
});

test('a stop cancels the automation of the run', async () => {
  const { world, runner } = await bench([scale, tell]);
  await world.run(BEGINNING + MINUTE + 10_000);
  await runner.stop(RUN.id);
  await world.run(BEGINNING + 10 * MINUTE);
  expect(await runner.describe(RUN.id)).toMatchObject({ state: 'stopped', steps: { scale: { state: 'stopped' }, tell: { state: 'skipped' } } });
  expect(statuses(await world.host.call('ssm', 'DescribeAutomationExecutions', {}))).toEqual(['Cancelled']);
});

test('a document or topic that is not there is a failed step, which says why', async () => {
  const { world, runner } = await bench([{ ...scale, kind: 'ssm', with: { document: 'Missing' } }], { ...base, name: 'on-failure', kind: 'sns', after: [], with: { topic: 'missing' } });
  await world.run(BEGINNING + 10 * MINUTE);
  expect(await runner.describe(RUN.id)).toMatchObject({ state: 'failed', steps: {
    scale: { state: 'failed', attempts: [{ message: expect.stringMatching(/^Ssm\.AutomationDefinitionNotFoundException: Document with name Missing not found\./) }] },
    'on-failure': { state: 'failed', attempts: [{ message: expect.stringMatching(/^SNS\.NotFoundException: Topic does not exist/) }] },
  } });
});
