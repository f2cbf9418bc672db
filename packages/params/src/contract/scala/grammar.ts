import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const FILE = 'tree-sitter-scala.wasm';
// One for the whole process: a grammar stays in the memory of WebAssembly for ever, and a few hundred of them fill it.
let loaded: Promise<Language> | null = null;

/** A parser of Scala; whoever asks for it deletes it. */
export async function scalaGrammar(): Promise<Parser> {
  loaded ??= load();
  try {
    const language = await loaded;
    const parser = new Parser();
    parser.setLanguage(language);
    return parser;
  } catch (thrown) {
    loaded = null;
    throw thrown;
  }
}

// The build puts the grammar beside this file; in a checkout it is in the package that it comes from.
async function load(): Promise<Language> {
  await Parser.init();
  const beside = fileURLToPath(new URL(FILE, import.meta.url));
  return Language.load(beside).catch(() => Language.load(createRequire(import.meta.url).resolve(`tree-sitter-scala/${FILE}`)));
}
