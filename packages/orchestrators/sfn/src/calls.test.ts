import type { Json, TaskAnswer, TaskCall } from '@millrace/asl';
import type { Pipeline, PolicyStatement, Step } from '@millrace/core';
import { runFolder } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { called, job, pipelineOf, site, sourcesOf } from './test/pipelines.ts';
import { play } from './test/simulated.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 31, 2);
const good = () => ({ state: 'SUCCEEDED', minutes: 1 }) as const;
const retry = (attempts: number, on: Step['retry']['on'] = ['failed']): Pick<Step, 'retry'> => ({ retry: { attempts, on, delaySeconds: 0 } });

/** Answers calls of one resource in turn, the last answer ever again, and keeps what was asked and when. */
function answering(resource: string, ...answers: readonly TaskAnswer[]) {
  const asked: { readonly minute: number; readonly given: Json }[] = [];
  const calls = (call: TaskCall): TaskAnswer | null => {
    if (!call.resource.endsWith(resource)) return null;
    asked.push({ minute: (call.now - START) / MINUTE, given: call.arguments });
    return answers[Math.min(asked.length, answers.length) - 1] ?? null;
  };
  return { asked, calls };
}

const params = {
  count: { type: 'integer', description: '', default: 3, values: [] },
  day: { type: 'date', description: '', default: { run: 'date' }, values: [] },
} as const;

describe('a function', () => {
  const invoke = (step: Step, over: Partial<Pipeline> = {}) => pipelineOf([step, job('next', { after: [step.name] })], { params, ...over });
  const ok = { output: { StatusCode: 200, Payload: {} }, ms: MINUTE };

  test('is given typed values, constants that look like expressions, and who asks', async () => {
    const { asked, calls } = answering(':lambda:invoke', ok);
    const payload = { N: { param: 'count' }, DAY: { param: 'day' }, LIST: [1, '{% $boom %}'], FLAG: true, TEXT: '{% $boom %}', KEY: { secret: 'prod/db' }, RUN: { run: 'id' } } as const;
    const run = await play(invoke(called('f', 'lambda', { use: 'notify:live', payload })), good, { calls });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { next: [1] }, outcomes: { f: 'succeeded' } });
    expect(asked).toEqual([{ minute: 0, given: {
      FunctionName: 'notify:live',
      Payload: {
        N: 3, DAY: '2026-01-31', LIST: [1, '{% $boom %}'], FLAG: true, TEXT: '{% $boom %}', KEY: 'secretsmanager:prod/db', RUN: '20260131t020000-abcdef-1',
        millrace: { run: '20260131t020000-abcdef-1', step: 'f' },
      },
    } }]);
  });

  test('reads outputs of jobs with their types', async () => {
    const { asked, calls } = answering(':lambda:invoke', ok);
    const steps = [{ ...job('a'), outputs: { rows: 'integer' } } as const, called('f', 'lambda', { use: 'f', payload: { ROWS: { output: ['a', 'rows'], or: null } } }, { after: ['a'] })];
    const read = { output: { ContentLength: 12, Body: '{"rows": 41}' } };
    await play(pipelineOf(steps), good, { calls: (call) => (call.resource.endsWith(':getObject') ? read : calls(call)) });
    expect(asked[0]?.given).toMatchObject({ Payload: { ROWS: 41 } });
  });

  test('that raises has failed, and may be asked again', async () => {
    const { asked, calls } = answering(':lambda:invoke', { error: 'ValueError', cause: '{"errorMessage":"no"}', ms: MINUTE }, ok);
    const run = await play(invoke(called('f', 'lambda', { use: 'f' }, retry(1))), good, { calls });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { next: [2] } });
    expect(asked.map(({ minute }) => minute)).toEqual([0, 1]);
  });

  test('that does not answer in time has timed out', async () => {
    const { calls } = answering(':lambda:invoke', { output: {}, ms: 10 * MINUTE });
    const run = await play(invoke(called('f', 'lambda', { use: 'f' }, { timeoutSeconds: 120 })), good, { calls });
    expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: f timed out.', outcomes: {} });
  });

  test('that is too busy is asked again, and that is no attempt', async () => {
    const busy = { error: 'Lambda.TooManyRequestsException', cause: 'Rate exceeded' };
    const { asked, calls } = answering(':lambda:invoke', busy, busy, { error: 'ValueError', cause: '{}' }, ok);
    expect((await play(invoke(called('f', 'lambda', { use: 'f' }, retry(1))), good, { calls })).status).toBe('SUCCEEDED');
    expect(asked).toHaveLength(4);
  });

  test('as a handler is told how the run went', async () => {
    const { asked, calls } = answering(':lambda:invoke', ok);
    const steps = [job('a', { optional: true }), job('b')];
    await play(pipelineOf(steps, { onFailure: called('tell', 'lambda', { use: 'f' }) }), () => ({ state: 'FAILED', minutes: 1 }), { calls });
    expect(asked[0]?.given).toMatchObject({ Payload: { millrace: { step: 'tell', outcome: 'failed', failedSteps: ['a', 'b'] } } });
  });
});

