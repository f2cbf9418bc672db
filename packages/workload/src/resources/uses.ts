import { pointerOf, type Pipeline, type Problem, type Step } from '@millrace/core';
import { deployProblem } from '@millrace/deploy';

/** What steps start or call and no deploy makes. */
export type UsedKind = 'job' | 'crawler' | 'function' | 'topic' | 'document';
export interface Used {
  readonly kind: UsedKind;
  /** Name or ARN, as the author wrote it. */
  readonly name: string;
  /** Where the step is. */
  readonly pointer: string;
  readonly step: string;
}

const WHAT: Readonly<Record<UsedKind, string>> = { job: 'Glue job', crawler: 'crawler', function: 'Lambda function', topic: 'SNS topic', document: 'Automation document' };
const RIGHT: Readonly<Record<UsedKind, string>> = { job: 'glue:GetJob', crawler: 'glue:GetCrawler', function: 'lambda:GetFunctionConfiguration', topic: 'sns:GetTopicAttributes', document: 'ssm:DescribeDocument' };
/** Documents of AWS itself are in every account. */
const OF_AWS = /^AWS[A-Za-z]*-/;

/** What the steps of a pipeline take for granted, each thing once. */
export function usedBy(pipeline: Pick<Pipeline, 'steps' | 'onFailure' | 'finally'>): readonly Used[] {
  const placed: readonly (readonly [Step | null, string])[] = [
    ...pipeline.steps.map((step, index) => [step, pointerOf('steps', index)] as const),
    [pipeline.onFailure, pointerOf('onFailure')],
    [pipeline.finally, pointerOf('finally')],
  ];
  const found = new Map<string, Used>();
  for (const [step, pointer] of placed) {
    const used = step === null ? null : usedOf(step);
    if (step === null || used === null) continue;
    const key = `${used.kind} ${used.name}`;
    if (!found.has(key)) found.set(key, { ...used, pointer, step: step.name });
  }
  return [...found.values()];
}

function usedOf(step: Step): Pick<Used, 'kind' | 'name'> | null {
  switch (step.kind) {
    case 'glueJob':
      return 'use' in step.with ? { kind: 'job', name: step.with.use } : null;
    case 'crawler':
      return 'use' in step.with ? { kind: 'crawler', name: step.with.use } : null;
    case 'lambda':
      return { kind: 'function', name: step.with.use };
    case 'sns':
      return { kind: 'topic', name: step.with.topic };
    case 'ssm':
      return OF_AWS.test(step.with.document) ? null : { kind: 'document', name: step.with.document };
    case 'wait':
      return null;
  }
}

/** What is said of something by what a look at it has found; null is a look that was not allowed. */
export function useProblems({ kind, name, pointer, step }: Used, exists: boolean | null): readonly Problem[] {
  if (exists === true) return [];
  if (exists === false) return [deployProblem('MR7023', `Step '${step}' uses the ${WHAT[kind]} '${name}', which does not exist.`, pointer)];
  const unseen = deployProblem('MR7024', `It could not be seen whether the ${WHAT[kind]} '${name}' exists, which step '${step}' uses.`, pointer, `Look yourself, or allow the one who deploys ${RIGHT[kind]}.`);
  return [{ ...unseen, severity: 'warning' }];
}
