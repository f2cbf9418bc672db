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
function python(path: string): PythonText {
  let known: PythonText | null = null;
  const load = (): PythonText => {
    if (known !== null) return known;
    const text = readFileSync(file(path), 'utf8');
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

/** Runs inside a Glue job before its script: see `decideBootstrap`. */
export const bootstrapPy: PythonText = python('bootstrap.py');
/** Runs as a gate, closer, opener or bridge: see `decideGate`, `decideOpener` and `decideBridge`. */
export const helperPy: PythonText = python('helper.py');
/** Runs one job as a process on this machine, and leaves its end on disk. */
export const runnerPy: PythonText = python('runner.py');

/** A stand-in for Glue's `awsglue`, as far as Python shell scripts use it. Paths are relative to a folder of PYTHONPATH. */
export const awsgluePy: readonly { readonly path: string; readonly text: string }[] = ['awsglue/__init__.py', 'awsglue/utils.py'].map((path) => {
  const source = python(path);
  return {
    path,
    get text() {
      return source.text;
    },
  };
});
