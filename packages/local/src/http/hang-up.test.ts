import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import { realClock } from '../host/clock.ts';
import { createHost } from '../host/host.ts';
import { memoryPersistence } from '../host/memory.ts';
import { sfnService } from '../states/index.ts';
import { serve } from './door.ts';

test('a task of an activity does not go to a client that has hung up, and the next one gets it', async () => {
  const executor = { start: () => undefined, stop: () => undefined, recover: () => undefined };
  const host = createHost({ services: [sfnService], blobs: memoryBlobs(), executor, clock: realClock(), persistence: memoryPersistence() });
  const served = await serve({ host, port: 0 });
  const call = async (op: string, input: object, signal: AbortSignal | null = null): Promise<Record<string, string>> => {
    const answer = await fetch(served.url, { method: 'POST', headers: { 'x-amz-target': `AWSStepFunctions.${op}` }, body: JSON.stringify(input), signal });
    // The members that are read are texts.
    return (await answer.json()) as Record<string, string>;
  };
  try {
    const { activityArn } = await call('CreateActivity', { name: 'work' });
    const { stateMachineArn } = await call('CreateStateMachine', { name: 'm', roleArn: 'arn:aws:iam::000000000000:role/r', definition: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource: activityArn, End: true } } }) });
    const hangUp = new AbortController();
    const lost = call('GetActivityTask', { activityArn }, hangUp.signal).catch(() => null);
    // The poll is there before the client goes, and the server knows that it went before the task comes.
    await pause(200);
    hangUp.abort();
    expect(await lost).toBeNull();
    await pause(200);
    await call('StartExecution', { stateMachineArn });
    expect(await call('GetActivityTask', { activityArn })).toHaveProperty('taskToken');
  } finally {
    await served.close();
    await host.close();
  }
});
