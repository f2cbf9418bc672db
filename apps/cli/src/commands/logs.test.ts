import type { RunSnapshot, Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { exit, type CliError } from '../io.ts';
import { select } from './logs.ts';

const attempt = { nativeId: 'jr_1', start: 0, end: 1, outcome: 'succeeded', continuation: 1, message: null } as const;
const snapshot: RunSnapshot = {
  schemaVersion: 1, run: '20130101t000000-aaaaaa', pipeline: 'flights', target: 'glue', graphHash: '', asOf: 2, date: '2013-01-01', params: {}, state: 'failed', message: null, continuations: [],
  steps: {
    clean: { state: 'succeeded', kept: false, attempts: [attempt, attempt] },
    catalog: { state: 'succeeded', kept: false, attempts: [attempt] },
    report: { state: 'failed', kept: false, attempts: [attempt] },
    publish: { state: 'skipped', kept: false, attempts: [] },
  },
};
// Only the kinds are looked at.
const pipeline = { onFailure: null, finally: null, steps: [{ name: 'clean', kind: 'glueJob' }, { name: 'catalog', kind: 'crawler' }, { name: 'report', kind: 'glueJob' }, { name: 'publish', kind: 'glueJob' }] as unknown as readonly Step[] };
const of = (step: string | null, n: number | null = null) => select(pipeline, snapshot, step, n, ' --local');

describe('which logs are printed', () => {
  it('a crawl is told of and keeps no later log back', () => {
    expect(of(null)).toEqual({ steps: [{ step: 'clean', attempt: 2 }, { step: 'report', attempt: 1 }], notes: [expect.stringContaining('Step catalog is a crawl')] });
  });

  it('a step that never ran: said, not an attempt 0', () => {
    expect(of('publish')).toEqual({ steps: [], notes: [`Step publish did not run in run ${snapshot.run}.`] });
  });

  it('a step whose call was refused: its reason, with or without --step', () => {
    const refused = { ...snapshot, steps: { tell: { state: 'failed' as const, kept: false, attempts: [], message: 'NotFound: Topic does not exist' } } };
    for (const step of [null, 'tell']) expect(select(pipeline, refused, step, null, '').notes).toEqual(['Step tell went wrong before it could print anything: NotFound: Topic does not exist']);
  });

  it('a run that was refused as a whole: its reason, not that it has yet to run', () => {
    const refused = { ...snapshot, message: "The run wr-1 cannot start: 'many' is not of type integer.", steps: { clean: { state: 'skipped' as const, kept: false, attempts: [] } } };
    expect(select(pipeline, refused, null, null, '').notes).toEqual([`No step of run ${snapshot.run} has run: ${refused.message}`]);
    expect(select(pipeline, refused, 'clean', null, '').notes).toEqual([`Step clean did not run in run ${snapshot.run}: ${refused.message}`]);
  });

  it('an attempt that some steps lack is printed where there is one', () => {
    expect(of(null, 2).steps).toEqual([{ step: 'clean', attempt: 2 }]);
  });

  it.each([['nothing', null], ['clean', 3]])('step %s, attempt %s: a usage error', (step, n) => {
    expect(() => of(step, n)).toThrow(expect.objectContaining({ name: 'CliError', code: exit.usage }) as CliError);
  });
});
