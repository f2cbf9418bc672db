import { describe, expect, test } from 'vitest';
import { attemptOutputsKey, decideBootstrap, decideOutputs, type RunView } from './decide-bootstrap.ts';
import type { JobSpec } from './job-spec.ts';

const spec: JobSpec = {
  schemaVersion: 1,
  pipeline: 'orders',
  step: 'load',
  job: 'dev-orders-load',
  scriptUri: 's3://scripts/0123456789abcdef/load.py',
  runsBucket: 'runs',
  timezone: 'Europe/Madrid',
  args: { DAY: { param: 'day' }, RUN: { run: 'id' }, SHIFT: -1, COLUMNS: ['a', 'b'] },
  params: { day: { type: 'date', description: '', default: { run: 'date' }, values: [] } },
  environmentParams: {},
  handler: false,
};
const run = '20260131t020000-abcdef';
const ours = { 'millrace:run': run, 'millrace:date': '2026-01-31', 'millrace:continuation': '2' };
const view = (objects: Readonly<Record<string, unknown>>, more: Partial<RunView> = {}): RunView => ({
  now: 5,
  jobName: 'dev-orders-load',
  jobRunId: 'jr_1',
  workflow: { name: 'dev-orders', runId: 'wr_1' },
  chain: [{ runId: 'wr_1', startedOn: 0, properties: ours }],
  told: { outcome: null, failedSteps: null },
  scriptPath: '/tmp/load.py',
  read: (key) => objects[key] ?? null,
  ...more,
});
const opened = { [`orders/${run}/continuations/0002.json`]: { n: 2, keep: [] } };
const record = { [`orders/${run}/run.json`]: { date: '2026-01-31', params: { day: '2026-01-30' } }, ...opened };

