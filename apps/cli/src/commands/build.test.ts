import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDefinition } from '@millrace/asl';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import { run } from './build.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-build-'));
  writeFileSync(join(folder, 'a.py'), 'print(1)\n');
  writeFileSync(join(folder, 'pipeline.yaml'), "name: orders\ntimezone: Europe/Madrid\nsteps:\n  a: { kind: glueJob, type: pythonshell, script: ./a.py, timeout: 10m, args: { DAY: { run: date }, NOTE: \"it's {% $odd %} # yes\" } }\n  f: { kind: lambda, function: fit, timeout: 5m, after: a }\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function built(out: string): Promise<string> {
  const { io } = quietIo({ cwd: folder });
  expect(await run(io, [], { target: 'sfn', out })).toBe(exit.ok);
  return join(folder, out);
}

describe('build --target sfn', () => {
  it('writes the definition as JSON and as YAML: one value, and the same bytes each time', async () => {
    const [first, second] = [await built('first'), await built('second')];
    const [name = ''] = readdirSync(first).filter((file) => file.endsWith('.asl.yaml'));
    const [yaml, json] = [name, name.replace('.yaml', '.json')].map((file) => readFileSync(join(first, file), 'utf8'));
    expect(parseDefinition(yaml ?? '')).toEqual({ machine: JSON.parse(json ?? ''), problems: [] });
    expect(readFileSync(join(second, name), 'utf8')).toBe(yaml);
  });

  it('keeps comments and block style in the YAML, an expression on its line', async () => {
    const [name = ''] = readdirSync(join(folder, 'first')).filter((file) => file.endsWith('.asl.yaml'));
    const lines = readFileSync(join(folder, 'first', name), 'utf8').split('\n');
    expect(lines[0]).toBe('Comment: Pipeline \'orders\', made by Millrace.');
    expect(lines.filter((line) => line.includes('Condition: ')).every((line) => /^ +(- )?Condition: ['"]?\{% .* %\}['"]?$/.test(line))).toBe(true);
  });
});
