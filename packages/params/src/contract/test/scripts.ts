import { readdirSync, readFileSync } from 'node:fs';
import type { ScriptToCheck } from '../index.ts';

export interface Example {
  readonly title: string;
  readonly script: ScriptToCheck;
  /** `line code name` of each finding that the script's comments announce. */
  readonly expected: readonly string[];
}

/**
 * Reads a file of scripts, and those beside it whose names go on with a dash (`faulty-uses.txt` with `faulty.txt`). Each begins with `=== title`, then lines `passed`, `declared`, `glue`, then `---` and the script.
 * A comment `<- CODE NAME` announces a finding in its line.
 */
export function examples(file: string, language: ScriptToCheck['language'] | null): Example[] {
  const beside = readdirSync(new URL('.', import.meta.url)).filter((name) => name === file || name.startsWith(`${file.replace(/\.txt$/, '')}-`)).sort();
  const text = beside.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('');
  return text.split(/^=== /m).slice(1).map((part): Example => {
    const [head = '', ...rest] = part.split(/^---\n/m);
    const [title = '', ...facts] = head.trim().split('\n');
    const script = rest.join('---\n');
    const fact = (name: string): string | null => facts.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
    const json = <T>(name: string): T | null => JSON.parse(fact(name) ?? 'null') as T | null; // The files are ours, and a wrong one fails its test.
    const expected = script.split('\n').flatMap((line, index) => [...line.matchAll(/<- (MR\d+)(?: ([^\s#]+))?/g)].map(([, code, name]) => `${index + 1} ${code ?? ''} ${name ?? ''}`.trim()));
    return {
      title,
      expected,
      script: { language: language ?? (title.startsWith('scala') ? 'scala' : 'python'), text: script, file: 'job', passed: json<Record<string, string | null>>('passed'), declared: json<NonNullable<ScriptToCheck['declared']>>('declared'), glueVersion: (fact('glue') ?? '5.0') as ScriptToCheck['glueVersion'] }, // As above.
    };
  });
}
