import { describe, expect, it } from 'vitest';
import { customPlaces } from './places.ts';
import { readLog, type LogsCall } from './read.ts';

/** Streams by 'group stream'; pages of two events. */
function logs(streams: Readonly<Record<string, { readonly timestamp: number; readonly message: string }[]>>): LogsCall {
  return async (_operation, input) => {
    const { logGroupName, logStreamName, nextToken = '0', startTime = 0, endTime = Infinity } = input as { readonly logGroupName: string; readonly logStreamName: string; readonly nextToken?: string; readonly startTime?: number; readonly endTime?: number };
    const all = streams[`${logGroupName} ${logStreamName}`]?.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
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

  it('lies where the arguments of its job name it; of a stream that several runs share it is what was printed meanwhile', async () => {
    const run = { Id: 'jr_1', StartedOn: 10, CompletedOn: 20 };
    const groups = logs({ '/own/output jr_1': [at(1, 'a')], '/own/error jr_1': [at(2, 'b')] });
    expect(await lines(readLog(groups, 'jr_1', undefined, customPlaces({ '--custom-logGroup-prefix': '/own' }, run)))).toEqual(['a', 'b']);
    const shared = logs({ '/aws-glue/jobs/output load-driver': [at(9000, 'before'), at(10_000, 'a'), at(19_000, 'b'), at(20_000, 'after')] });
    expect(await lines(readLog(shared, 'jr_1', undefined, customPlaces({ '--custom-logStream-prefix': 'load' }, run)))).toEqual(['a', 'b']);
    const { CompletedOn: _still, ...running } = run;
    expect(await lines(readLog(shared, 'jr_1', undefined, customPlaces({ '--custom-logStream-prefix': 'load' }, running)))).toEqual(['a', 'b', 'after']);
    expect(customPlaces({}, run)).toEqual({ output: [], errors: [] });
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
