import { run, UnsupportedDefinition, type Ended, type Json } from '@millrace/asl';
import { endOf, enteredStates, inputOf, isConcurrent, type End } from './asl-record.ts';
import { recordedAnswers, runnable } from './asl-mocks.ts';
import { like, shown } from './asl-wildcards.ts';
import type { Case, Outcome } from './suites.ts';

export type AslKind = 'JSONPath' | 'JSONata' | 'services';

/**
 * Runs the recorded executions of one kind; their service calls are answered from the record. Those whose record tells nothing of their
 * definition are counted in `skipped`.
 */
export async function aslSuite(kind: AslKind, cases: readonly Case[]): Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: string }> {
  const outcomes: Outcome[] = [];
  const reasons = new Map<string, number>();
  for (const one of cases) {
    if (kindOf(one) !== kind) continue;
    const wanted = endOf(one);
    const reason = wanted === null ? 'whose record has no end' : ofAnother(one) ? 'whose record is of another definition' : null;
    if (wanted === null || reason !== null) reasons.set(reason ?? '', (reasons.get(reason ?? '') ?? 0) + 1);
    else outcomes.push({ id: `${String(one['id'])}#${String(one['n'])}`, wrong: await compare(one, wanted) });
  }
  return { outcomes, skipped: [...reasons].map(([reason, count]) => `${count} ${reason}`).join('; ') };
}

/** Does the record name states that the definition lacks? */
function ofAnother({ definition, events }: Case): boolean {
  const text = JSON.stringify(definition) ?? '';
  return (enteredStates(events) ?? []).some((entered) => !text.includes(`${JSON.stringify(entered.slice(entered.indexOf(' ') + 1))}:{`));
}

function kindOf({ lang, definition }: Case): AslKind {
  if ((JSON.stringify(definition) ?? '').includes('"Resource":')) return 'services';
  return lang === 'JSONata' ? 'JSONata' : 'JSONPath';
}

async function compare(one: Case, wanted: End): Promise<string | null> {
  const run = await ran(one);
  if (typeof run === 'string') return `${run} instead of ${shown(wanted)}`;
  const seen: End = run.status === 'SUCCEEDED' ? { status: run.status, output: run.output } : { status: run.status, error: run.error === '' ? null : run.error };
  if (!like(seen, wanted)) return `${shown(seen)}${run.cause === null ? '' : ` (${run.cause})`} instead of ${shown(wanted)}`;
  const order = enteredStates(one['events']);
  if (order === null) return null;
  const entered = run.events.flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [`${type} ${String(Reflect.get(Object(details), 'name'))}`] : []));
  // States of branches that run beside each other come in any order.
  const sorted = isConcurrent(one['definition']);
  const [ours, theirs] = sorted ? [[...entered].sort(), [...order].sort()] : [entered, order];
  return JSON.stringify(ours) === JSON.stringify(theirs) ? null : `states entered: ${ours.join(', ')} instead of ${theirs.join(', ')}`;
}

async function ran(one: Case): Promise<Ended | string> {
  const definition = runnable(one);
  try {
    const [input, now] = [inputOf(one) as Json, startOf(one)]; // JSON that was read from a file
    return await run(definition, input, { tasks: recordedAnswers(one), now, context: contextOf(input, now) });
  } catch (error) {
    if (error instanceof UnsupportedDefinition) return `not supported: ${error.message}`;
    throw error;
  }
}

function startOf({ validated }: Case): number {
  const instant = Date.parse(String(validated));
  return Number.isNaN(instant) ? 0 : instant;
}

/** Of the account that the records name. */
function contextOf(input: Json, now: number): Json {
  const arn = (kind: string): string => `arn:aws:states:us-east-1:111111111111:${kind}:machine`;
  return {
    Execution: { Id: `${arn('execution')}:run`, Input: input, Name: 'run', RoleArn: 'role', StartTime: new Date(now).toISOString(), RedriveCount: 0 },
    StateMachine: { Id: arn('stateMachine'), Name: 'machine' },
  };
}
