import type { Tree } from './ast.ts';
import { Evaluator } from './evaluate/evaluator.ts';
import { Recorder } from './evaluate/recorder.ts';
import type { Reading } from './reading.ts';

/** What a script does with its arguments, as far as its text tells. */
export function readScript(tree: Tree, text: string, language: 'python' | 'scala'): Reading {
  const recorder = new Recorder(language === 'scala');
  const evaluator = new Evaluator(recorder);
  evaluator.zero = (at) => /^0(?![\w.])/.test(text.slice(at, at + 2));
  evaluator.run(tree.root, { names: new Map(), outer: null });
  return recorder.reading();
}
