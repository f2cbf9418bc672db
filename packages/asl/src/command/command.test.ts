import { describe, expect, test } from 'vitest';
import { columnsOf } from '../text/columns.ts';
import { main } from './main.ts';
import type { World } from './world.ts';

const good = { QueryLanguage: 'JSONata', StartAt: 'Load', States: {
  Load: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'load' }, TimeoutSeconds: 60, Retry: [{ ErrorEquals: ['Busy'] }], Catch: [{ ErrorEquals: ['Gone'], Next: 'Nothing' }], Output: '{% $states.result %}', Next: 'Done' },
  Done: { Type: 'Pass', End: true },
  Nothing: { Type: 'Fail', Error: 'NothingThere', Cause: 'no rows came' },
} };
const mocks = {
  StateMachines: { orders: { TestCases: { Happy: { Load: 'Rows' }, Busy: { Load: 'BusyThenRows' }, Gone: { Load: 'Gone' } } } },
  MockedResponses: { Rows: { 0: { Return: { rows: 3 } } }, BusyThenRows: { 0: { Throw: { Error: 'Busy', Cause: 'later' } }, 1: { Return: { rows: 1 } } }, Gone: { 0: { Throw: { Error: 'Gone', Cause: '' } } } },
  Expectations: { orders: { Happy: { Status: 'SUCCEEDED', Output: { rows: 3 }, Path: ['Load', 'Done'] }, Gone: { Error: 'NothingThere' } } },
};
const files: Readonly<Record<string, string>> = {
  'orders.asl.json': JSON.stringify(good, null, 2),
  'bad.json': '{\n  "StartAt": "A",\n  "States": { "A": { "Type": "Pass", "Next": "B" } }\n}',
  'wait.yaml': 'StartAt: W\nStates:\n  W: { Type: Wait, Seconds: 90, End: true }\n',
  'MockConfigFile.json': JSON.stringify(mocks),
  'wrong.json': JSON.stringify({ ...mocks, Expectations: { orders: { Happy: { Status: 'FAILED', Output: 1, Path: [] }, Busy: { Cause: 'x' } } } }),
  'short.json': JSON.stringify({ StateMachines: { orders: { TestCases: { Short: { Load: 'Once' }, Lost: { Lod: 'Once' } } } }, MockedResponses: { Once: { 0: { Throw: { Error: 'Busy', Cause: '' } } } } }),
  'one-short.json': JSON.stringify({ StateMachines: { orders: { TestCases: { Short: { Load: 'Once' } } } }, MockedResponses: { Once: { 0: { Throw: { Error: 'Busy', Cause: '' } } } } }),
  'broken-mocks.json': '{ "StateMachines": {},\n "MockedResponses": { "R": { "x": {} } } }',
  'input.json': '{"n":1}',
};

async function asl(args: string, more: Partial<World> = {}): Promise<{ readonly code: number; readonly out: string; readonly err: string; readonly written: ReadonlyMap<string, string> }> {
  const told = { out: '', err: '' };
  const written = new Map<string, string>();
  const code = await main(args.split(' ').filter((word) => word !== ''), {
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('gone'), { code: path === 'folder' ? 'EISDIR' : 'ENOENT' });
      return text;
    },
    write: async (path, text) => void written.set(path, text),
    input: async () => files['wait.yaml'] ?? '',
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    columns: 80, colour: false, signal: new AbortController().signal, ...more,
  });
  return { code, ...told, written };
}
const widest = (text: string): number => Math.max(...text.split('\n').map(columnsOf));

