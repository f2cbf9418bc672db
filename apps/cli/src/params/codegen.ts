import { generatePython, generateScala, generateTypes } from '@millrace/params';
import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CliError, exit, printJson } from '../io.ts';
import { shown } from '../project/pipeline.ts';
import type { CommandRun } from '../table.ts';
import { readablePipeline } from './values.ts';

const languages = { python: generatePython, scala: generateScala, typescript: generateTypes } as const;
type Language = keyof typeof languages;
const isLanguage = (word: unknown): word is Language => typeof word === 'string' && Object.hasOwn(languages, word);

/** A name for the module: that of the file, or of the pipeline, in the way of the language. */
function moduleName(language: Language, from: string): string {
  const words = from.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = language === 'python' ? words.join('_') : words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(name) ? name : `Params${name}`;
}

/** `millrace params codegen`: accessors that read the parameters inside a job, or their types. */
export const codegen: CommandRun = async (io, _args, options) => {
  const language = options['language'];
  if (!isLanguage(language)) throw new CliError('A language is needed: what should the code be?', `Name one: --language ${Object.keys(languages).join(', --language ')}.`, exit.usage);
  const { pipeline } = await readablePipeline(io, options);
  const out = typeof options['out'] === 'string' ? resolve(io.cwd, options['out']) : null;
  const name = moduleName(language, out === null ? `${pipeline.name}-params` : basename(out).replace(/\.[^.]*$/, ''));
  const text = languages[language](pipeline.params, { module: name });
  if (out !== null) writeFileSync(out, text);
  if (io.json) printJson(io, { language, module: name, out, ...(out === null ? { text } : {}) });
  else io.out(out === null ? text : `${language} accessors written to ${shown(io, out)}\n`);
  return exit.ok;
};
