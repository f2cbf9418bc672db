import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const FILE = 'tree-sitter-scala.wasm';

/** Loads the grammar of Scala, which the build puts beside this file; in a checkout it is in the package that it comes from. */
export async function loadGrammar(): Promise<Parser> {
  await Parser.init();
  const beside = fileURLToPath(new URL(FILE, import.meta.url));
  const language = await Language.load(beside).catch(() => Language.load(createRequire(import.meta.url).resolve(`tree-sitter-scala/${FILE}`)));
  const parser = new Parser();
  parser.setLanguage(language);
  return parser;
}
