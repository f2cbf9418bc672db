import type { Helper, HelperRun } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { helperLines as listed } from '../project/helpers.ts';
import { quietIo, run, step } from './render.fixture.ts';
import { shortRun } from './run-id.ts';
import { headline, helperLines, messages } from './timeline.ts';

const tooWide = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split('\n')).filter((line) => line.length > 80);
const long = `dev-${'a'.repeat(40)}-${'b'.repeat(40)}--on-failure-closer`;

describe('nothing is wider than 80 columns', () => {
  const { io } = quietIo();

  it('of a run from outside: its id is shown by its beginning', () => {
    const outside = { ...run('failed', {}), run: `wr-${'6b97'.repeat(16)}` };
    expect(shortRun(outside.run)).toBe('wr-6b976b976b');
    expect(headline(io, outside)).toBe('wr-6b976b976b of orders on glue: failed');
    expect(shortRun('20260131t020000-abc234')).toBe('20260131t020000-abc234');
  });

  it('of helpers with long names, as they ran', () => {
    const helper: HelperRun = { nativeId: 'jr', name: long, start: 0, end: 7_265_000, state: 'succeeded' };
    const lines = helperLines(io, [helper], 0);
    expect(tooWide(lines)).toEqual([]);
    expect(lines[0]).toMatch(/^✔ dev-a+.*….*--on-failure-closer +succeeded +2h 01m$/);
  });

  it('of helpers with long names, as they are listed before a deploy', () => {
    const helper: Helper = { name: long.slice(0, 60), kind: 'closer', step: null, because: 'the handler starts when all steps have ended, which no trigger can say', dpu: 0.0625, delaySeconds: 30 };
    const text = listed(io, [helper]);
    expect(tooWide(text.split('\n'))).toEqual([]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`closer ${helper.name}: the handler starts when all steps have ended, which no trigger can say (0.0625 DPU, $`);
  });

  it('of what went wrong', () => {
    const failed = step('failed', 0, 1);
    const why = 'The script ended with exit code 1; its last line: the records of the day are not there, and those of the day before have gone';
    const told = messages(io, { ...run('failed', { load: { ...failed, attempts: failed.attempts.map((one) => ({ ...one, message: why })) } }), message: `${why}, again` });
    expect(tooWide(told)).toEqual([]);
    expect(told.map((line) => line.replaceAll(/\n +/g, ' '))).toEqual([`run: ${why}, again`, `load: ${why}`]);
  });
});
