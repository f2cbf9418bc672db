import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWildcard } from './asl-wildcards.ts';
import { listOf, member, recordedJson } from './asl-record.ts';
import type { Case, Outcome } from './suites.ts';

const packageFolder = fileURLToPath(new URL('../../packages/asl', import.meta.url));
/** Shorter texts are words that anybody uses. */
const telling = 14;

/**
 * The engine is built to the behaviour, not to the cases: no id, name or text of them may stand in the sources or tests of packages/asl.
 * Each kind of text is one outcome.
 */
export function sourcesSuite(cases: readonly Case[]): readonly Outcome[] {
  const sources = filesUnder(packageFolder).map((path) => ({ path: path.slice(packageFolder.length + 1), text: readFileSync(path, 'utf8') }));
  return Object.entries(kinds).map(([kind, textsOf]) => {
    const texts = new Set(cases.flatMap(textsOf).filter((text) => text.length >= telling && !isWildcard(text)));
    const found = sources.flatMap(({ path, text }) => [...texts].filter((one) => text.includes(one)).map((one) => `${JSON.stringify(one)} in ${path}`));
    return { id: `${texts.size} ${kind} are not in packages/asl`, wrong: found.length === 0 ? null : found.join(', ') };
  });
}

const kinds: Readonly<Record<string, (one: Case) => readonly string[]>> = {
  'ids and names of cases': ({ id }) => [String(id), ...String(id).split(/::|\//u), String(id).replace(/^.*::|\[.*$/gsu, '')],
  'comments and names of states': ({ definition }) => [...leaves(member(definition, 'Comment')), ...stateNames(definition)],
  'texts of definitions, inputs and outputs': ({ definition, input, events }) => [
    ...leaves(definition),
    ...leaves(recordedJson(input)),
    ...(Array.isArray(events) ? listOf(events).flatMap((event) => leaves(recordedJson(member(member(event, 'stateExitedEventDetails'), 'output')))) : leaves(member(events, 'output'))),
  ].filter((text) => !general.test(text)),
};

/** Paths, calls, ARNs and wordings of AWS itself, and JSON inside texts. */
const general = /^(?:\$|States\.|arn:|\{%|application\/|An error occurred|The state\/task|\{|\[)/u;
/** Members that hold AWS's words or the service's answers, not the case's. */
const notOwn = new Set(['SdkHttpMetadata', 'SdkResponseMetadata', 'Cause', 'Type', 'Resource', 'QueryLanguage', 'ErrorEquals', 'JitterStrategy', 'ProcessorConfig', 'ReaderConfig', 'Error']);

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => (notOwn.has(key) ? [] : leaves(item)));
}

function stateNames(definition: unknown): readonly string[] {
  if (Array.isArray(definition)) return definition.flatMap(stateNames);
  if (typeof definition !== 'object' || definition === null) return [];
  const states = member(definition, 'States');
  return [...(typeof states === 'object' && states !== null ? Object.keys(states) : []), ...Object.values(definition).flatMap(stateNames)];
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', '.turbo'].includes(entry.name) ? [] : filesUnder(path);
    return /\.(?:ts|md|json)$/u.test(entry.name) ? [path] : [];
  });
}
