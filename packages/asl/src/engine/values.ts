import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import { flowOf, type Field } from './flow.ts';
import { wrongResult } from './flow-jsonata.ts';
import type { At, Extra } from './scope.ts';

/** Source: Amazon States Language specification, "Timeouts", and Step Functions quotas. */
const mostSeconds = 99_999_999;

/** A field of whole seconds; null when it is absent. */
export function seconds(at: At, name: string, least: number, extra: Extra = {}): Eventually<number | null> {
  return after(flowOf(at).field(at, name, extra), (field) => {
    if (field === null) return null;
    const value = numberIn(at, field);
    if (value === null || !Number.isInteger(value) || value < least || value > mostSeconds) throw noSeconds(at, name, field, least);
    return value;
  });
}

/** JSONPath takes the digits of a number for the number. */
function numberIn(at: At, { value, source }: Field): number | null {
  if (typeof value === 'number') return value;
  const digits = at.state.language === 'JSONPath' && source !== null && typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/u.test(value);
  return digits ? Number(value) : null;
}

function noSeconds(at: At, name: string, field: Field, least: number): StateError {
  if (at.state.language === 'JSONata') {
    if (typeof field.value !== 'number') return wrongResult(field, name, 'number');
    return new StateError(errorNames.query, `The field '${name}' must be a whole number from ${least} to ${mostSeconds}, but was ${JSON.stringify(field.value)}`, name);
  }
  const from = field.source === null ? '' : `${field.source} == `;
  return new StateError(errorNames.runtime, `The ${nameIn(name, field)} parameter cannot be parsed as a long value: ${from}${bare(field.value)}`);
}

/** A count or a percentage of a Map state; null when it is absent. */
export function amount(at: At, name: string, kind: 'integer' | 'float', between: readonly [number, number]): Eventually<number | null> {
  return after(flowOf(at).field(at, name), (field) => {
    if (field === null) return null;
    const value = numberIn(at, field);
    const language = at.state.language === 'JSONata' ? errorNames.query : errorNames.runtime;
    if (value === null || (kind === 'integer' && !Number.isInteger(value))) {
      if (at.state.language === 'JSONata') throw wrongResult(field, name, 'number');
      throw new StateError(errorNames.runtime, `The ${nameIn(name, field)} field refers to value "${bare(field.value)}" which is not a valid ${kind}: ${field.source ?? ''}`);
    }
    if (value >= between[0] && value <= between[1]) return value;
    const range = between[1] === Infinity ? `a non-negative ${kind}` : `between ${between[0]} and ${between[1]}`;
    throw new StateError(language, `${name} must be ${range}.`, at.state.language === 'JSONata' ? name : null);
  });
}

export function text(at: At, name: string): Eventually<string | null> {
  return after(flowOf(at).field(at, name), (field) => {
    if (field === null) return null;
    if (typeof field.value === 'string') return field.value;
    if (at.state.language === 'JSONata') throw wrongResult(field, name, 'string');
    throw new StateError(errorNames.runtime, `The ${nameIn(name, field)} parameter does not reference a string: ${field.source ?? ''} == ${bare(field.value)}`);
  });
}

/** RFC 3339 as ASL has it: upper-case T, and Z or an offset. */
const instantShape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/u;

/** Epoch milliseconds of `Timestamp`, or of what TimestampPath leads to. */
export function instant(at: At): Eventually<number> {
  return after(flowOf(at).field(at, 'Timestamp'), (field) => {
    const given = field === null ? null : field.value;
    const parsed = typeof given === 'string' ? parseInstant(given) : null;
    if (parsed !== null) return parsed;
    if (at.state.language === 'JSONata') {
      throw new StateError(errorNames.query, `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${bare(given)}`, 'Timestamp');
    }
    const name = field?.source === null || field === null ? 'Timestamp' : 'TimestampPath';
    throw new StateError(errorNames.runtime, `The ${name} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${field?.source ?? name} == ${bare(given)}`);
  });
}

/** null for what is no instant, such as the 31st of February. */
export function parseInstant(given: string): number | null {
  const parts = instantShape.exec(given);
  if (parts === null) return null;
  const [year, month, day, hour] = [parts[1], parts[2], parts[3], parts[4]].map(Number);
  const lastDay = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  if ((day ?? 0) > lastDay || (hour ?? 0) > 23) return null;
  const epoch = Date.parse(given.replace(/(\.\d{3})\d+/u, '$1'));
  return Number.isNaN(epoch) ? null : epoch;
}

function nameIn(name: string, { source }: Field): string {
  return source === null ? name : `${name}Path`;
}
/** As Java shows a value inside a sentence: strings without quotes. */
function bare(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
