// What hostile definitions and inputs are made of, and how each of them ends in words.
import { run, UnsupportedDefinition, validate, type Json, type RunOptions, type ValidateOptions } from '@millrace/asl';

/** One attack: `prepare` makes what is given, which is not measured, and answers what is measured. */
export interface Attack {
  readonly what: string;
  readonly prepare: () => () => string | Promise<string>;
  /** How it has to end: codes of problems, or the status with the name of the error. */
  readonly ends: RegExp;
}

export type Fields = { readonly [key: string]: Json };

export const machine = (states: Fields, more: Fields = {}): Json => ({ StartAt: Object.keys(states)[0] ?? '', States: states, ...more });
export const end = { Type: 'Pass', End: true } as const;
export const repeated = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
export const nested = (levels: number, inner: Json, around: (inner: Json) => Json): Json => {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = around(value);
  return value;
};

/** The codes that the validator gives, each once, errors first; `sound` when it finds no error. */
function codesOf(definition: Json, options: ValidateOptions): string {
  const { machine: read, problems } = validate(definition, options);
  const codes = (severity: string): string => [...new Set(problems.filter((one) => one.severity === severity).map(({ code }) => code))].join(' ');
  return read === null ? codes('error') : `sound ${codes('warning')}`;
}

export function checked(what: string, definition: () => Json, ends: RegExp, options: ValidateOptions = {}): Attack {
  return { what, ends, prepare: () => {
    const given = definition();
    return () => codesOf(given, options);
  } };
}

export const yaml = (what: string, text: () => string, ends: RegExp): Attack => checked(`YAML: ${what}`, text, ends, { format: 'yaml' });

export function executed(what: string, given: () => { readonly definition: Json; readonly input?: Json; readonly options?: RunOptions }, ends: RegExp): Attack {
  return { what, ends, prepare: () => {
    const { definition, input = {}, options = {} } = given();
    return async () => {
      try {
        const { status, error } = await run(definition, input, options);
        return error === null ? status : `${status} ${error.slice(0, 80)}`;
      } catch (thrown) {
        // The two that `run` is documented to throw; anything else is a crash.
        if (thrown instanceof UnsupportedDefinition || thrown instanceof RangeError) return thrown.name;
        throw thrown;
      }
    };
  } };
}

/** An expression of JSONata as the output of a state, with an input. */
export const jsonata = (what: string, expression: string | (() => string), ends = /^FAILED States\.(?:QueryEvaluationError|DataLimitExceeded)$/u, input: () => Json = () => ({})): Attack =>
  executed(`JSONata: ${what}`, () => ({ definition: machine({ A: { Type: 'Pass', Output: `{% ${typeof expression === 'string' ? expression : expression()} %}`, End: true } }, { QueryLanguage: 'JSONata' }), input: input() }), ends);

/** A path or a call of an intrinsic function as a parameter, with an input. */
export const path = (what: string, text: string | (() => string), ends: RegExp, input: () => Json = () => ({})): Attack =>
  executed(what, () => ({ definition: machine({ A: { Type: 'Pass', Parameters: { 'x.$': typeof text === 'string' ? text : text() }, End: true } }), input: input() }), ends);