describe('a message', () => {
  const ok = { output: { MessageId: 'm' } };
  const sent = async (props: Parameters<typeof called<'sns'>>[2], over: Partial<Pipeline> = {}) => {
    const { asked, calls } = answering(':sns:publish', ok);
    await play(pipelineOf([called('tell', 'sns', props)], { params, ...over }), good, { calls });
    return asked[0]?.given;
  };

  test('says what ran, unless it has words of its own', async () => {
    expect(await sent({ topic: 'alerts' })).toEqual({
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts', Subject: 'orders: step tell', Message: "The run 20260131t020000-abcdef-1 of the pipeline 'orders' has come to the step 'tell'.",
    });
    expect(await sent({ topic: 'arn:aws:sns:us-east-1:999988887777:all', subject: ' Día {% x %}', message: { param: 'count' } })).toEqual({ TopicArn: 'arn:aws:sns:us-east-1:999988887777:all', Subject: 'D?a {% x %}', Message: '3' });
  });

  test('a subject that only the run knows is one line of ASCII, too', async () => {
    const word = { type: 'string', description: '', default: `  é\n${'x'.repeat(200)}`, values: [] } as const;
    expect(await sent({ topic: 'alerts', subject: { param: 'word' } }, { params: { word } })).toMatchObject({ Subject: `??${'x'.repeat(98)}` });
  });

  test('of a handler says the outcome and what went wrong', async () => {
    const { asked, calls } = answering(':sns:publish', ok);
    await play(pipelineOf([job('a'), job('b')], { onFailure: called('tell', 'sns', { topic: 'alerts' }) }), () => ({ state: 'FAILED', minutes: 1 }), { calls });
    expect(asked[0]?.given).toMatchObject({ Subject: 'orders: failed', Message: "The run 20260131t020000-abcdef-1 of the pipeline 'orders' failed.\nSteps that went wrong: a, b." });
  });

  test('that the service refuses is a failed step', async () => {
    const { calls } = answering(':sns:publish', { error: 'SNS.NotFoundException', cause: 'Topic does not exist' });
    expect(await play(pipelineOf([called('tell', 'sns', { topic: 'alerts' })]), good, { calls })).toMatchObject({ status: 'FAILED', cause: 'The run failed: tell failed.' });
  });
});

test('a wait lasts as long as it says', async () => {
  const run = await play(pipelineOf([called('pause', 'wait', { seconds: 600 }), job('next', { after: ['pause'] })]), good);
  expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { next: [10] } });
});

