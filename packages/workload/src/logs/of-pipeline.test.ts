import { parsePipeline, type Pipeline, type Site } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { logsOf } from './of-pipeline.ts';
import type { LogPlaces } from './places.ts';

const job = { kind: 'glueJob', script: './a.py', type: 'etl', timeout: '10m' };
// A valid pipeline has no findings.
const pipeline = (steps: object): Pipeline => parsePipeline({ name: 'orders', steps }).pipeline as Pipeline;
// Nothing else of a site is used.
const site = { prefix: 'dev' } as Site;

/** The places that the reader of a pipeline's logs looks at for job run jr_1, and what Glue was asked. `jobs` has the jobs' arguments; the last one has the run. */
async function places(found: Pipeline, jobs: Readonly<Record<string, Readonly<Record<string, string>>>>, given: Readonly<Record<string, string>> = {}, refusal = 'EntityNotFoundException'): Promise<{ readonly more: LogPlaces | undefined; readonly asked: readonly string[] }> {
  let more: LogPlaces | undefined;
  const asked: string[] = [];
  const call = async (operation: string, { JobName }: { readonly JobName: string }): Promise<object> => {
    asked.push(`${operation} ${JobName}`);
    const none = operation === 'GetJobRun' ? JobName !== Object.keys(jobs).at(-1) : jobs[JobName] === undefined;
    if (none) throw Object.assign(new Error('no'), { name: refusal });
    return operation === 'GetJob' ? { Job: { DefaultArguments: jobs[JobName] } } : { JobRun: { StartedOn: 1, CompletedOn: 2, Arguments: given } };
  };
  async function* reader(_id: string, _follow: unknown, where?: LogPlaces): AsyncGenerator<string> {
    more = where;
    yield* [];
  }
  for await (const _line of logsOf(reader, { pipeline: found, site, call })('jr_1')) continue;
  return { more, asked };
}

describe("the logs of a pipeline's jobs", () => {
  it('are in the usual groups, without a question, where no job names others', async () => {
    expect(await places(pipeline({ load: job }), {})).toEqual({ more: undefined, asked: [] });
  });

  it('are where the settings of their job, or the start of its run, name it', async () => {
    const named = pipeline({ load: { ...job, settings: { defaultArguments: { 'custom-logGroup-prefix': '/own' } } }, plain: job });
    const args = { '--custom-logGroup-prefix': '/own' };
    const found = await places(named, { 'dev-orders-load': args });
    expect(found.more?.output[0]).toEqual({ group: '/own/output', stream: 'jr_1', between: null });
    expect(found.asked).toEqual(['GetJobRun dev-orders-load', 'GetJob dev-orders-load']);
    expect((await places(named, { 'dev-orders-load': args }, { '--custom-logGroup-prefix': '/run' })).more?.output[0]?.group).toBe('/run/output');
  });

  it('are looked for at each existing job, of which only Glue knows the arguments', async () => {
    const uses = pipeline({ one: { kind: 'glueJob', job: 'first', timeout: '10m' }, two: { kind: 'glueJob', job: 'second', timeout: '10m' } });
    const found = await places(uses, { second: { '--custom-logStream-prefix': 'own' } });
    expect(found.more?.output[0]).toEqual({ group: '/aws-glue/jobs/output', stream: 'own-driver', between: [950, 1950] });
    expect(found.asked).toEqual(['GetJobRun first', 'GetJobRun second', 'GetJob second']);
  });

  it('are read from the usual groups where nobody may look at the jobs', async () => {
    expect((await places(pipeline({ one: { kind: 'glueJob', job: 'first', timeout: '10m' } }), {}, {}, 'AccessDeniedException')).more).toBeUndefined();
    await expect(places(pipeline({ one: { kind: 'glueJob', job: 'first', timeout: '10m' } }), {}, {}, 'ThrottlingException')).rejects.toThrow('no');
  });
});
