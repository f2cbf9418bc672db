import { describe, expect, test } from 'vitest';
import { bench } from './testing.ts';

const usual = ['/aws-glue/jobs/output jr', '/aws-glue/jobs/error jr'];

/** 'group stream' of the places of a run, with 'jr' for its id; null for the usual ones alone. */
async function placesOf(GlueVersion: string | null, args: Readonly<Record<string, string>>, Name = 'glueetl'): Promise<readonly string[] | null> {
  const glue = bench();
  await glue.job('a', { Command: { Name, ScriptLocation: 's3://scripts/a.py' }, ...(GlueVersion === null ? {} : { GlueVersion }), DefaultArguments: args });
  const id = (await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId');
  const work = glue.works[0];
  return work?.kind === 'job' && work.logs !== undefined ? work.logs.map(({ group, stream }) => `${group} ${stream.replace(id, 'jr')}`) : null;
}

describe('the logs of a Spark job', () => {
  test('lie in groups below a prefix of its own, and in streams with a name of its own', async () => {
    expect(await placesOf('5.0', { '--custom-logGroup-prefix': '/own/load' })).toEqual(['/own/load/output jr', '/own/load/error jr']);
    expect(await placesOf('5.1', { '--custom-logStream-prefix': 'load' })).toEqual(['/aws-glue/jobs/output load-driver', '/aws-glue/jobs/error load-driver']);
    expect(await placesOf(null, { '--custom-logGroup-prefix': 'own', '--custom-logStream-prefix': 'load' })).toEqual(['own/output load-driver', 'own/error load-driver']);
  });

  test('lie in the usual groups where AWS would refuse the name, or the job is none of Spark', async () => {
    for (const refused of ['with space', 'a:b', 'a*', '', 'x'.repeat(401)]) expect(await placesOf('5.1', { '--custom-logGroup-prefix': refused })).toBeNull();
    for (const refused of ['a:b', 'a*', '']) expect(await placesOf('5.1', { '--custom-logStream-prefix': refused })).toBeNull();
    expect(await placesOf('3.0', { '--custom-logGroup-prefix': '/own' }, 'pythonshell')).toBeNull();
  });

  test('lie in a further group with continuous logging, which Glue had before 5.0', async () => {
    const on = { '--enable-continuous-cloudwatch-log': 'true' };
    const names = { '--continuous-log-logGroup': '/own/continuous', '--continuous-log-logStreamPrefix': 'load' };
    expect(await placesOf('4.0', on)).toEqual([...usual, '/aws-glue/jobs/logs-v2 jr-driver']);
    expect(await placesOf('4.0', { ...on, ...names })).toEqual([...usual, '/own/continuous load-driver']);
    for (const [version, args] of [['4.0', names], ['5.0', { ...on, ...names }], ['4.0', { '--custom-logGroup-prefix': '/own' }]] as const) expect(await placesOf(version, args)).toBeNull();
  });
});
