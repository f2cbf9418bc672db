type Definition = { readonly [field: string]: unknown };

const account = 'us-east-1:000000000000';
export const roleArn = 'arn:aws:iam::000000000000:role/states';
export const activityArn = `arn:aws:states:${account}:activity:work`;
export const machineArn = (name: string): string => `arn:aws:states:${account}:stateMachine:${name}`;

/** What executions wait for. */
export const kinds = ['timers', 'token', 'activity', 'nested', 'items', 'failing', 'retried', 'paths'] as const;
export type Kind = (typeof kinds)[number];

const jsonata = (StartAt: string, States: Definition): Definition => ({ QueryLanguage: 'JSONata', StartAt, States });
const wait = (Seconds: number, more: Definition = { End: true }): Definition => ({ Type: 'Wait', Seconds, ...more });
const pass = (Output: unknown, more: Definition = { End: true }): Definition => ({ Type: 'Pass', Output, ...more });

export const machines: readonly (readonly [Kind | 'answering' | 'inner', Definition])[] = [
  ['timers', jsonata('P', {
    P: { Type: 'Parallel', Branches: [{ StartAt: 'W1', States: { W1: wait(1, { Next: 'V' }), V: { Type: 'Pass', Assign: { v: 1 }, Next: 'W2' }, W2: wait(1, { Next: 'R' }), R: pass('{% $v + 1 %}') } }, { StartAt: 'W3', States: { W3: wait(2) } }], End: true },
  })],
  ['token', jsonata('T', {
    T: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken', Arguments: { StateMachineArn: machineArn('answering'), Input: { token: '{% $states.context.Task.Token %}' } }, TimeoutSeconds: 120, Next: 'W' },
    W: wait(1),
  })],
  // Answers the token of whoever started it.
  ['answering', jsonata('W', {
    W: wait(1, { Next: 'S' }),
    S: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', Arguments: { TaskToken: '{% $states.input.token %}', Output: '{"answered":true}' }, End: true },
  })],
  // A task that was handed out in the moment of the kill is lost with its worker's connection: its heartbeat tells, and it is handed out again.
  ['activity', jsonata('A', {
    A: { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 2, TimeoutSeconds: 120, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 1 }], Next: 'W' },
    W: wait(1),
  })],
  ['nested', jsonata('N', {
    N: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments: { StateMachineArn: machineArn('inner'), Input: '{% $states.input %}' }, Output: '{% $states.result.Output %}', Next: 'W' },
    W: wait(1),
  })],
  ['inner', jsonata('W', { W: wait(1, { Next: 'O' }), O: pass({ inner: '{% $states.input.kind %}' }) })],
  ['items', jsonata('M', {
    M: { Type: 'Map', Items: [1, 2, 3, 4, 5], MaxConcurrency: 2, ItemProcessor: { StartAt: 'W', States: { W: wait(1, { Next: 'O' }), O: pass('{% $states.input * 2 %}') } }, End: true },
  })],
  ['failing', jsonata('P', {
    P: { Type: 'Parallel', Branches: [{ StartAt: 'W1', States: { W1: wait(1, { Next: 'F' }), F: { Type: 'Fail', Error: 'Odd', Cause: 'so it is' } } }, { StartAt: 'W4', States: { W4: wait(30) } }], Catch: [{ ErrorEquals: ['Odd'], Next: 'W2' }], End: true },
    W2: wait(1, { Next: 'G' }), G: { Type: 'Fail', Error: 'After all' },
  })],
  ['retried', jsonata('N', {
    N: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:glue:getJob', Arguments: { JobName: 'none' }, Retry: [{ ErrorEquals: ['Glue.EntityNotFoundException'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'W' }], End: true },
    W: wait(1, { Next: 'O' }), O: pass('gave up'),
  })],
  ['paths', {
    StartAt: 'M',
    States: {
      M: { Type: 'Map', ItemsPath: '$.list', Parameters: { 'n.$': '$$.Map.Item.Value' }, ItemProcessor: { StartAt: 'W', States: { W: wait(1) } }, ResultPath: '$.done', Next: 'P' },
      P: { Type: 'Pass', Parameters: { 'sum.$': 'States.MathAdd($.done[0].n, $.done[1].n)' }, End: true },
    },
  }],
];