describe('the bootstrap', () => {
  test('gives the script its arguments, from the frozen parameters of the run', () => {
    expect(decideBootstrap(spec, view(record))).toEqual({
      action: 'script',
      run,
      writes: [{ key: `orders/${run}/steps/load/jr_1.json`, body: { script: true, at: 5 }, once: false }],
      argv: [
        ...['/tmp/load.py', '--JOB_NAME', 'dev-orders-load', '--JOB_RUN_ID', 'jr_1', '--WORKFLOW_NAME', 'dev-orders', '--WORKFLOW_RUN_ID', 'wr_1'],
        ...['--MILLRACE_RUN', run, '--MILLRACE_STEP', 'load', '--DAY', '2026-01-30', '--RUN', run, '--SHIFT', '-1', '--COLUMNS', '["a","b"]'],
      ],
    });
  });

  test('passes a value that begins with a dash as a token of its own, as Glue itself does', () => {
    const args = { A: -5, B: '-foo', C: '--flag', D: '-x=1', E: '--', F: '-', G: { param: 'day' } };
    const decision = decideBootstrap({ ...spec, args }, view({ ...opened, [`orders/${run}/run.json`]: { date: '2026-01-31', params: { day: '--B=evil' } } }));
    expect(decision.action === 'script' ? decision.argv.slice(-14) : decision).toEqual(['--A', '-5', '--B', '-foo', '--C', '--flag', '--D', '-x=1', '--E', '--', '--F', '-', '--G', '--B=evil']);
  });

  test('passes a kept step by as a success, and says so in the run folder', () => {
    const kept = { ...record, [`orders/${run}/continuations/0002.json`]: { keep: ['load'] } };
    expect(decideBootstrap(spec, view(kept))).toMatchObject({ action: 'end', exitCode: 0, writes: [{ body: { skipped: 'kept', at: 5 } }] });
  });

  test('does not start in a run that is being stopped', () => {
    expect(decideBootstrap(spec, view({ ...record, [`orders/${run}/stop.json`]: { at: 1 } }))).toMatchObject({ action: 'end', exitCode: 1, writes: [{ body: { skipped: 'stop', at: 5 } }] });
  });

  test('finds the run through the runs that a resumed one follows', () => {
    const chain = [{ runId: 'wr_2', startedOn: 9, properties: {} }, { runId: 'wr_1', startedOn: 0, properties: ours }];
    expect(decideBootstrap(spec, view(record, { chain }))).toMatchObject({ action: 'script', run });
  });

  test('freezes a run that was started outside Millrace, on the day of its start in the zone of the pipeline', () => {
    const chain = [{ runId: 'wr_X', startedOn: Date.parse('2026-06-30T22:30:00Z'), properties: { 'param:day': '2026-06-01' } }];
    const decision = decideBootstrap(spec, view({}, { chain }));
    expect(decision).toMatchObject({ action: 'script', run: 'wr-x' });
    expect(decision.writes[0]).toMatchObject({ key: 'orders/wr-x/run.json', once: true, body: { date: '2026-07-01', params: { day: '2026-06-01' } } });
  });

  test('tells all problems of such a run in one sentence, and records that as its refusal', () => {
    const chain = [{ runId: 'wr_X', startedOn: 0, properties: { 'param:day': 'soon', 'param:dya': '1' } }];
    const message = "The run wr-x cannot go on: there is no parameter 'dya'; 'soon' is not of type date, which the parameter 'day' has.";
    expect(decideBootstrap(spec, view({}, { chain }))).toEqual({ action: 'end', run: 'wr-x', exitCode: 1, writes: [{ key: 'orders/wr-x/refused.json', body: { message, at: 5 }, once: true }], message });
  });

  test('does not pass over a run property that is a parameter without its prefix, and leaves others alone', () => {
    const outside = (properties: Readonly<Record<string, string>>) => decideBootstrap(spec, view({}, { chain: [{ runId: 'wr_X', startedOn: 0, properties }] }));
    expect(outside({ day: '1990-01-01' })).toMatchObject({ action: 'end', exitCode: 1, message: "The run wr-x cannot go on: the run property 'day' names a parameter without its prefix (write 'param:day')." });
    expect(outside({ 'aws:x': '1', 'millrace:day': '2', owner: 'ops' })).toMatchObject({ action: 'script' });
  });

  test('names a run in the index after its start, so that names sort by time', () => {
    const chain = [{ runId: 'wr_X', startedOn: Date.parse('2026-06-30T22:30:05.900Z'), properties: {} }];
    expect(decideBootstrap(spec, view({}, { chain })).writes.map(({ key }) => key)).toContain('orders/_index/20260630t223005.wr-x');
  });

  describe('and properties that are not its own', () => {
    const start = (properties: Readonly<Record<string, string>>, objects: Readonly<Record<string, unknown>> = record, more: Partial<RunView> = {}) =>
      decideBootstrap(spec, view(objects, { chain: [{ runId: 'wr_9', startedOn: 0, properties }], workflow: { name: 'dev-orders', runId: 'wr_9' }, ...more }));
    const served = { ...record, [`orders/${run}/continuations/0002.native.json`]: { nativeId: 'wr_1' } };

    test('refuses what is no id of a run, and touches no folder of that name', () => {
      for (const id of ['../../../pwn5', '', 'wr_1', `${run}\n`]) {
        const { action, writes } = start({ 'millrace:run': id });
        expect([action, writes.map(({ key }) => key)]).toEqual(['end', ['orders/wr-9/refused.json']]);
      }
      expect(start({ ...ours, 'millrace:continuation': '../1' })).toMatchObject({ exitCode: 1, message: expect.stringContaining("'millrace:continuation' is not the number of a continuation") });
      expect(start({ 'millrace:run': '../x' }, {}, { workflow: null })).toMatchObject({ exitCode: 1, writes: [], message: expect.stringMatching(/^The job run wr_9 does not go on/) });
    });

    test('refuses the properties of a run that another workflow run serves', () => {
      const message = `The workflow run wr_9 does not go on: its run properties are those of the run ${run}, which is the workflow run wr_1. Start it without the run properties that begin with 'millrace:'. \`millrace resume\` continues a run.`;
      expect(start(ours, served)).toEqual({ action: 'end', run, exitCode: 1, writes: [{ key: 'orders/wr-9/refused.json', body: { message, at: 5 }, once: true }], message });
    });

    test('refuses a continuation that nobody has opened', () => {
      expect(start({ ...ours, 'millrace:continuation': '7' }, served)).toMatchObject({ exitCode: 1, message: expect.stringContaining('nobody has opened that continuation') });
    });

    test('goes on before its start is recorded, and as a run that Glue resumed and that shows the properties of the one before', () => {
      expect(start(ours).action).toBe('script');
      expect(decideBootstrap(spec, view(served, { chain: [{ runId: 'wr_9', startedOn: 0, properties: ours, resumed: true }] })).action).toBe('script');
    });
  });

  describe('and outputs', () => {
    const reading = { ...spec, args: { ROWS: { output: ['clean', 'rows'], or: null }, NOTE: { output: ['clean', 'note'], or: '-' } } } as const;
    const left = { [`orders/${run}/outputs/clean.json`]: { rows: 3 } };
    const writing = { ...spec, outputs: { rows: 'integer' } } as const;
    const key = attemptOutputsKey(writing, run, 'jr_1');

    test('gives the values of an earlier step, and the default of what is not there', () => {
      const decision = decideBootstrap(reading, view({ ...record, ...left }));
      expect(decision.action === 'script' ? decision.argv.slice(-4) : decision).toEqual(['--ROWS', '3', '--NOTE', '-']);
      expect(decideBootstrap(reading, view(record))).toMatchObject({
        action: 'end', exitCode: 1, message: `The run ${run} cannot go on: the argument 'ROWS' has no value.`, writes: [{ key: `orders/${run}/steps/load/jr_1.json`, body: { script: false, message: expect.stringContaining("'ROWS' has no value") } }],
      });
    });

    test('tells the script where to write, and forgets what an attempt before it left', () => {
      const decision = decideBootstrap(writing, view({ ...record, ...left }));
      expect(decision.action === 'script' ? decision.argv.join(' ') : '').toContain(`--MILLRACE_OUTPUTS s3://runs/${key}`);
      expect(decision.writes.map(({ key: name, body }) => [name, body])).toEqual([[`orders/${run}/outputs/load.json`, {}], [`orders/${run}/steps/load/jr_1.json`, { script: true, at: 5 }]]);
    });

    test('copies what is right, and fails the attempt for what is not', () => {
      expect(decideOutputs(writing, run, 'jr_1', '{"rows": 7, "more": 1}')).toEqual({ wrong: null, writes: [{ key: `orders/${run}/outputs/load.json`, body: { rows: 7 }, once: false }] });
      expect(decideOutputs(writing, run, 'jr_1', '{"rows": "7"}')).toEqual({ wrong: `The outputs of the step 'load' in s3://runs/${key} are not right: 'rows' is not of type integer.`, writes: [] });
    });
  });

  test('gives the name of a secret, never its value', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:1:secret:db';
    const decision = decideBootstrap({ ...spec, args: { A: { secret: 'prod/db' }, B: { secret: arn } } }, view(record));
    expect(decision.action === 'script' ? decision.argv.slice(-4) : decision).toEqual(['--A', 'secretsmanager:prod/db', '--B', arn]);
  });

  test('gives a job that was started by itself the values that it was started with, and leaves no trace of a run', () => {
    const chain = [{ runId: 'jr_1', startedOn: 5, properties: { 'millrace:run': run, 'millrace:date': '2026-01-31', 'param:day': '2026-01-29' } }];
    const decision = decideBootstrap(spec, view({}, { workflow: null, chain }));
    expect(decision).toMatchObject({ action: 'script', run, writes: [] });
    expect(decision.action === 'script' ? decision.argv.slice(5, 13) : decision).toEqual(['--MILLRACE_RUN', run, '--MILLRACE_STEP', 'load', '--DAY', '2026-01-29', '--RUN', run]);
  });

  test('checks the values of a job that was started by itself before its script runs', () => {
    const chain = [{ runId: 'jr_1', startedOn: 5, properties: { 'param:day': 'soon' } }];
    expect(decideBootstrap(spec, view({}, { workflow: null, chain }))).toMatchObject({ action: 'end', exitCode: 1, message: expect.stringContaining("'soon' is not of type date") });
  });
});
