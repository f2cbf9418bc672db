// `node --conditions=@millrace/source tools/service-model.ts`: writes what the embedded AWS knows of the requests that it supports, from AWS's public
// service model as botocore ships it (Apache-2.0), to packages/local/src/model/, and of their answers and errors, to packages/local/src/model/outputs/.
// Byte-stable; tests generate again and compare.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultServices, supportedOperations } from '../packages/local/src/index.ts';
import { answeringServices } from '../packages/local/src/states/integration/answers.ts';
import { modelledServices } from '../packages/local/src/validate/model.ts';
import { python, root } from './python.ts';

interface BotoShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string; readonly location?: string; readonly locationName?: string; readonly flattened?: boolean }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string; readonly locationName?: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly document?: boolean;
  readonly flattened?: boolean;
  readonly exception?: boolean;
  readonly error?: { readonly code?: string };
}
interface Boto {
  readonly version: string;
  readonly apiVersion: string;
  readonly model: {
    readonly metadata: { readonly protocol: string };
    readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }>>;
    readonly shapes: Readonly<Record<string, BotoShape>>;
  };
}

const models = join(root, 'packages/local/src/model');
/** Services that botocore calls otherwise. */
const botoNames: Readonly<Record<string, string>> = { sfn: 'stepfunctions' };
/** Members that are taken as they come: the graph of Glue Studio's editor alone has hundreds of shapes, and nothing here reads it. */
const opaque: ReadonlySet<string> = new Set(['CodeGenConfigurationNodes']);

/** Whether the pinned botocore is here to generate from. */
export const canGenerate = (): boolean => existsSync(python) && /^botocore==/m.test(readFileSync(join(root, 'tools/python/jobs.txt'), 'utf8'));
export const modelFile = (service: string): string => join(models, `${service}.json`);

export const outputFile = (service: string): string => join(models, 'outputs', `${service}.json`);

/** The text of each service's file: only the shapes that the inputs of its supported operations reach. */
export function serviceModels(): ReadonlyMap<string, string> {
  const all = botoModels(modelledServices);
  return new Map(modelledServices.map((id) => [id, requestText(id, botoOf(all, id))]));
}

/** The same of the answers, with the errors of the service by their codes. */
export function outputModels(): ReadonlyMap<string, string> {
  const all = botoModels(answeringServices);
  return new Map(answeringServices.map((id) => [id, answerText(id, botoOf(all, id))]));
}

type BotoModels = Readonly<Record<string, Boto>>;

function botoModels(ids: readonly string[]): BotoModels {
  const names = ids.map((id) => botoNames[id] ?? id);
  const text = execFileSync(python, [join(root, 'tools/python/service_shapes.py'), ...names], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // The script prints one object of this shape.
  return JSON.parse(text) as BotoModels;
}

function botoOf(all: BotoModels, id: string): Boto {
  const boto = all[botoNames[id] ?? id];
  if (boto === undefined) throw new Error(`botocore has no model of '${id}'.`);
  return boto;
}

const sourceOf = (id: string, { version, apiVersion }: Boto): string => `botocore ${version}, ${botoNames[id] ?? id} ${apiVersion}, Apache-2.0`;

function supported(id: string, { model }: Boto): readonly string[] {
  const names = supportedOperations(defaultServices).find(({ service }) => service === id)?.operations ?? [];
  return names.filter((name) => Object.hasOwn(model.operations, name));
}

function requestText(id: string, boto: Boto): string {
  const inputs = Object.fromEntries(supported(id, boto).map((name) => [name, boto.model.operations[name]?.input?.shape ?? null]));
  return printed(sourceOf(id, boto), { operations: inputs, shapes: reached(boto, Object.values(inputs)) });
}

function answerText(id: string, boto: Boto): string {
  const outputs = Object.fromEntries(supported(id, boto).map((name) => [name, boto.model.operations[name]?.output?.shape ?? null]));
  const exceptions = Object.entries(boto.model.shapes).filter(([, { exception }]) => exception === true);
  const errors = Object.fromEntries(sorted(exceptions.map(([name, { error }]) => [error?.code ?? name, name] as const)));
  return printed(sourceOf(id, boto), { operations: outputs, errors, shapes: reached(boto, Object.values(outputs)) });
}

function reached({ model }: Boto, from: readonly (string | null)[]): object {
  const shapes: Record<string, unknown> = {};
  const open = from.flatMap((name) => name ?? []);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const shape = model.shapes[name];
    if (shape === undefined || Object.hasOwn(shapes, name)) continue;
    const { compact, uses } = compacted(shape);
    shapes[name] = compact;
    open.push(...uses);
  }
  return Object.fromEntries(sorted(Object.entries(shapes)));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Everything that a request can break, and the shapes that it names. */
function compacted(shape: BotoShape): { readonly compact: object; readonly uses: readonly string[] } {
  const { type, min, max, pattern, enum: words } = shape;
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  if (shape.document === true) return { compact: { type: 'document' }, uses: [] };
  if (type === 'structure') {
    const members = Object.entries(shape.members ?? {}).map(([name, { shape: of }]) => [name, opaque.has(name) ? '' : of] as const);
    const required = [...(shape.required ?? [])].sort();
    return { compact: { type, members: Object.fromEntries(members), ...(required.length === 0 ? {} : { required }) }, uses: members.map(([, of]) => of) };
  }
  if (type === 'list') return { compact: { type, of: shape.member?.shape ?? '', ...bounds }, uses: [shape.member?.shape ?? ''] };
  if (type === 'map') return { compact: { type, key: shape.key?.shape ?? '', of: shape.value?.shape ?? '', ...bounds }, uses: [shape.key?.shape ?? '', shape.value?.shape ?? ''] };
  return { compact: { type, ...bounds, ...(pattern === undefined ? {} : { pattern }), ...(words === undefined ? {} : { enum: words }) }, uses: [] };
}

/** A line for each operation and shape, so that a newer model shows as a readable difference. */
function printed(source: string, parts: Readonly<Record<string, object>>): string {
  const lines = (of: object): string => Object.entries(of).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');
  const blocks = Object.entries(parts).map(([name, of]) => `  ${JSON.stringify(name)}: {\n${lines(of)}\n  }`);
  return `{\n  "source": ${JSON.stringify(source)},\n${blocks.join(',\n')}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!canGenerate()) throw new Error('The Python environment with botocore is missing: run `npm run bootstrap`.');
  mkdirSync(join(models, 'outputs'), { recursive: true });
  for (const [service, text] of serviceModels()) writeFileSync(modelFile(service), text);
  for (const [service, text] of outputModels()) writeFileSync(outputFile(service), text);
}
