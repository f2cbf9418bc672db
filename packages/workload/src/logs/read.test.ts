import { describe, expect, it } from 'vitest';
import { readLog, type LogsCall } from './read.ts';

/** Streams by 'group stream'; pages of two events. */
function logs(streams: Readonly<Record<string, { readonly timestamp: number; readonly message: string }[]>>): LogsCall {
  return async (_operation, input) => {
    const { logGroupName, logStreamName, nextToken = '0' } = input as { readonly logGroupName: string; readonly logStreamName: string; readonly nextToken?: string };
    const all = streams[`${logGroupName} ${logStreamName}`];
    if (all === undefined) throw Object.assign(new Error('The specified log stream does not exist.'), { name: 'ResourceNotFoundException' });
    const from = Number(nextToken);
    return { events: all.slice(from, from + 2), nextForwardToken: String(Math.min(all.length, from + 2)) };
  };
}
const lines = async (log: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = [];
  for await (const line of log) found.push(line);
  return found;
};
const at = (timestamp: number, message: string): { timestamp: number; message: string } => ({ timestamp, message });

describe('the log of a job run', () => {
  it('is its output and its errors in the order of their times, page after page', async () => {
    const call = logs({ '/aws-glue/python-jobs/output jr_1': [at(1, 'a'), at(3, 'c\n'), at(5, 'e')], '/aws-glue/python-jobs/error jr_1': [at(2, 'b'), at(4, 'd1\nd2')] });
    expect(await lines(readLog(call, 'jr_1'))).toEqual(['a', 'b', 'c', 'd1', 'd2', 'e']);
  });

  it('of a Spark job comes from its driver', async () => {
    expect(await lines(readLog(logs({ '/aws-glue/jobs/output jr_1-driver': [at(1, 'a')] }), 'jr_1'))).toEqual(['a']);
  });

  it('that is in both groups is told once', async () => {
    const both = [at(1, 'a'), at(1, 'b'), at(1, 'c')];
    expect(await lines(readLog(logs({ '/aws-glue/python-jobs/output jr_1': both, '/aws-glue/python-jobs/error jr_1': both }), 'jr_1'))).toEqual(['a', 'b', 'c']);
  });

  it('of a job run that printed nothing is empty', async () => {
    expect(await lines(readLog(logs({}), 'jr_1'))).toEqual([]);
  });

  it('is followed: each line once, as it comes, and one more look after the end', async () => {
    const both = [at(1, 'a')];
    const streams: Record<string, { timestamp: number; message: string }[]> = {};
    let looks = 0;
    const follow = {
      goesOn: async () => {
        looks += 1;
        if (looks === 2) streams['/aws-glue/python-jobs/output jr_1'] = streams['/aws-glue/python-jobs/error jr_1'] = both;
        if (looks > 2) both.push(at(looks, `line ${looks}`));
        return looks < 4;
      },
    };
    expect(await lines(readLog(logs(streams), 'jr_1', follow))).toEqual(['a', 'line 3', 'line 4']);
    expect(looks).toBe(4);
  });

  it('that may not be read is an error', async () => {
    const refused = async (): Promise<never> => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    };
    await expect(lines(readLog(refused, 'jr_1'))).rejects.toThrow('no');
  });
});
