// Part of the build: the grammar of Scala and its licence go beside the compiled parser, so that the package needs no native module.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const from = (name) => createRequire(import.meta.url).resolve(`tree-sitter-scala/${name}`);
const to = (name) => new URL(`../../../dist/contract/scala/${name}`, import.meta.url);
copyFileSync(from('tree-sitter-scala.wasm'), to('tree-sitter-scala.wasm'));
copyFileSync(from('LICENSE'), to('tree-sitter-scala.LICENSE'));
