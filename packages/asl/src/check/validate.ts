import type { Json } from '../engine-types.ts';
import { serviceNames, type ServiceNames } from '../integrations/services.ts';
import { isObject } from '../json.ts';
import type { Machine } from '../language.ts';
import { createNearest } from './nearest.ts';
import { severityOf, type Problem, type Report } from './problem.ts';
import { createQueries } from './queries.ts';
import { checkMachine } from './regions.ts';
import type { Run } from './run.ts';
import { measured } from './size.ts';
import { readText, type Format, type ReadText } from './text/read.ts';

export interface ValidateOptions {
  /** How the text is written; by default a text that starts like JSON is JSON, and YAML otherwise. */
  readonly format?: Format;
  /** The type of the state machine. Express ones have no `.sync`, no task tokens and no activities. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** Names of services to check parameters with; null checks none. By default those that the package brings. */
  readonly services?: ServiceNames | null;
}

export interface Validated {
  /** The definition, when nothing is wrong with it; null when there are errors. Warnings leave it. */
  readonly machine: Machine | null;
  /** Errors and warnings, in the order in which they stand in the text. */
  readonly problems: readonly Problem[];
}

/**
 * Checks a definition in the Amazon States Language and tells all problems at once, with a code, a place and a hint. Takes JSON or YAML as
 * text, or the value that was read from it, which stays as it is. Never throws for what a definition holds.
 *
 * Sources: states-language.net; AWS Step Functions developer guide; AWS's service models.
 *
 * @example
 * const { problems } = validate('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}');
 * problems[0]; // { code: 'ASL1201', severity: 'error', pointer: '/States/A/Next', at: { line: 1, column: 51, offset: 50 }, … }
 */
export function validate(definition: Json, options: ValidateOptions = {}): Validated {
  const found: Found[] = [];
  const add = (offset: number | null, ...[code, pointer, message, hint]: Parameters<Report>): void => {
    found.push({ code, severity: severityOf.get(code) ?? 'error', pointer, message, hint, offset });
  };
  const report: Report = (...problem) => add(null, ...problem);
  if (typeof definition === 'string' && measured(definition, report)) return { machine: null, problems: told(found, null) };
  const text = typeof definition === 'string' ? readText(definition, options.format, add) : null;
  const json = text === null ? definition : text.json;
  if (json !== undefined && !measured(json, report)) checkJson(json, options, report);
  const problems = told(found, text);
  const fine = json !== undefined && !problems.some(({ severity }) => severity === 'error');
  // Every rule of the language was checked, so the JSON has the machine's shape.
  return { machine: fine ? (json as unknown as Machine) : null, problems };
}

type Found = Omit<Problem, 'at'> & { readonly offset: number | null };

function checkJson(json: Json, options: ValidateOptions, report: Report): void {
  if (!isObject(json)) return report('ASL1005', '', 'A definition must be an object.', 'Write at least StartAt and States.');
  const { services } = options;
  const run: Run = {
    report,
    language: json['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath',
    timeout: typeof json['TimeoutSeconds'] === 'number' ? json['TimeoutSeconds'] : null,
    names: new Map(),
    labels: new Map(),
    queries: createQueries(),
    services: services === undefined ? serviceNames : () => services,
    near: createNearest(),
  };
  checkMachine(run, json, options.type === 'EXPRESS');
}

/** Problems with their places in the text, in its order. */
function told(found: readonly Found[], text: ReadText | null): readonly Problem[] {
  const problems = found.map(({ offset, ...problem }): Problem => ({ ...problem, at: text === null ? null : offset === null ? text.position(problem.pointer) : text.place(offset) }));
  return text === null ? problems : problems.sort((a, b) => (a.at?.offset ?? 0) - (b.at?.offset ?? 0));
}
