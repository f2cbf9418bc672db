import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Outcome, Outcomes } from './clients.ts';

/** One place where two answers to the same call differ. */
export interface Difference {
  readonly call: string;
  /** Members joined by dots, list members by their number. */
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}
/** Who is right in differences of one kind, and how one knows. */
export interface Explanation {
  /** Names of calls; `*` stands for any. */
  readonly calls: readonly string[];
  /** A path of members; a `*` stands for any run of characters. */
  readonly path: string;
  readonly right: 'embedded' | 'moto' | 'both';
  readonly why: string;
  readonly source: string;
}

const absent = 'nothing';
/** What a server makes up: whether it is there is compared, its value is not. */
const madeUp = /(^|\.)(CreatedOn|LastModifiedOn|StartedOn|CompletedOn|CreationTime|CreateTime|UpdateTime|LastUpdatedTime|LastUpdated|LastAccessTime|LastModifiedTime|PreviousRunId|RunId|JobRunId|WorkflowRunId|TriggerId|VersionId|UniqueId|ExecutionTime|DPUSeconds|JobRuns?(\.\d+)?\.Id|creationDate|updateDate|startDate|stopDate|redriveDate|timestamp|revisionId|taskToken|executionArn|billedDurationInMilliseconds)$/;

/** The leaves of an answer by path; times and ids as `some`. */
export function leaves(outcome: Outcome | undefined): ReadonlyMap<string, string> {
  if (outcome === undefined) return new Map([['', 'not asked']]);
  if ('error' in outcome) return new Map([['error', outcome.error]]);
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (madeUp.test(path)) found.set(path, 'some');
    else if (typeof value !== 'object' || value === null) found.set(path, JSON.stringify(value) ?? absent);
    else {
      const inner = Object.entries(value);
      if (inner.length === 0) found.set(path, Array.isArray(value) ? '[]' : '{}');
      for (const [name, one] of inner) walk(one, path === '' ? name : `${path}.${name}`);
    }
  };
  walk(outcome.answer, 'answer');
  return found;
}

export function compare(calls: readonly Call[], ours: Outcomes, theirs: Outcomes): readonly Difference[] {
  return calls.flatMap(({ id }) => {
    const [left, right] = [leaves(ours[id]), leaves(theirs[id])];
    // Where one refuses and the other does not, the rest of the answers is beside the point.
    if (left.has('error') !== right.has('error')) return [{ call: id, path: 'error', ours: left.get('error') ?? absent, theirs: right.get('error') ?? absent }];
    const paths = [...new Set([...left.keys(), ...right.keys()])];
    return paths.flatMap((path) => (left.get(path) === right.get(path) ? [] : [{ call: id, path, ours: left.get(path) ?? absent, theirs: right.get(path) ?? absent }]));
  });
}

/** Two clients of one server see the same, the sentences of errors included. */
export function between(calls: readonly Call[], one: Outcomes, other: Outcomes): readonly Difference[] {
  const said = calls.flatMap(({ id }) => {
    const [left, right] = [one[id], other[id]];
    if (left === undefined || right === undefined || !('error' in left) || !('error' in right) || left.message === right.message) return [];
    return [{ call: id, path: 'message', ours: left.message, theirs: right.message }];
  });
  return [...compare(calls, one, other), ...said];
}

/** moto answers an operation that it does not have with a page instead of an error of AWS. */
export const isMissing = (outcome: Outcome | undefined): boolean => outcome !== undefined && 'error' in outcome && (outcome.error === '500' || outcome.error === '404' || outcome.error === 'NotYetImplemented');

export function explanations(): readonly Explanation[] {
  // The list is in the repository.
  return JSON.parse(readFileSync(join(import.meta.dirname, 'moto-differences.json'), 'utf8')) as readonly Explanation[];
}

export function explains({ calls, path }: Explanation, difference: Difference): boolean {
  const pattern = new RegExp(`^${path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
  return (calls.includes('*') || calls.includes(difference.call)) && pattern.test(difference.path);
}
