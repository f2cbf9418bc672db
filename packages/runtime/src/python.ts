import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Python file of this package. */
export interface PythonText {
  readonly text: string;
  readonly sha256: string;
}

// The folder lies beside src and dist alike.
const file = (path: string): URL => new URL(`../python/${path}`, import.meta.url);

/** Read at first use, so that importing the package reads nothing. */
function python(read: () => string): PythonText {
  let known: PythonText | null = null;
  const load = (): PythonText => {
    if (known !== null) return known;
    const text = read();
    known = { text, sha256: createHash('sha256').update(text).digest('hex') };
    return known;
  };
  return {
    get text() {
      return load().text;
    },
    get sha256() {
      return load().sha256;
    },
  };
}

const whole = (path: string): PythonText => python(() => readFileSync(file(path), 'utf8'));

/** A job has one file: the parts follow each other, with the modules that they import, once each, above them all. */
function assembled(about: string, names: readonly string[]): PythonText {
  return python(() => {
    const parts = names.map((name) => split(readFileSync(file(`parts/${name}.py`), 'utf8')));
    const imports = [...new Set(parts.flatMap((part) => part.imports))].sort();
    const bodies = parts.map(({ title, body }) => `# ---- ${title}\n\n\n${body}`);
    return `"""${about}\n\nPython 3.9 or later, with boto3.\n"""\n\n${imports.join('\n')}\n\n${bodies.join('\n\n')}`;
  });
}

/** A part begins with a docstring, whose first line is its title, and its imports. */
function split(text: string): { readonly title: string; readonly imports: readonly string[]; readonly body: string } {
  const [, title = '', head = '', body = ''] = /^"""([^\n]+?)\.?"""\n+((?:import [^\n]+\n)*)\n*([\s\S]*)$/.exec(text) ?? [];
  if (title === '') throw new Error('A part of the Python does not begin with a docstring of one line.');
  return { title, imports: head.split('\n').filter((line) => line !== ''), body };
}

const shared = ['values', 'rules', 'state', 'freeze', 'refusal', 'arguments', 'joins', 'outcomes', 'outputs', 'world'];

/** Runs inside a Glue job before its script: see `decideBootstrap`. */
export const bootstrapPy: PythonText = assembled('Starts the script of one pipeline step inside an AWS Glue job, with the arguments of its run.', [...shared, 'attempt', 'script']);
/** Runs as a gate, closer, opener or bridge: see `decideGate`, `decideOpener` and `decideBridge`. */
export const helperPy: PythonText = assembled('A generated job of a pipeline: it waits for what triggers cannot hold, or does a step that has no node of its own.', [...shared, 'gate', 'opener', 'request', 'bridge', 'calls', 'helper']);
/** Runs one job as a process on this machine, and leaves its end on disk. */
export const runnerPy: PythonText = whole('runner.py');

/** A stand-in for Glue's `awsglue`, as far as Python shell scripts use it. Paths are relative to a folder of PYTHONPATH. */
export const awsgluePy: readonly { readonly path: string; readonly text: string }[] = ['awsglue/__init__.py', 'awsglue/utils.py'].map((path) => {
  const source = whole(path);
  return {
    path,
    get text() {
      return source.text;
    },
  };
});
