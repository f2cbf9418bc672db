import { describe, expect, test, vi } from 'vitest';
import { branchOf, machineOf, task } from '../testing.ts';
import { lambda } from './handlers.ts';
import { run } from './run.ts';
import type { Handler, RunningTask, Tasks } from './types.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const two = machineOf({
  Clean: task({ Resource: 'arn:aws:states:::glue:startJobRun.sync', Arguments: { JobName: 'clean' }, Next: 'Load' }),
  Load: task({ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:load:live', Arguments: '{% $states.input %}' }),
});
const ok = { output: 'ok' };

describe('who answers a task', () => {
  const answeredBy = async (tasks: Tasks) => {
    const { output, error, cause } = await run(two, {}, { tasks });
    return error === null ? output : [error, cause];
  };

  test('a state, a resource, its short name, a service action, a function, or everyone', async () => {
    const names = ['Clean', 'arn:aws:states:::glue:startJobRun.sync', 'glue:startJobRun.sync', 'glue:startJobRun', '*'];
    const functions = ['Load', 'arn:aws:lambda:us-east-1:123456789012:function:load:live', 'arn:aws:lambda:us-east-1:123456789012:function:load', 'load'];
    for (const name of names) for (const code of functions) expect(await answeredBy({ [name]: { output: 1 }, [code]: ({ arguments: given }) => ({ output: [given] }) })).toEqual([1]);
  });

  test('the narrowest name counts', async () => {
    expect(await answeredBy({ '*': { output: 'all' }, 'glue:startJobRun': { output: 'action' }, Load: { output: 'state' }, load: { output: 'function' } })).toBe('state');
  });

  test('functions that lambda:invoke calls are found by their name, and called with the payload', async () => {
    const machine = machineOf({ I: task({ Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:add', Payload: { a: 1 } } }) });
    const end = await run(machine, {}, { tasks: { add: lambda((event) => [event, 2]) } });
    expect(end.output).toEqual({ ExecutedVersion: '$LATEST', Payload: [{ a: 1 }, 2], StatusCode: 200 });
  });

  test('what nobody answers ends the execution with the names to use, and no Catch hides it', async () => {
    const machine = machineOf({ A: task({ Resource: 'arn:aws:states:::glue:startJobRun.sync', Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }), B: { Type: 'Succeed' } });
    const end = await run(machine, {}, { tasks: {} });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end.cause).toBe("No handler answers the task of state 'A'. Give one under 'A' or 'arn:aws:states:::glue:startJobRun.sync' or 'glue:startJobRun.sync' or 'glue:startJobRun', or under '*' for all tasks that have none.");
  });

  test('a list answers start by start, and says when it is used up', async () => {
    const machine = machineOf({ A: task({ Retry: [{ ErrorEquals: ['Busy'] }] }) });
    expect(await run(machine, {}, { tasks: { A: [{ error: 'Busy' }, { error: 'Busy' }, ok] } })).toMatchObject({ output: 'ok', endedAt: 3000 });
    expect(await run(machine, {}, { tasks: { A: [{ error: 'Busy' }] } })).toMatchObject({ error: 'States.Runtime', cause: "'A' has 1 answers, and state 'A' started a task once more: add an answer." });
  });

  test('names of Object.prototype are no handlers', async () => {
    expect(await run(machineOf({ constructor: task() }), {}, { tasks: {} })).toMatchObject({ error: 'States.Runtime' });
  });

  test('without any, tasks answer their arguments', async () => {
    expect(await run(two, {})).toMatchObject({ status: 'SUCCEEDED', output: { JobName: 'clean' } });
  });
});

describe('handlers of code', () => {
  test('what a handler throws fails the task with its name and message', async () => {
    const tasks = () => {
      throw new RangeError('too far');
    };
    expect(await run(machineOf({ A: task() }), {}, { tasks })).toMatchObject({ error: 'RangeError', cause: 'too far' });
  });

  test("what a function's code throws is told as Lambda tells it", async () => {
    const end = await run(two, {}, { tasks: { Clean: ok, load: lambda(() => Promise.reject(new TypeError('no rows'))) } });
    expect(end).toMatchObject({ error: 'TypeError', cause: '{"errorMessage":"no rows","errorType":"TypeError","trace":[]}' });
  });

  test('on the virtual clock no time passes while handlers work, and they are heard in the order of their starts', async () => {
    const machine = machineOf({ P: { Type: 'Parallel', Branches: ['A', 'B', 'C'].map((name) => branchOf({ [name]: task() })), End: true } });
    const end = await run(machine, {}, { tasks: async ({ state }) => {
      await wait(state === 'A' ? 15 : state === 'B' ? 1 : 5);
      return { output: state };
    } });
    expect(end.output).toEqual(['A', 'B', 'C']);
    expect(end.endedAt).toBe(0);
    expect(end.events.filter(({ type }) => type === 'TaskStateExited').map(({ details }) => details)).toMatchObject([{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
  });

  test('an aborted execution does not wait for a handler that never returns', async () => {
    const end = await run(machineOf({ A: task() }), {}, { signal: AbortSignal.timeout(5), tasks: () => new Promise(() => {}) });
    expect(end).toMatchObject({ status: 'ABORTED', cancelled: ['A'] });
  });
});

describe('tokens', () => {
  const held = { Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' };

  test('a handler keeps the task, and another one answers it later', async () => {
    const machine = machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ Held: task({ ...held, HeartbeatSeconds: 60 }) }), branchOf({ Later: { Type: 'Wait', Seconds: 30, Next: 'Answer' }, Answer: task() })], End: true } });
    let kept: RunningTask | undefined;
    const end = await run(machine, {}, { tasks: {
      Held: (_call, running) => {
        kept = running;
        return { submitted: { MessageId: 'm' } };
      },
      Answer: () => {
        kept?.succeed('by hand');
        return ok;
      },
    } });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: ['by hand', 'ok'], endedAt: 30_000 });
  });

  test('a task that goes on behind its call is submitted, whatever its handler says', async () => {
    const callback = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const cases: readonly [string, Handler, readonly string[]][] = [
      ['arn:aws:states:::glue:startJobRun.sync', () => ok, ['TaskSubmitted', 'TaskSucceeded']],
      [callback, (_call, running) => (running.succeed(1), null), ['TaskSubmitted', 'TaskSucceeded']],
      [callback, () => Promise.resolve({ submitted: { MessageId: 'm' }, output: 1 }), ['TaskSubmitted', 'TaskSucceeded']],
      ['arn:aws:states:::glue:startJobRun.sync', () => ({ error: 'E', ms: 1000 }), ['TaskSubmitted', 'TaskFailed']],
      ['arn:aws:states:::glue:startJobRun.sync', () => ({ error: 'E' }), ['TaskFailed']],
      ['arn:aws:states:::glue:startJobRun', () => ok, ['TaskSucceeded']],
    ];
    for (const [Resource, handler, types] of cases) {
      const end = await run(machineOf({ T: task({ Resource }) }), {}, { tasks: { T: handler } });
      expect(end.events.map(({ type }) => type).filter((type) => /^Task(?:Sub|Suc|F)/u.test(type))).toEqual(types);
    }
  });

  test('an answer to a token that is none fails the state that sends it', async () => {
    const machine = machineOf({ Answer: task({ Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', Arguments: { Output: '{}', TaskToken: 'none' } }) });
    expect(await run(machine, {}, { tasks: {} })).toMatchObject({ status: 'FAILED', error: 'Sfn.InvalidTokenException' });
  });

  test('a machine answers its own tasks with their tokens', async () => {
    const machine = machineOf({
      P: { Type: 'Parallel', Branches: [branchOf({ Held: task(held) }), branchOf({ Find: task({ Next: 'Answer' }), Answer: task({ Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', Arguments: { Output: '{"n":1}', TaskToken: '{% $states.input %}' } }) })], End: true },
    });
    let token: string | null = null;
    const end = await run(machine, {}, { tasks: { Held: (call) => {
      token = call.token;
      return null;
    }, Find: () => ({ output: token, ms: 10 }) } });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: [{ n: 1 }, {}] });
  });

  test('a token that nobody answers times out, or leaves the execution running', async () => {
    const machine = (more: { readonly TimeoutSeconds?: number }) => machineOf({ W: task({ ...held, ...more }) });
    expect(await run(machine({}), {}, { tasks: () => null })).toMatchObject({ status: 'RUNNING', output: null });
    expect(await run(machine({ TimeoutSeconds: 60 }), {}, { tasks: () => null })).toMatchObject({ status: 'FAILED', error: 'States.Timeout', endedAt: 60_000 });
  });
});

describe('the clock', () => {
  const retried = machineOf({ A: task({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5, JitterStrategy: 'FULL' }], Next: 'B' }), B: { Type: 'Pass', Output: '{% $uuid() %}', End: true } });

  test('the same definition, input and answers give the same result, chance included', async () => {
    const once = () => run(retried, {}, { tasks: { A: [{ error: 'Busy' }, ok] } });
    expect(await once()).toEqual(await once());
  });

  test('a real one waits truly: for waits, for handlers, and for answers from outside', async () => {
    const { realClock } = await import('./clock.ts');
    const machine = machineOf({ W: { Type: 'Wait', Timestamp: new Date(realClock.now() + 20).toISOString(), Next: 'A' }, A: task({ Next: 'T' }), T: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }) });
    const seen = vi.fn();
    const end = await run(machine, {}, { clock: realClock, onEvent: seen, tasks: {
      A: async () => {
        await wait(5);
        return ok;
      },
      T: (_call, running) => {
        setTimeout(() => running.heartbeat(), 2);
        setTimeout(() => running.succeed('answered'), 5);
        return null;
      },
    } });
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'answered' });
    expect(end.endedAt - end.startedAt).toBeGreaterThanOrEqual(25);
    expect(seen).toHaveBeenCalledTimes(end.events.length);
  });

  test('an abort wakes a real clock, stops the work of tasks and says why', async () => {
    const { realClock } = await import('./clock.ts');
    const controller = new AbortController();
    let stopped = false;
    const end = await run(machineOf({ A: task() }), {}, { clock: realClock, signal: controller.signal, tasks: (_call, { signal }) => {
      signal.addEventListener('abort', () => (stopped = true));
      setTimeout(() => controller.abort('the shift is over'), 2);
      return null;
    } });
    expect(end).toMatchObject({ status: 'ABORTED', cause: 'the shift is over', cancelled: ['A'] });
    expect(stopped).toBe(true);
  });

  test('a timeout stops the work of its task', async () => {
    let signal: AbortSignal | undefined;
    await run(machineOf({ A: task({ TimeoutSeconds: 9 }) }), {}, { tasks: (_call, running) => {
      signal = running.signal;
      return null;
    } });
    expect(signal?.aborted).toBe(true);
  });
});
