import { glueTarget } from '@millrace/glue';
import { plainPipeline, sourcesOf, type PlainStep } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { differences, observeAccount, openAccount, site } from './account.ts';
import { Command, type Version } from './command.ts';
import { first } from './pipelines.ts';

/** Ten chains of jobs and crawlers, joined at their ends: a hundred nodes. */
function wide(): Version {
  const steps: Record<string, PlainStep> = {};
  for (let chain = 0; chain < 9; chain += 1) {
    for (let place = 0; place < 11; place += 1) steps[`s${chain}-${place}`] = { ...(place === 0 ? {} : { after: [`s${chain}-${place - 1}`] }) };
  }
  steps['last'] = { crawler: true, after: Array.from({ length: 9 }, (_, chain) => `s${chain}-10`) };
  const pipeline = plainPipeline('wide', steps);
  return { pipeline, sources: sourcesOf(pipeline), target: glueTarget };
}

describe('a deploy that has nothing to change', () => {
  it('of a workflow of 100 nodes makes at most 8 reads and no writes', async () => {
    const account = openAccount();
    // Roles are looked at one by one, so they are brought here.
    const brought = { ...site, roles: { job: 'arn:aws:iam::123456789012:role/job', crawler: 'arn:aws:iam::123456789012:role/crawler', stateMachine: null, helper: 'arn:aws:iam::123456789012:role/helper', events: null } };
    const whole = new Command(account, null, { site: brought });
    await whole.deploy(wide());
    const again = new Command(account, null, { site: brought });
    await again.deploy(wide());
    console.log(`first deploy of 100 nodes: ${whole.calls} calls, ${whole.writes} writes; nothing to change: ${again.calls} reads`);
    expect(again.writes).toBe(0);
    expect(again.calls).toBeLessThanOrEqual(8);
  });
});

describe('a trigger that somebody has disabled', () => {
  it('is drift, and the next deploy activates it again', async () => {
    const account = openAccount();
    const version = first(glueTarget);
    await new Command(account).deploy(version);
    const before = await observeAccount(account);
    await account.host.call('glue', 'StopTrigger', { Name: 'crash-orders--join-1' });
    await account.host.run(account.host.now() + 60_000);
    expect(differences(before, await observeAccount(account))).toHaveLength(1);
    const command = new Command(account);
    const { changes } = await command.plan(version);
    expect(changes.changes).toMatchObject([{ action: 'update', name: 'crash-orders--join-1', fields: [{ path: 'State', from: 'DEACTIVATED', to: 'ACTIVATED', by: 'drift' }] }]);
    await command.deploy(version);
    expect(differences(before, await observeAccount(account))).toEqual([]);
  });
});
