import type { Json } from '@millrace/core';
import { invalidRequest, unreadable } from './errors.ts';
import { modelReader, type ServiceModel, type Shape } from './model.ts';
import { wholePattern } from './pattern.ts';

/** Throws AwsError for a request that AWS would reject for its shape alone. */
export interface Validator {
  /** A promise only where the service's model must be read first. */
  readonly check: (service: string, operation: string, input: Json) => Promise<void> | null;
}

/** Validates requests against AWS's public service model. Members that it does not know are ignored, as AWS does; null counts as absent. */
export function validator(): Validator {
  const read = modelReader();
  /** Null where there is no model. */
  const walkers = new Map<string, Walker | null>();
  const load = async (service: string): Promise<Walker | null> => {
    const model = await read(service);
    const walker = model === null ? null : new Walker(service, model);
    walkers.set(service, walker);
    return walker;
  };
  return {
    check: (service, operation, input) => {
      const walker = walkers.get(service);
      if (walker === undefined) return load(service).then((loaded) => loaded?.check(operation, input));
      walker?.check(operation, input);
      return null;
    },
  };
}

type Fields = { readonly [key: string]: Json };
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !isList(value);

/** Services of the query protocol get text for everything. */
const fromText: ReadonlySet<string> = new Set(['iam', 'sns', 'sts']);

class Walker {
  readonly #service: string;
  readonly #model: ServiceModel;
  readonly #patterns = new Map<string, RegExp | null>();
  readonly #textIsFine: boolean;
  /** Where the walk is: names are joined only for a message. */
  readonly #path: (string | number)[] = [];

  constructor(service: string, model: ServiceModel) {
    this.#service = service;
    this.#model = model;
    this.#textIsFine = fromText.has(service);
  }

  check(operation: string, input: Json): void {
    const shape = Object.hasOwn(this.#model.operations, operation) ? this.#model.operations[operation] : undefined;
    if (shape === undefined || shape === null) return;
    const problems: string[] = [];
    this.#path.length = 0;
    this.#walk(shape, input ?? {}, problems);
    if (problems.length > 0) throw invalidRequest(this.#service, problems);
  }

  #walk(name: string, value: Json, problems: string[]): void {
    const shape = this.#model.shapes[name];
    if (shape === undefined) return;
    switch (shape.type) {
      case 'structure':
        this.#structure(shape, value, problems);
        return;
      case 'list':
        this.#list(shape, value, problems);
        return;
      case 'map':
        this.#map(shape, value, problems);
        return;
      case 'string':
        if (typeof value !== 'string') throw unreadable(this.#place(), kindOf(value), 'a String');
        this.#text(shape, value, problems);
        return;
      case 'boolean':
        if (typeof value !== 'boolean' && !(this.#textIsFine && typeof value === 'string' && /^(true|false)$/i.test(value))) throw unreadable(this.#place(), kindOf(value), 'a Boolean');
        return;
      case 'blob':
        if (typeof value !== 'string') throw unreadable(this.#place(), kindOf(value), 'a Blob');
        return;
      case 'timestamp':
        if (typeof value !== 'number' && typeof value !== 'string') throw unreadable(this.#place(), kindOf(value), 'a Timestamp');
        return;
      case 'document':
        return;
      default:
        this.#number(shape, value, problems);
    }
  }

  /** A member by its name, an item by its index, an entry of a map by a dot and its key. */
  #inside(step: string | number, shape: string, value: Json, problems: string[]): void {
    this.#path.push(step);
    this.#walk(shape, value, problems);
    this.#path.pop();
  }

  /** As AWS names the place in its messages: members with a small first letter. */
  #place(member?: string): string {
    const steps = member === undefined ? this.#path : [...this.#path, member];
    const named = (step: string | number): string => {
      if (typeof step === 'number') return `${String(step + 1)}.member`;
      return step.startsWith('.') ? `${step.slice(1)}.member` : step.slice(0, 1).toLowerCase() + step.slice(1);
    };
    return steps.map(named).join('.');
  }

  #structure(shape: Shape, value: Json, problems: string[]): void {
    if (!isFields(value)) throw unreadable(this.#place(), kindOf(value), 'a structure');
    const { members = {}, required = [] } = shape;
    for (const member of required) {
      if (ownOr(value, member) === null) problems.push(`Value null at '${this.#place(member)}' failed to satisfy constraint: Member must not be null`);
    }
    for (const member of Object.keys(value)) {
      const inner = value[member];
      if (inner !== null && inner !== undefined && Object.hasOwn(members, member)) this.#inside(member, members[member] ?? '', inner, problems);
    }
  }

  #list(shape: Shape, value: Json, problems: string[]): void {
    if (!isList(value)) throw unreadable(this.#place(), kindOf(value), 'a list');
    this.#bounds(shape, value.length, 'length', value, problems);
    for (const [index, item] of value.entries()) {
      if (item !== null) this.#inside(index, shape.of ?? '', item, problems);
    }
  }

  #map(shape: Shape, value: Json, problems: string[]): void {
    if (!isFields(value)) throw unreadable(this.#place(), kindOf(value), 'a map');
    const entries = Object.entries(value);
    this.#bounds(shape, entries.length, 'length', value, problems);
    const keys = this.#model.shapes[shape.key ?? ''];
    for (const [key, item] of entries) {
      if (keys !== undefined) this.#text(keys, key, problems);
      if (item !== null) this.#inside(`.${key}`, shape.of ?? '', item, problems);
    }
  }

  #text(shape: Shape, value: string, problems: string[]): void {
    this.#bounds(shape, value.length, 'length', value, problems);
    if (shape.enum !== undefined && !shape.enum.includes(value)) problems.push(`${valueAt(value, this.#place())} failed to satisfy constraint: Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    if (shape.pattern === undefined || this.#pattern(shape.pattern)?.test(value) !== false) return;
    problems.push(`${valueAt(value, this.#place())} failed to satisfy constraint: Member must satisfy regular expression pattern: ${shape.pattern}`);
  }

  #number(shape: Shape, value: Json, problems: string[]): void {
    const found = this.#textIsFine && typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    const whole = shape.type === 'integer' || shape.type === 'long';
    if (typeof found !== 'number' || !Number.isFinite(found) || (whole && !Number.isInteger(found))) throw unreadable(this.#place(), kindOf(value), whole ? 'an Integer' : 'a Double');
    this.#bounds(shape, found, 'value', found, problems);
  }

  #bounds(shape: Shape, measured: number, what: 'length' | 'value', value: Json, problems: string[]): void {
    const { min, max } = shape;
    const sides = [min !== undefined && measured < min ? `greater than or equal to ${String(min)}` : null, max !== undefined && measured > max ? `less than or equal to ${String(max)}` : null];
    for (const side of sides) {
      if (side !== null) problems.push(`${valueAt(value, this.#place())} failed to satisfy constraint: Member must have ${what} ${side}`);
    }
  }

  #pattern(pattern: string): RegExp | null {
    const known = this.#patterns.get(pattern);
    if (known !== undefined) return known;
    const made = wholePattern(pattern);
    this.#patterns.set(pattern, made);
    return made;
  }
}

const ownOr = (value: Fields, member: string): Json => (Object.hasOwn(value, member) ? (value[member] ?? null) : null);
const valueAt = (value: Json, path: string): string => `Value '${shortened(typeof value === 'string' ? value : JSON.stringify(value))}' at '${path}'`;
const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

function kindOf(value: Json): string {
  if (isList(value)) return 'START_ARRAY';
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return value === null ? 'NULL_VALUE' : 'START_OBJECT';
}
