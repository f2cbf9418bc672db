import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { document, folder, stackLines, type Folder } from './millrace.ts';
import { missing, typescript, yaml } from './mistakes.ts';

// Each test is a few processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 });

const made: Folder[] = [];
const project = (files: Readonly<Record<string, string>>): Folder => {
  const one = folder(files);
  made.push(one);
  return one;
};
afterAll(() => made.forEach((one) => one.remove()));

describe('a pipeline with six different mistakes', () => {
  it.each([typescript, yaml])('in $file: all six at once, each with its line and column', async (broken) => {
    const here = project({ [broken.file]: broken.text });
    const { code, out, err } = await here.millrace('check');
    expect(code).toBe(3);
    expect(missing(out, broken)).toEqual([]);
    expect(out).toContain('6 errors, 0 warnings, 0 info');
    expect(stackLines(out + err)).toEqual([]);
  });

  it('keeps every command that would act from doing so, and leaves nothing behind', async () => {
    const here = project({ [yaml.file]: yaml.text });
    for (const command of [['build', '--target', 'glue'], ['deploy', '--target', 'sfn', '--yes'], ['run'], ['graph', '-o', 'graph.svg']]) {
      const { code, err } = await here.millrace(...command);
      expect(code, command.join(' ')).toBe(3);
      expect(missing(err, yaml)).toEqual([]);
    }
    expect(existsSync(join(here.path, '.millrace'))).toBe(false);
    expect(existsSync(join(here.path, 'graph.svg'))).toBe(false);
  });

  it('as data: the same six with their places', async () => {
    const here = project({ [yaml.file]: yaml.text });
    const { problems } = document(await here.millrace('check', '--json'));
    expect(problems).toMatchObject(yaml.mistakes.map(({ code, line, col }) => ({ code, at: { line, col } })));
  });
});

const sound = `name: orders
steps:
  clean: { kind: glueJob, type: pythonshell, script: ./clean.py, timeout: 30m }
`;

describe('a script that is not there', () => {
  it('is told where the step is, before anything is deployed', async () => {
    const here = project({ 'pipeline.yaml': sound });
    const { code, out } = await here.millrace('check');
    expect(code).toBe(3);
    expect(out).toMatch(/pipeline\.yaml:3:\d+\n {2}.*\.\/clean\.py/);
    expect(stackLines(out)).toEqual([]);
    expect((await here.millrace('build', '--target', 'glue')).code).toBe(3);
    expect(existsSync(join(here.path, '.millrace'))).toBe(false);
  });
});

describe('a file that is no pipeline', () => {
  it.each([
    ['empty', 'pipeline.yaml', ''],
    ['half written', 'pipeline.yaml', 'name: orders\nsteps: { clean: {\n'],
    ['bytes', 'pipeline.yaml', '\u0000\u0001\u0002'],
    ['does not parse', 'pipeline.ts', 'export default definePipeline({\n'],
    ['throws', 'pipeline.ts', 'throw new Error("no");\n'],
    ['exports nothing', 'pipeline.ts', 'export {};\n'],
  ])('%s: a diagnostic, exit 3, no stack', async (_what, file, text) => {
    const here = project({ [file]: text });
    const { code, out, err } = await here.millrace('check');
    expect(code).toBe(3);
    expect(out).toMatch(/error MR\d{4} pipeline\.(yaml|ts):\d+:\d+/);
    expect(stackLines(out + err)).toEqual([]);
  });
});
