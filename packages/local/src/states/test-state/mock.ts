import type { Json } from '@millrace/core';
import { AwsError } from '../../host/types.ts';
import { isList, isRecord } from '../../service/input.ts';
import type { Shape } from '../../validate/model.ts';
import { answerModel } from '../integration/answers.ts';
import { integrationFor, type Integration } from '../integration/resource.ts';
import { pascal, type Shapes } from '../integration/shapes.ts';
import type { ValidationMode } from './request.ts';

/** The shape that a mocked result has to have, and members that state machines see otherwise. */
interface Wanted {
  readonly service: string;
  readonly shape: string | null;
  readonly free: readonly string[];
}

/**
 * Throws ValidationException for a mocked result that the service would not give. A `.sync` task is checked by what it waits for. Fields that
 * the service does not know are not looked at. Source: Step Functions developer guide, "Mock validation modes".
 */
export async function checkMock(resource: string, result: Json, mode: ValidationMode): Promise<void> {
  const integration = mode === 'NONE' ? null : integrationFor(resource);
  if (integration === null || integration.kind === 'activity' || integration.kind === 'function') return;
  const service = integration.kind === 'sdk' ? integration.service : integration.action.service;
  const model = await answerModel(service);
  if (model === null) return;
  const { shape, free } = wanted(integration, service, model.operations);
  if (shape !== null) check({ shapes: model.shapes, required: mode === 'STRICT', free }, shape, result, '');
}

function wanted(integration: Exclude<Integration, { readonly kind: 'activity' | 'function' }>, service: string, operations: Readonly<Record<string, string | null>>): Wanted {
  if (integration.wait === 'job') return { service, shape: 'JobRun', free: [] };
  if (integration.wait === 'execution') return { service, shape: 'DescribeExecutionOutput', free: integration.kind === 'optimized' && integration.json ? ['Input', 'Output'] : [] };
  // A callback may send whatever it likes.
  if (integration.wait === 'token') return { service, shape: null, free: [] };
  const op = integration.kind === 'sdk' ? integration.op : integration.action.op;
  return { service, shape: operations[op] ?? null, free: service === 'lambda' ? ['Payload'] : [] };
}

interface Rules {
  readonly shapes: Shapes;
  readonly required: boolean;
  readonly free: readonly string[];
}

const wrong = (what: string): AwsError => new AwsError('ValidationException', `Mock result schema validation error: ${what}`);

function check(rules: Rules, name: string, value: Json, field: string): void {
  const shape = rules.shapes[name];
  if (shape === undefined || value === null) return;
  if (shape.type === 'structure') return structure(rules, shape, value, field);
  if (shape.type === 'list') {
    if (!isList(value)) throw wrong(`Field '${field}' must be an array`);
    for (const item of value) check(rules, shape.of ?? '', item, field);
    return;
  }
  if (shape.type === 'map') {
    if (!isRecord(value)) throw wrong(`Field '${field}' must be an object`);
    for (const [key, item] of Object.entries(value)) check(rules, shape.of ?? '', item, key);
    return;
  }
  leaf(shape, value, field);
}

function structure(rules: Rules, shape: Shape, value: Json, field: string): void {
  if (!isRecord(value)) throw wrong(field === '' ? 'The result must be an object' : `Field '${field}' must be an object`);
  const missing = rules.required ? (shape.required ?? []).map(pascal).find((member) => (value[member] ?? null) === null) : undefined;
  if (missing !== undefined) throw wrong(`Required field '${missing}' is missing`);
  for (const [member, inner] of Object.entries(shape.members ?? {})) {
    const shown = pascal(member);
    if (!rules.free.includes(shown) && Object.hasOwn(value, shown)) check(rules, inner, value[shown] ?? null, shown);
  }
}

/** Times and bytes are texts here. */
const texts = new Set(['string', 'timestamp', 'blob', 'character']);

function leaf(shape: Shape, value: Json, field: string): void {
  if (shape.type === 'document') return;
  if (shape.type === 'boolean') {
    if (typeof value !== 'boolean') throw wrong(`Field '${field}' must be a boolean`);
    return;
  }
  const text = texts.has(shape.type);
  if (typeof value !== (text ? 'string' : 'number')) throw wrong(`Field '${field}' must be a ${text ? 'string' : 'number'}`);
  if (shape.enum !== undefined && typeof value === 'string' && !shape.enum.includes(value)) throw wrong(`Field '${field}' is not an expected value`);
  const size = typeof value === 'string' ? value.length : Number(value);
  if (shape.min !== undefined && size < shape.min) throw wrong(text ? `Field '${field}' is smaller than the minimum length` : `Field '${field}' is less than the minimum value`);
  if (shape.max !== undefined && size > shape.max) throw wrong(text ? `Field '${field}' exceeds the maximum length` : `Field '${field}' exceeds the maximum value`);
}
