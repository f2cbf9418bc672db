import path from 'node:path';
import type { Position, Problem } from '../problem.ts';
import { parseDraft, parsePipeline, type Loaded } from '../parse.ts';
import { isPipelineDraft } from '../build/define.ts';
import { isForFallback, isUnplaced, unevaluated, unreadable } from './failure.ts';
import type { LoadIo } from './io.ts';
import { locateFields } from './locate.ts';
import { nodeIo } from './node-io.ts';
import { readYaml } from './yaml.ts';

const MODULES = ['.ts', '.mts', '.js', '.mjs'];
const DOCUMENTS = ['.yaml', '.yml', '.json'];

/**
 * Loads a pipeline from a module (.ts, .mts, .js, .mjs; its default export is what `definePipeline` returned) or a document
 * (.yaml, .yml, .json). Never throws: whatever is wrong is in `problems`, with file, line and column as far as they are known.
 *
 * @param file path; relative ones start from the current folder
 * @param io the disk and the importer; `nodeIo()` when left out
 * @example
 * const { pipeline, problems } = await load('pipeline.ts');
 */
export async function load(file: string, io: LoadIo = nodeIo()): Promise<Loaded> {
  const full = path.resolve(file);
  const extension = path.extname(full).toLowerCase();
  if (!MODULES.includes(extension) && !DOCUMENTS.includes(extension)) {
    return failed({ code: 'MR1006', severity: 'error', message: `a pipeline cannot be a '${extension}' file: ${full}`, pointer: '', at: { file: full, line: 1, col: 1 }, hint: `Use one of ${[...MODULES, ...DOCUMENTS].join(', ')}.` });
  }
  try {
    const text = await io.readText(full);
    return DOCUMENTS.includes(extension) ? loadDocument(text, full) : await loadModule(full, text, io);
  } catch (thrown) {
    return failed(unreadable(full, thrown));
  }
}

function loadDocument(text: string, file: string): Loaded {
  const { json, origins, problems } = readYaml(text, file);
  return json === undefined ? { pipeline: null, origins, problems } : parseDraft({ json, origins, problems });
}

async function loadModule(file: string, text: string, io: LoadIo): Promise<Loaded> {
  const module = await evaluate(file, text, io);
  if ('problem' in module) return failed(module.problem);
  const { exports } = module;
  const value = typeof exports === 'object' && exports !== null && 'default' in exports ? unwrapped(exports.default) : undefined;
  if (value === undefined || typeof value !== 'object' || value === null) return failed(noPipeline(file, value));
  const start: Position = { file, line: 1, col: 1 };
  if (!isPipelineDraft(value)) return parsePipeline(value, new Map([['', start]]));
  return parseDraft({ json: value.json, problems: value.problems, origins: locateFields(value.origins, await sources(value.origins, io)) });
}

// The files that builders were called in; one that cannot be read only costs precision.
async function sources(origins: ReadonlyMap<string, Position>, io: LoadIo): Promise<Map<string, string>> {
  const files = [...new Set([...origins.values()].map(({ file }) => file))];
  const texts = await Promise.all(files.map((file) => io.readText(file).then((text) => [file, text] as const, () => null)));
  return new Map(texts.filter((entry) => entry !== null));
}

async function evaluate(file: string, text: string, io: LoadIo): Promise<{ readonly exports: unknown } | { readonly problem: Problem }> {
  const describe = async (thrown: unknown) => ({ problem: unevaluated(file, text, thrown, isUnplaced(thrown) ? await io.checkSyntax?.(file) : undefined) });
  try {
    return { exports: await io.importModule(file) };
  } catch (thrown) {
    if (io.fallback === undefined || !isForFallback(thrown)) return describe(thrown);
  }
  try {
    return { exports: await io.fallback(file) };
  } catch (thrown) {
    return describe(thrown);
  }
}

// A CommonJS module that was compiled from ESM has its default export inside the default export.
function unwrapped(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !isPipelineDraft(value) && '__esModule' in value && 'default' in value ? value.default : value;
}

function noPipeline(file: string, value: unknown): Problem {
  const what = value === undefined ? 'has no default export' : typeof value === 'function' ? 'exports a function' : `exports ${value === null ? 'null' : `a ${typeof value}`}`;
  return { code: 'MR1004', severity: 'error', message: `${file} ${what}, so there is no pipeline to load`, pointer: '', at: { file, line: 1, col: 1 }, hint: 'Write `export default definePipeline({ … })`.' };
}

function failed(problem: Problem): Loaded {
  const at = problem.at;
  return { pipeline: null, origins: at === null ? new Map() : new Map([['', { file: at.file, line: 1, col: 1 }]]), problems: [problem] };
}
