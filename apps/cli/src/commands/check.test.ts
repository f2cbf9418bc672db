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
    write('name: orders\ntimezone: UTC\nparams: { share: { type: double, default: 0.12345678901234568 } }\nsteps:\n  a: { kind: glueJob, type: pythonshell, script: ./a.py, timeout: 10m }\n');
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

describe('check --practices', () => {
  const steps = 'steps:\n  a: { kind: glueJob, type: pythonshell, script: ./a.py, timeout: 10m, args: { KEY: { secret: prod/key } }, outputs: { rows: integer } }\n  f: { kind: lambda, function: fit, timeout: 5m, after: a }\n';

  it('says of each practice what was found here and what upholds it, within the width of the terminal', async () => {
    write(`name: orders\ntimezone: UTC\n${steps}`);
    const { code, out } = await check({ practices: true });
    expect(code).toBe(exit.ok);
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(out).toMatch(/Practices on Glue\n[\s\S]*✔ A workflow has at most 100 nodes glue\.workflowSize\n {2}\d+ jobs and crawlers and \d triggers\.\n[\s\S]*Practices on Step Functions\n/);
    expect(out).toMatch(/✔ Every task has a timeout sfn\.timeouts\n {2}\d tasks, each with a timeout: 60 to 1200 seconds\./);
    expect(out).toMatch(/1 argument holds the name of a secret, none a secret\./);
    expect(out).toMatch(/What a hands on lies in s3:\/\/[\w-]+\/orders\//);
    expect(out).toMatch(/\nGlue: 3 of 5 upheld, 2 for you to look at\nStep Functions: \d+ of \d+ upheld, 2 for you to look at\n$/);
  });

  it('a finding of a practice leaves it open, which is a finding with --strict', async () => {
    write('name: orders\ntimezone: UTC\nsteps:\n  c: { kind: crawler, database: sales, s3: [s3://acme/orders/], timeout: 24h }\n');
    const { code, out } = await check({ practices: true, target: 'sfn' });
    expect(code).toBe(exit.ok);
    expect(out).toMatch(/✘ No execution fills its history sfn\.historyLimit\n {2}MR5011: A run could make/);
    expect(out).toMatch(/\nStep Functions: (\d+) of \d+ upheld, 1 open, 1 for you to look at\n$/);
    expect((await check({ practices: true, target: 'sfn', strict: true })).code).toBe(exit.findings);
  });

  it('of a target that refuses the pipeline nothing is claimed', async () => {
    write(`name: ${'orders-'.repeat(5)}x\ntimezone: UTC\nsteps:\n  a: { kind: glueJob, type: pythonshell, script: ./missing.py, timeout: 10m }\n`);
    expect(await check({ practices: true })).toMatchObject({ code: exit.findings, out: expect.stringMatching(/\nGlue: refused, so that its practices were not looked at\nStep Functions: refused,/) });
  });
});
