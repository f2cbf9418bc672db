import type { Json } from '../engine-types.ts';
import type { Machine } from '../language.ts';
import type { Problem } from './problem.ts';
import { validate } from './validate.ts';

export interface Parsed {
  /** null when there are errors. */
  readonly machine: Machine | null;
  /** Errors only: what Step Functions would refuse. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a state machine from JSON or its text, and gives all errors at once. `validate` tells warnings, too.
 *
 * @example
 * const { machine, problems } = parseDefinition('{"QueryLanguage":"JSONata","StartAt":"A","States":{}}');
 * problems[0]; // { code: 'ASL1201', pointer: '/StartAt', message: "StartAt names 'A', …", hint: … }
 */
export function parseDefinition(definition: Json): Parsed {
  const { machine, problems } = validate(definition);
  return { machine, problems: problems.filter(({ severity }) => severity === 'error') };
}
