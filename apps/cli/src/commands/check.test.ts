import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import { run } from './check.ts';

let folder = '';
const write = (text: string): void => writeFileSync(join(folder, 'pipeline.yaml'), text);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-check-'));
  writeFileSync(join(folder, 'a.py'), 'print(1)\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(options: Parameters<typeof run>[2] = {}): Promise<{ code: number; out: string }> {
  const { io, said } = quietIo({ cwd: folder, columns: 120 });
  return { code: await run(io, [], options), out: said.out };
}

describe('check', () => {
  it('of a pipeline that one target holds is fine, and says how each stands', async () => {
    write('name: orders\ntimezone: UTC\noverlap: skip\nsteps:\n  a: { kind: glueJob, type: pythonshell, script: ./a.py, timeout: 10m }\n');
    const all = await check();
    expect(all.code).toBe(exit.ok);
    expect(all.out).toMatch(/\n\nGlue: ok · Step Functions: \d+ errors?\n$/);
    expect((await check({ target: 'glue' })).code).toBe(exit.ok);
    const one = await check({ target: 'sfn' });
    expect(one.code).toBe(exit.findings);
    expect(one.out).not.toContain('Glue: ok');
  });

  it('of one that every target refuses ends with 3', async () => {
    write('name: orders\ntimezone: UTC\nsteps:\n  a: { kind: glueJob, type: pythonshell, script: ./missing.py, timeout: 10m }\n');
    expect(await check()).toMatchObject({ code: exit.findings, out: expect.stringMatching(/Glue: 1 error · Step Functions: 1 error\n$/) });
  });
});
