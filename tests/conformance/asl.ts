import { parseDefinition, simulate, UnsupportedDefinition, type Json } from '@millrace/asl';
import type { Case, Outcome } from './suites.ts';

/** How an execution ended: its status with its output, or the name of its error. Causes are sentences and are not compared. */
interface End {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Runs the recorded executions that are JSONata throughout and call no service. The others are counted in `skipped`, with the reason. */
export async function aslSuite(cases: readonly Case[]): Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: string }> {
  const outcomes: Outcome[] = [];
  const reasons = new Map<string, number>();
  for (const one of cases) {
    const reason = reasonToSkip(one);
    if (reason === null) outcomes.push({ id: `${String(one['id'])}#${String(one['n'])}`, wrong: await compare(one) });
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { outcomes, skipped: [...reasons].map(([reason, count]) => `${count} ${reason}`).join('; ') };
}

function reasonToSkip({ lang, definition, events, input }: Case): string | null {
  const text = JSON.stringify(definition) ?? '';
  if (lang !== 'JSONata') return 'in JSONPath, which the engine leaves out';
  if (text.includes('"Resource":')) return 'that call a service';
  if (text.includes('"Type":"Map"')) return 'with a Map state, which the engine leaves out';
  if (recordedEnd(events) === null) return 'whose record has no end';
  if (sorted(recordedInput(events)) !== sorted(JSON.parse(String(input)))) return 'whose record hides parts of the input';
  // A definition is JSON that was read from a file.
  const problems = parseDefinition(definition as Json).problems;
  return problems.some(({ message }) => message.includes('JSONPath')) ? 'with a state in JSONPath, which the engine leaves out' : null;
}

async function compare(one: Case): Promise<string | null> {
  const definition = one['definition'] as Json; // JSON that was read from a file, like the input.
  const input = JSON.parse(String(one['input'])) as Json;
  const wanted = sorted(recordedEnd(one['events']));
  const seen = sorted(await ended(definition, input));
  return seen === wanted ? null : `${seen} instead of ${wanted}`;
}

async function ended(definition: Json, input: Json): Promise<End> {
  try {
    const end = await simulate(definition, input);
    return end.status === 'SUCCEEDED' ? { status: end.status, output: end.output } : { status: end.status, error: end.error === '' ? null : end.error };
  } catch (error) {
    if (error instanceof UnsupportedDefinition) return { status: `not supported: ${error.message}` };
    throw error;
  }
}

const ends: Readonly<Record<string, readonly [status: string, details: string]>> = {
  ExecutionSucceeded: ['SUCCEEDED', 'executionSucceededEventDetails'],
  ExecutionFailed: ['FAILED', 'executionFailedEventDetails'],
};

function recordedInput(events: unknown): unknown {
  return recordedJson(at(at(Array.isArray(events) ? events[0] : undefined, 'executionStartedEventDetails'), 'input'));
}

function recordedEnd(events: unknown): End | null {
  const last: unknown = Array.isArray(events) ? events.at(-1) : undefined;
  const [status, field] = ends[String(at(last, 'type'))] ?? [];
  if (status === undefined || field === undefined) return null;
  const details = at(last, field);
  return status === 'SUCCEEDED' ? { status, output: recordedJson(at(details, 'output')) } : { status, error: at(details, 'error') ?? null };
}

/** Records hold objects as they are, and everything else as the text of its JSON. */
function recordedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** As JSON with sorted fields: the order of fields means nothing in ASL. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}
