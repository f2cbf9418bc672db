// `node --conditions=@millrace/source tools/supported-operations.ts`: writes the table of the operations that the embedded AWS answers into the README of
// packages/local. A test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultServices, supportedOperationsTable } from '../packages/local/src/index.ts';
import { root } from './python.ts';

const file = join(root, 'packages/local/README.md');
const heading = '| service | operations |\n';
const text = readFileSync(file, 'utf8');
const from = text.indexOf(heading);
const to = text.indexOf('\n\n', from);
if (from < 0) throw new Error(`There is no table that begins with '${heading.trim()}' in ${file}.`);
writeFileSync(file, text.slice(0, from) + supportedOperationsTable(defaultServices).trimEnd() + (to < 0 ? '\n' : text.slice(to)));
