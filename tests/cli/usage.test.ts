import { commands } from 'millrace';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bin, document, folder, launch, stackLines, type Folder } from './millrace.ts';

// Each test is a few processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 });

const pipeline = `name: orders
timezone: UTC
params:
  day: { type: date, description: Day to load, default: { run: date } }
steps:
  clean: { kind: glueJob, type: pythonshell, script: ./clean.py, timeout: 30m, args: { DAY: { param: day } } }
`;
const config = "import { defineConfig } from '@millrace/deploy';\nexport default defineConfig({ environments: { local: { local: true } } });\n";
let here: Folder;
beforeAll(() => {
  here = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print("clean")\n', 'millrace.config.ts': config });
});
afterAll(() => here.remove());

/** Nothing was started and nothing written. */
const untouched = (one: Folder): string[] => readdirSync(one.path).filter((name) => !['pipeline.yaml', 'clean.py', 'millrace.config.ts'].includes(name));

describe('a mistyped command line', () => {
  it.each([
    [['chekc'], /Did you mean check\?/],
    [['check', '--stric'], /Did you mean --strict\?/],
    [['deploy', '--local', '--target', 'gleu'], /glue, sfn/],
    [['check', '--env', 'locla'], /Did you mean 'local'\?/],
    [['local', 'upp'], /Did you mean up\?/],
    [['explain', 'MR100'], /Did you mean MR100\d\?/],
    [['check', 'pipeline.yaml'], /too many arguments/],
    [['check', '--file', 'pipelin.yaml'], /There is no file pipelin\.yaml/],
    [['advise'], /--answers/],
    [['advise', '--answers', 'nothing.json'], /nothing\.json cannot be read/],
    [['local', 'up', '--port', 'many'], /from 0 to 65535/],
    [['status', '--limit', '0'], /from 1 to 1000/],
    [['build'], /--target glue or --target sfn/],
  ])('%j: exit 2 and what was meant', async (args, told) => {
    const { code, out, err } = await here.millrace(...args);
    expect(err).toMatch(told);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(stackLines(err)).toEqual([]);
    expect(untouched(here)).toEqual([]);
  });

  it.each([[['chekc', '--json']], [['check', '--stric', '--json']], [['check', '--json', '--env', 'locla']], [['advise', '--json']], [['explain', 'MR100', '--json']], [['local', 'upp', '--json']]])('%j: one JSON document that holds the error', async (args) => {
    const ended = await here.millrace(...args);
    expect(ended.code).toBe(2);
    expect(document(ended)).toMatchObject({ error: { message: expect.any(String), hint: expect.any(String) } });
  });
});

describe('help', () => {
  it('lists every command and the exit codes', async () => {
    const { code, out } = await here.millrace('--help');
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(out).toContain('130 interrupted');
    expect((await here.millrace()).out).toBe(out);
  });

  it.each(commands.map(({ name }) => [name]))('%s: examples first, nothing wider than 80 columns', async (name) => {
    const { code, out } = await here.millrace(name, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Examples:\n {2}\$ /);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('--json', () => {
  it.each([['check'], ['graph'], ['explain'], ['advise', '--table'], ['advise', '--schema'], ['local', 'status'], ['local', 's3'], ['local', 'down'], ['doctor'], ['explain', 'MR1004']])('%s %s: one document', async (...args) => {
    document(await here.millrace(...args.filter((one) => one !== undefined), '--json'));
    expect(untouched(here)).toEqual([]);
  });
});

describe('colour', () => {
  it('is there when it is asked for, and never with NO_COLOR or --no-color', async () => {
    const coloured = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<boolean> => (await here.millraceWith(env, 'check', ...args)).out.includes('\u001b[');
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(await coloured({})).toBe(false);
  });
});

describe('what a machine may lack', () => {
  it('a newer Node: one sentence, exit 2', async () => {
    const old = `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'version', { value: 'v20.20.2' }); Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });")}`;
    const { code, out, err } = await launch(process.execPath, ['--import', old, bin, 'check'], here.path).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^millrace needs Node .* and this is v20\.20\.2: install a newer Node .*\n$/);
  });

  const system = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path) && /^v(1\d|20|21)\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout));
  it.skipIf(system === undefined)('a really older Node says the same', async () => {
    const { code, err } = await launch(system ?? '', [bin, 'check'], here.path).ended;
    expect(code).toBe(2);
    expect(err.split('\n')).toHaveLength(2);
    expect(stackLines(err)).toEqual([]);
  });

  it('Python: told before anything is started', async () => {
    const { code, err } = await here.millraceWith({ MILLRACE_PYTHON: 'python-that-is-not-there' }, 'deploy', '--local', '--target', 'glue', '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/Python is missing: `python-that-is-not-there`[\s\S]*Install Python 3\.11/);
    expect(untouched(here)).toEqual([]);
    const doctor = await here.millraceWith({ MILLRACE_PYTHON: 'python-that-is-not-there' }, 'doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.out).toMatch(/✘ Python[\s\S]*fix Install Python/);
  });

  it('a terminal to ask on: --yes is needed, exit 2, nothing changed', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print()\n', '.millrace/local/state.db': 'kept' });
    const { code, err } = await one.millrace('local', 'reset');
    expect(code).toBe(2);
    expect(err).toContain('--yes');
    expect(existsSync(join(one.path, '.millrace/local/state.db'))).toBe(true);
    one.remove();
  });
});

describe('what may be in the way', () => {
  it('another program on the port: said, with the way round, and no state is left', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))); // an address of a TCP server is an object
    try {
      const { code, err } = await here.millrace('local', 'up', '--dir', 'state', '--port', String(port));
      expect(code).toBe(1);
      expect(err).toContain(`Port ${port} is in use by another program`);
      expect(err).toContain('--port');
      expect(stackLines(err)).toEqual([]);
      expect(existsSync(join(here.path, 'state', 'state.db'))).toBe(false);
      expect(document(await here.millrace('local', 'status', '--dir', 'state', '--json'))).toMatchObject({ running: false });
    } finally {
      other.close();
    }
  });

  it.each([
    ['the embedded AWS', ['local', 'up', '--dir', 'taken/inside', '--port', '0']],
    ['a build', ['build', '--target', 'glue', '--out', 'taken/inside']],
    ['a build onto a file', ['build', '--target', 'glue', '--out', 'taken']],
    ['a picture', ['graph', '-o', 'taken/inside/graph.svg']],
    ['a build where nobody may write', ['build', '--target', 'sfn', '--out', '/sys/millrace']],
  ])('a file where a folder should be, for %s: said, and the file is as it was', async (_what, args) => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print()\n', taken: 'mine' });
    const { code, out, err } = await one.millrace(...args);
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(/cannot be written|holds other files|is a file/);
    expect(out).toBe('');
    expect(stackLines(err)).toEqual([]);
    expect(readdirSync(one.path).sort()).toEqual(['clean.py', 'pipeline.yaml', 'taken']);
    one.remove();
  });

  it('a folder with other files than a build’s is not written into', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'print()\n', 'docs/mine.md': 'mine' });
    const { code, err } = await one.millrace('build', '--target', 'glue', '--out', 'docs');
    expect(code).toBe(2);
    expect(err).toContain("holds other files than a build's");
    expect(readdirSync(join(one.path, 'docs'))).toEqual(['mine.md']);
    one.remove();
  });
});