describe('an automation', () => {
  /** Ends after `minutes` as `status`; asked to stop, at once. */
  const systems = (o: { readonly minutes: number; readonly status?: string; readonly throttle?: number }) => {
    const begun: { readonly minute: number; readonly given: Json }[] = [];
    const stopped: number[] = [];
    const marks: Json[] = [];
    let [begunAt, end, status, throttle] = [0, 0, '', o.throttle ?? 0];
    const iso = (at: number): string => new Date(at).toISOString();
    const calls = ({ resource, arguments: given, now }: TaskCall): TaskAnswer | null => {
      const minute = (now - START) / MINUTE;
      if (resource.endsWith(':putObject')) marks.push(given);
      if (resource.endsWith(':putObject')) return { output: {} };
      if (resource.endsWith(':s3:getObject')) return marks.length === 0 ? { error: 'S3.NoSuchKeyException', cause: '' } : { output: { Body: '{"at": 0, "id": "auto"}' } };
      if (resource.endsWith(':startAutomationExecution')) {
        begun.push({ minute, given });
        if ((throttle -= 1) >= 0) return { error: 'Ssm.SsmException', cause: 'Rate exceeded' };
        [begunAt, end, status] = [now, now + o.minutes * MINUTE, o.status ?? 'Success'];
        return { output: { AutomationExecutionId: 'auto' } };
      }
      if (resource.endsWith(':stopAutomationExecution')) {
        stopped.push(minute);
        [end, status] = [now, 'Cancelled'];
        return { output: {} };
      }
      return resource.endsWith(':getAutomationExecution') ? { output: { AutomationExecution: { AutomationExecutionStatus: now < end ? 'InProgress' : status, ExecutionStartTime: iso(begunAt), ...(now < end ? {} : { ExecutionEndTime: iso(end) }) } } } : null;
    };
    return { begun, stopped, marks, calls };
  };
  const scale = (over: Parameters<typeof called<'ssm'>>[3] = {}) => called('scale', 'ssm', { document: 'Scale', parameters: { Nodes: { param: 'count' }, Zones: ['a', 1] } }, over);

  test('is waited for; its id is in the folder of the run', async () => {
    const { begun, marks, calls } = systems({ minutes: 4 });
    const run = await play(pipelineOf([scale(), job('next', { after: ['scale'] })], { params }), good, { calls });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { next: [4] } });
    expect(begun[0]?.given).toMatchObject({ DocumentName: 'Scale', Parameters: { Nodes: ['3'], Zones: ['a', '1'] } });
    expect(marks).toMatchObject([{ Bucket: 'runs', Key: runFolder(site, { name: 'orders' }, '20260131t020000-abcdef-1').call('scale', 1, 1), Body: expect.stringContaining('"id":"auto"') }]);
  });

  test.each([['Failed', 'failed'], ['Cancelled', 'stopped'], ['TimedOut', 'timed out']])('that ends %s is %s', async (status, word) => {
    const { calls } = systems({ minutes: 1, status });
    expect((await play(pipelineOf([scale()], { params }), good, { calls })).cause).toBe(`The run failed: scale ${word}.`);
  });

  test('carries one token for one attempt, however often its start is repeated', async () => {
    const { begun, calls } = systems({ minutes: 1, status: 'Failed', throttle: 2 });
    await play(pipelineOf([scale(retry(1))], { params }), good, { calls });
    const tokens = begun.map(({ given }) => (given as { readonly ClientToken: string }).ClientToken);
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens.slice(0, 3)).size).toBe(1);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('whose start was not answered when an execution ended is asked for again by its token, and only by the first attempt', async () => {
    const tokensOf = async (input: Json): Promise<readonly string[]> => {
      const { begun, calls } = systems({ minutes: 1, status: 'Failed' });
      await play(pipelineOf([scale(retry(1))], { params }), good, { calls, input });
      return begun.map(({ given }) => (given as { readonly ClientToken: string }).ClientToken);
    };
    const [first, second] = await tokensOf({ run: { id: 'r' }, continuation: 1 });
    const resumed = { run: { id: 'r' }, continuation: 2, keep: {} };
    const [again, last] = await tokensOf({ ...resumed, unanswered: { scale: '0001-1' } });
    expect(again).toBe(first);
    expect([first, second]).not.toContain(last);
    expect(await tokensOf(resumed)).not.toContain(first);
  });

  test('is stopped at its timeout, and a retry starts another', async () => {
    const { begun, stopped, marks, calls } = systems({ minutes: 50 });
    const run = await play(pipelineOf([scale({ ...retry(1, ['timedOut']), timeoutSeconds: 300 })], { params }), good, { calls });
    expect(run.cause).toBe('The run failed: scale timed out.');
    expect(begun.map(({ minute }) => minute)).toEqual([0, 5]);
    expect(stopped).toEqual([5, 10]);
    expect(marks.map((mark) => (mark as { readonly Key: string }).Key.slice(-11))).toEqual(['0001-1.json', '0001-2.json']);
  });

  test('is stopped by an early stop, and handlers wait for its end', async () => {
    const { stopped, calls } = systems({ minutes: 50 });
    const run = await play(pipelineOf([scale(), job('bad')], { params, failurePolicy: 'stop', finally: job('finally') }), (step) => ({ state: step === 'bad' ? 'FAILED' : 'SUCCEEDED', minutes: 2 }), { calls: (call) => (call.resource.endsWith(':getJobRuns') ? { output: { JobRuns: [] } } : calls(call)) });
    expect(stopped).toEqual([2]);
    expect(run).toMatchObject({ cause: 'The run failed: bad failed, scale stopped.', starts: { finally: [2] } });
  });
});

