import { setTimeout as pause } from 'node:timers/promises';

export interface Fields {
  readonly [name: string]: unknown;
}
export interface Calls {
  /** A call that is made again for as long as nobody is there to answer; throws what AWS refuses. */
  readonly insist: (operation: string, input: Fields, signal?: AbortSignal) => Promise<Fields>;
}

export function callsTo(url: string): Calls {
  const insist: Calls['insist'] = async (operation, input, signal) => {
    for (;;) {
      const answer = await ask(url, operation, input, signal ?? null);
      if (answer !== null) return answer;
      await pause(100);
    }
  };
  return { insist };
}

/** null: there is no server, or it went away with the call. */
async function ask(url: string, operation: string, input: Fields, signal: AbortSignal | null): Promise<Fields | null> {
  try {
    const headers = { 'x-amz-target': `AWSStepFunctions.${operation}`, 'content-type': 'application/x-amz-json-1.0' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input), signal });
    // Answers of Step Functions are objects.
    const body = (await answer.json()) as Fields;
    if (answer.ok) return body;
    throw new Refused(`${operation}: ${JSON.stringify(body)}`);
  } catch (error) {
    if (error instanceof Refused || signal?.aborted === true) throw error;
    return null;
  }
}

export class Refused extends Error {}

/** A worker of an activity: takes tasks one after the other, works a moment on each and answers its input. */
export function worker(calls: Calls, activityArn: string): { readonly stop: () => void } {
  const stopped = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const { taskToken, input } = await calls.insist('GetActivityTask', { activityArn, workerName: 'outside' }, stopped.signal);
        if (typeof taskToken !== 'string') continue;
        await pause(300);
        await calls.insist('SendTaskSuccess', { taskToken, output: JSON.stringify({ worked: input }) }, stopped.signal);
      } catch {
        // The activity is not there yet, or the task was lost with a kill and has timed out since: the next one.
        await pause(100);
      }
    }
  };
  void work();
  return { stop: () => stopped.abort() };
}
