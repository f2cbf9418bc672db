import type { Tree } from './ast.ts';
import { compare } from './compare.ts';
import type { Finding, ScriptToCheck } from './finding.ts';
import { placesOf } from './places.ts';
import { readScript } from './read.ts';

export type { Finding, ScriptToCheck } from './finding.ts';
export { wordFaults, type WordFault } from './words.ts';

/**
 * Compares how a script reads its arguments with what is declared and with what is passed, without running it. Findings come in
 * the order of their places. What cannot be known before the script runs is told once, as an info (MR2410), and nothing is
 * guessed from it. The parser of the language is loaded at the first use.
 *
 * @example
 * await checkScript({ language: 'python', text, file: 'job.py', declared: null, passed: { LOCATION: 'NY' }, glueVersion: '5.0' });
 * // [{ code: 'MR2401', line: 4, col: 38, name: 'DATE', message: "'DATE' is asked for and not passed", … }]
 */
export async function checkScript(script: ScriptToCheck): Promise<Finding[]> {
  const { language, file } = script;
  // Python and Scala read over a byte order mark.
  const text = script.text.replace(/^\ufeff/, '');
  const tree = await parse(text, language);
  const place = placesOf(text);
  const found = compare(readScript(tree, text, language), script);
  const [broken] = tree.broken;
  // The grammar of Scala is small and our own; what Python's does not read is hardly Python.
  const severity = language === 'scala' ? 'info' : 'warning';
  if (broken !== undefined) found.push({ code: 'MR2411', severity, at: broken, name: '', message: `this is not ${language === 'scala' ? 'Scala' : 'Python'} as the checker knows it, so that what is here was not checked`, hint: 'Correct the text, if it is wrong.' });
  const seen = new Set<string>();
  const once = found.filter(({ code, at, name }) => {
    const key = `${code} ${at} ${name}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
  return once.sort((a, b) => a.at - b.at).map(({ at, ...finding }) => ({ ...finding, file, ...place(at) }));
}

async function parse(text: string, language: ScriptToCheck['language']): Promise<Tree> {
  if (language === 'python') return (await import('./python/parse.ts')).parsePython(text);
  return (await import('./scala/parse.ts')).parseScala(text);
}