describe('what is told of calls', () => {
  const told = (pipeline: Pipeline) => compile(pipeline, site, sourcesOf(pipeline)).problems.map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`);
  const f = called('f', 'lambda', { use: 'f' });

  test('an early stop that may find a call under way is warned of, and no other', () => {
    expect(told(pipelineOf([job('a'), f], { failurePolicy: 'stop' }))).toEqual(['warning MR5014 /steps/1']);
    expect(told(pipelineOf([job('a'), f]))).toEqual([]);
    expect(told(pipelineOf([job('a'), called('f', 'lambda', { use: 'f' }, { after: ['a'] })], { failurePolicy: 'stop' }))).toEqual([]);
  });

  test('the role that is created may call them, and nothing else but tell how executions went', () => {
    const pipeline = pipelineOf([f, called('tell', 'sns', { topic: 'alerts' }), called('scale', 'ssm', { document: 'Scale' }), called('pause', 'wait', { seconds: 1 })]);
    const { resources } = compile(pipeline, { ...site, roles: { ...site.roles, stateMachine: null } }, sourcesOf(pipeline));
    // The role's policies as they are built.
    const [policy] = resources.find(({ id }) => id === 'role.stateMachine')?.props['Policies'] as unknown as readonly { readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] } }[];
    const allowed = policy?.PolicyDocument.Statement.map(({ Action, Resource }) => `${String(Action)} on ${String(Resource)}`).filter((line) => !line.includes('s3:'));
    expect(allowed).toEqual([
      'lambda:InvokeFunction on arn:aws:lambda:eu-west-1:111122223333:function:f,arn:aws:lambda:eu-west-1:111122223333:function:f:*',
      'sns:Publish on arn:aws:sns:eu-west-1:111122223333:alerts',
      'ssm:StartAutomationExecution on arn:aws:ssm:eu-west-1:111122223333:automation-definition/Scale:*,arn:aws:ssm:eu-west-1:111122223333:document/Scale',
      'ssm:GetAutomationExecution,ssm:StopAutomationExecution on arn:aws:ssm:eu-west-1:111122223333:automation-execution/*',
      expect.stringMatching(/^logs:CreateLogDelivery,.* on \*$/),
      expect.stringMatching(/^xray:PutTraceSegments,.* on \*$/),
    ]);
  });
});
