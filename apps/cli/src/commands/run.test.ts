import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePipeline, type Pipeline, type Site } from '@millrace/core';
import { afterAll, describe, expect, it } from 'vitest';
import { exit, type CliError } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import type { Options } from '../table.ts';
import { request } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, value: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return name;
};

const params = { day: { type: 'date', default: { run: 'date' } }, limit: { type: 'integer', default: 1 }, region: { type: 'string', default: 'NY', overridable: false } };
// It has no mistakes: the test of each value would show them.
const pipeline = parsePipeline({ name: 'orders', params, steps: { a: { kind: 'glueJob', script: './a.py', timeout: '1h' } } }).pipeline as Pipeline;
const { io } = quietIo({ cwd: folder, now: () => Date.UTC(2026, 0, 31, 12), random: () => 0.5 });
// All that a request looks at.
const site = { params: { limit: 3 } } as unknown as Site;
const asked = (options: Options) => request(io, pipeline, site, options).params;

describe('the values of a run', () => {
  it('override each other: default, file of the environment, environment, saved on the job, run', () => {
    const values = file('values.json', { limit: 2, day: '2026-01-01' });
    const saved = file('saved.json', { Job: { DefaultArguments: { '--limit': '4', '--class': 'x' } } });
    expect([{}, { values }, { values, saved }, { values, saved, param: ['limit=5'] }].map((options) => asked(options))).toEqual([
      { day: '2026-01-31', limit: 3, region: 'NY' },
      { day: '2026-01-01', limit: 3, region: 'NY' },
      { day: '2026-01-01', limit: 4, region: 'NY' },
      { day: '2026-01-01', limit: 5, region: 'NY' },
    ]);
  });

  it('that are not overridable may come from the environment, not from the run', () => {
    expect(asked({ values: file('region.json', { region: 'LA' }) })).toMatchObject({ region: 'LA' });
    expect(() => asked({ param: ['region=LA'] })).toThrow(expect.objectContaining({ code: exit.usage, message: expect.stringContaining("parameter 'region' is not overridable") }) as CliError);
  });
});