describe('asl validate', () => {
  test('tells problems with line and column, and ends with 3', async () => {
    const { code, out } = await asl('validate bad.json');
    expect(code).toBe(3);
    expect(out).toMatch(/^bad\.json:3:46 {2}error ASL1201 {2}\/States\/A\/Next\n {2}\S.*\n/u);
    expect(out).toMatch(/bad\.json: 1 error, 0 warnings\n$/u);
  });

  test('takes YAML, several files and standard input', async () => {
    expect(await asl('validate wait.yaml -')).toMatchObject({ code: 0, out: 'wait.yaml: no problems\n-: no problems\n' });
  });

  test('gives JSON', async () => {
    const { code, out } = await asl('validate bad.json --json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, files: [{ file: 'bad.json', problems: [{ code: 'ASL1201', severity: 'error', at: { line: 3 } }] }] });
  });
});

describe('asl run', () => {
  test('prints status, output and history, in 80 columns', async () => {
    const { code, out } = await asl('run orders.asl.json --mocks MockConfigFile.json#Busy');
    expect(code).toBe(0);
    expect(out).toMatch(/^SUCCEEDED after 1s\n\{\n {2}"rows": 1\n\}\n\n +# +After +Event +State +What\n/u);
    expect(out).toMatch(/ 5 +0ms +TaskFailed +Load +Busy: later\n/u);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  test('ends with 1 when the execution fails, and says why', async () => {
    const { code, out } = await asl('run orders.asl.json --mocks MockConfigFile.json#orders/Gone');
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED after 0ms\n {2}NothingThere\n {2}no rows came\n/u);
  });

  test('gives JSON, takes an input and an instant, and draws', async () => {
    const { out, written } = await asl('run wait.yaml --input {"a":1} --now 2026-01-31T00:00:00Z --json --svg run.svg');
    const json = JSON.parse(out) as { readonly startedAt: number; readonly endedAt: number }; // what the command printed
    expect(json).toMatchObject({ schemaVersion: 1, status: 'SUCCEEDED', output: { a: 1 } });
    expect([json.startedAt, json.endedAt - json.startedAt]).toEqual([Date.UTC(2026, 0, 31), 90_000]);
    expect(written.get('run.svg')).toContain('succeeded · 1m 30s');
    expect((await asl('run wait.yaml --input @input.json --json')).out).toContain('"n": 1');
  });

  test('stops when it is interrupted', async () => {
    const { code, out } = await asl('run wait.yaml --real-time', { signal: AbortSignal.timeout(10) });
    expect(code).toBe(130);
    expect(out).toMatch(/^ABORTED/u);
  });

  test('colours what it prints when it may', async () => {
    expect((await asl('run wait.yaml', { colour: true })).out).toContain('\u001B[32mSUCCEEDED');
  });

  test.each([
    ['run', 2, 'Name the definition to run: asl run FILE.'],
    ['run none.json', 2, "There is no file 'none.json'."],
    ['run folder', 2, "'folder' is a folder: name a file in it."],
    ['run a b', 2, "One file at a time: 'b' is one too many."],
    ['run wait.yaml --inptu {}', 2, "There is no option '--inptu'. Is --input meant?"],
    ['run wait.yaml --input {a', 2, '--input is not JSON'],
    ['run wait.yaml --now soon', 2, "--now takes an instant such as 2026-01-31T12:00:00Z, not 'soon'."],
    ['run wait.yaml --mocks MockConfigFile.json', 2, '--mocks needs the name of a case behind the file: MockConfigFile.json#CASE.'],
    ['run orders.asl.json --mocks MockConfigFile.json#Sad', 2, "'MockConfigFile.json' has no case 'Sad'. It has Happy, Busy, Gone."],
    ['run wait.yaml --mocks MockConfigFile.json#Happy', 3, "The definition has no state 'Load'."],
    ['run orders.asl.json --mocks broken-mocks.json#x', 3, "broken-mocks.json:2:35  error  /MockedResponses/R/x"],
    ['run bad.json', 3, "The definition in 'bad.json' has errors, so nothing was run."],
    ['rum wait.yaml', 2, "There is no command 'rum'. Is 'run' meant?"],
    ['', 2, 'Name a command: run, validate, graph, test.'],
  ])('asl %s ends with %d: %s', async (args, code, message) => {
    const told = await asl(args);
    expect(told.code).toBe(code);
    expect(told.err).toContain(message);
    expect(told.out).toBe('');
  });
});

describe('asl graph', () => {
  test('draws to standard output or to a file, as SVG or Mermaid', async () => {
    expect((await asl('graph orders.asl.json')).out).toMatch(/^<svg /u);
    expect((await asl('graph orders.asl.json --format mermaid')).out).toMatch(/^flowchart TD\n/u);
    const { out, written } = await asl('graph orders.asl.json --out a.mmd --mocks MockConfigFile.json#Happy');
    expect([out, written.get('a.mmd')]).toEqual(['', expect.stringContaining('class s0 succeeded')]);
    expect(await asl('graph orders.asl.json --format dot')).toMatchObject({ code: 2, err: "asl: --format is svg or mermaid, not 'dot'.\n" });
  });
});

describe('asl test', () => {
  test('runs the cases, each with what it expects, and prints coverage', async () => {
    const { code, out } = await asl('test MockConfigFile.json');
    expect(code).toBe(0);
    expect(out).toContain('orders\n  ✓ Happy  SUCCEEDED  0ms\n  ✓ Busy   SUCCEEDED  1s\n  ✓ Gone   FAILED  0ms  NothingThere\n');
    expect(out).toContain('States 3 of 3 (100%), branches 2 of 2 (100%), in 3 executions.');
    expect(out).toMatch(/3 of 3 cases hold\.\n$/u);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  test('tells what does not hold', async () => {
    const { code, out } = await asl('test wrong.json --definition orders.asl.json');
    expect(code).toBe(1);
    expect(out).toContain('  ✗ Happy  SUCCEEDED  0ms\n      Status: expected FAILED\n      but was SUCCEEDED\n      Output: expected 1\n      but was {"rows":3}\n      Path: expected \n      but was Load, Done\n');
    expect(out).toContain('1 of 3 cases hold.');
  });

  test('fails a case for which the file lacks an answer', async () => {
    const { code, out } = await asl('test one-short.json --definition orders.asl.json');
    expect(code).toBe(1);
    expect(out).toContain("Response 'Once' has no answer for start 1 of state 'Load'");
    expect(await asl('test short.json')).toMatchObject({ code: 3, err: expect.stringContaining("short.json  error  orders#Lost: The definition has no state 'Lod'. Is 'Load' meant?") });
  });

  test('fails below a threshold', async () => {
    const { code, out } = await asl('test one-short.json --definition orders.asl.json --states 50 --branches 75');
    expect(code).toBe(1);
    expect(out).toContain('1 of 3 states were reached: 33.3%, and 50% are asked for.\n1 of 2 branches were reached: 50%, and 75% are asked for.\n');
  });

  test('gives JSON', async () => {
    const json = JSON.parse((await asl('test MockConfigFile.json --json')).out) as unknown;
    expect(json).toMatchObject({ schemaVersion: 1, machines: [{ machine: 'orders', cases: [{ name: 'Happy', holds: true, status: 'SUCCEEDED', output: { rows: 3 } }, {}, {}], coverage: { states: { percent: 100 }, executions: 3 } }] });
  });

  test.each([
    ['test MockConfigFile.json --machine Orders', "'MockConfigFile.json' has no state machine 'Orders'. It has orders."],
    ['test MockConfigFile.json --states many', "--states takes a number from 0 to 100, not 'many'."],
  ])('asl %s: %s', async (args, message) => {
    expect(await asl(args)).toMatchObject({ code: 2, err: `asl: ${message}\n` });
  });
});

test('help fits 80 columns, and the version is that of the package', async () => {
  const { code, out } = await asl('--help');
  expect([code, widest(out) <= 80]).toEqual([0, true]);
  expect((await asl('run --help')).out).toBe(out);
  expect((await asl('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/u);
});

test('a bug: a picture for a folder that does not exist ended with the words of the file system, and with 1', async () => {
  const failing = (code: string) => asl('graph wait.yaml --format mermaid --out away/x.mmd', { write: async () => { throw Object.assign(new Error(`${code}: raw`), { code }); } });
  expect(await failing('ENOENT')).toMatchObject({ code: 2, out: '', err: "asl: 'away/x.mmd' cannot be written: its folder does not exist.\n" });
  expect(await failing('EISDIR')).toMatchObject({ code: 2, err: "asl: 'away/x.mmd' is a folder: name a file in it.\n" });
  expect(await failing('EACCES')).toMatchObject({ code: 2, err: "asl: 'away/x.mmd' may not be written: look at its permissions.\n" });
  expect(await failing('ENOSPC')).toMatchObject({ code: 2, err: "asl: 'away/x.mmd' cannot be written: ENOSPC: raw.\n" });
});
