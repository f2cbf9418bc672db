import type { Json } from '@millrace/core';
import { resolveRefs, revisionOf } from '@millrace/deploy';
import { describe, expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { job, pipelineOf, site, sourcesOf } from '../test/pipelines.ts';
import { MachineDouble } from '../test/machine-double.ts';
import { sfnProvidersOn } from './index.ts';

const pipeline = pipelineOf([job('a')]);
const edited = pipelineOf([job('a', { timeoutSeconds: 3600 })]);

function wanted(of = pipeline) {
  const all = resolveRefs(compile(of, site, sourcesOf(of)).resources, site);
  const [machine, version, alias] = ['stateMachine', 'stateMachine.version', 'stateMachine.live'].map((id) => all.find((one) => one.id === id));
  if (machine === undefined || version === undefined || alias === undefined) throw new Error('nothing was compiled');
  return { machine, version, alias };
}

/** What a deploy does with the three, and what it then sees. */
function world() {
  const double = new MachineDouble();
  const [machines, versions, aliases] = sfnProvidersOn(double.port, site);
  if (machines === undefined || versions === undefined || aliases === undefined) throw new Error('there are three');
  const reads = (of = pipeline) => Promise.all([machines.read(wanted(of).machine.name), versions.read(wanted(of).version.name), aliases.read(wanted(of).alias.name)]);
  const deploy = async (of = pipeline): Promise<void> => {
    const { machine, version, alias } = wanted(of);
    const [first, second, third] = await reads(of);
    await machines.put(machine, first);
    await versions.put(version, second);
    await aliases.put(alias, third);
  };
  return { double, machines, versions, aliases, reads, deploy };
}

describe('state machines', () => {
  test('with their version and alias are read back as they were put, so that a second deploy changes nothing', async () => {
    const { deploy, reads } = world();
    expect(await reads()).toEqual([null, null, null]);
    await deploy();
    const { machine, version, alias } = wanted();
    expect(await reads()).toEqual([machine, version, alias].map(({ props }) => ({ props, owner: 'dev/orders', sha256: null })));
  });

  test('write the events of executions to a log group of their own, and their course to X-Ray', async () => {
    const { double, deploy } = world();
    await deploy();
    expect(double.machine?.configured).toMatchObject({
      loggingConfiguration: { level: 'ALL', includeExecutionData: false, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/states/dev-orders-Logs:*' } }] },
      tracingConfiguration: { enabled: true },
    });
  });

  test('whose logging somebody has switched off show it as drift, and a deploy switches it on again', async () => {
    const { double, deploy, reads, machines } = world();
    await deploy();
    double.change({ loggingConfiguration: { level: 'OFF' } });
    expect((await reads())[0]?.props['LoggingConfiguration']).toEqual({ Level: 'OFF', IncludeExecutionData: false, Destinations: [] });
    await machines.put(wanted().machine, (await reads())[0]);
    expect((await reads())[0]?.props).toEqual(wanted().machine.props);
  });

  test('one that is being deleted is not settled, and counts as gone', async () => {
    const { double, machines, deploy } = world();
    await deploy();
    await machines.remove('dev-orders');
    expect([await machines.read('dev-orders'), await machines.settled('dev-orders')]).toEqual([null, false]);
    double.machine = null;
    await machines.remove('dev-orders');
    expect(await machines.settled('dev-orders')).toBe(true);
  });
});

describe('versions', () => {
  test('each revision gets one, and the alias moves to it', async () => {
    const { double, deploy } = world();
    await deploy();
    await deploy();
    await deploy(edited);
    expect([double.numbers, double.live]).toEqual([[1, 2], [2]]);
  });

  test('an alias that somebody has moved by hand shows it as drift, and moves back without a new version', async () => {
    const { double, aliases, deploy, reads } = world();
    await deploy();
    await deploy(edited);
    double.live = [1];
    expect((await reads(edited))[2]?.props).toEqual(wanted().alias.props);
    await aliases.put(wanted(edited).alias, (await reads(edited))[2]);
    expect([double.numbers, double.live]).toEqual([[1, 2], [2]]);
  });

  test('the same definition once more is a version of its own, so that there is one before it to go back to', async () => {
    const { double, deploy } = world();
    await deploy();
    await deploy(edited);
    await deploy();
    expect([double.numbers, double.live]).toEqual([[1, 2, 3], [3]]);
  });

  test('the newest twenty stay besides the one that is live; so does one that another alias points to', async () => {
    const { double, deploy } = world();
    await deploy();
    double.pinned = [1];
    for (let minutes = 2; minutes <= 25; minutes += 1) await deploy(pipelineOf([job('a', { timeoutSeconds: minutes * 60 })]));
    expect(double.numbers).toEqual([1, ...Array.from({ length: 21 }, (_, index) => index + 5)]);
  });

  test('what is described as it was before the update is not published: a later look helps', async () => {
    const { versions, machines, deploy, reads, double } = world();
    await deploy();
    await machines.put(wanted(edited).machine, (await reads())[0]);
    double.stale = 1;
    await expect(versions.put(wanted(edited).version, null)).rejects.toMatchObject({ name: 'ConflictException' });
    await versions.put(wanted(edited).version, null);
    expect(double.numbers).toEqual([1, 2]);
  });

  test('what somebody changes just before a version is published is not published: it is not what was deployed', async () => {
    const { double, versions, machines, deploy, reads } = world();
    await deploy();
    await machines.put(wanted(edited).machine, (await reads())[0]);
    double.beforePublish = () => { double.change({ definition: '{}' }); };
    await expect(versions.put(wanted(edited).version, null)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(double.numbers).toEqual([1]);
  });

  test('an alias is never moved to a part of what it was asked to point to', async () => {
    const { double, aliases, deploy } = world();
    await deploy();
    const { alias } = wanted();
    const split = Array.isArray(alias.props['RoutingConfiguration']) ? [...(alias.props['RoutingConfiguration'] as readonly Json[]), { StateMachineVersionArn: 'another', Weight: 50 }] : [];
    double.live = null;
    await expect(aliases.put({ ...alias, props: { ...alias.props, RoutingConfiguration: split } }, null)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(double.live).toBeNull();
  });

  test('a destroy takes alias and versions', async () => {
    const { double, versions, aliases, deploy, reads } = world();
    await deploy();
    await deploy(edited);
    for (const _twice of [1, 2]) {
      await aliases.remove('dev-orders:live');
      await versions.remove('dev-orders');
    }
    expect([double.numbers, double.live, (await reads()).slice(1)]).toEqual([[], null, [null, null]]);
  });

  test('what a revision is does not hang on whose tags the machine carries', () => {
    expect(revisionOf({ ...wanted().machine.props, Tags: [] })).toBe(revisionOf(wanted().machine.props));
  });
});

describe('what Step Functions says of a definition before it is written', () => {
  test('each error is told with code, words and place', async () => {
    const { double, machines } = world();
    double.diagnostics = [
      { severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET', message: 'there is no such state', location: '/States/a/Next' },
      { severity: 'WARNING', code: 'SLOW', message: 'is slow', location: '/' },
    ];
    expect(await machines.validate?.(wanted().machine)).toMatchObject([{
      code: 'MR5020', severity: 'error', pointer: '/resources/stateMachine/States/a/Next',
      message: "Step Functions refuses the definition of 'dev-orders' at /States/a/Next: MISSING_TRANSITION_TARGET: there is no such state",
    }]);
  });

  test('a definition that it refuses without saying why is refused', async () => {
    const { double, machines } = world();
    double.refusesSilently = true;
    expect(await machines.validate?.(wanted().machine)).toMatchObject([{ code: 'MR5020', severity: 'error', message: "Step Functions refuses the definition of 'dev-orders', and does not say why." }]);
  });

  test('whoever may not ask is told so, and goes on', async () => {
    const { double, machines } = world();
    double.deniesValidation = true;
    expect(await machines.validate?.(wanted().machine)).toMatchObject([{ code: 'MR5022', severity: 'warning' }]);
  });
});
