import type { PolicyStatement } from '@millrace/core';
import { OWNER_TAG } from '../../constants.ts';
import type { Subject } from './statement.ts';

/**
 * Characters that all inline policies of a role may have together, white space not counted.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MOST_POLICY_CHARACTERS = 10_240;

const FRAME = '{"Version":"2012-10-17","Statement":}'.length;

export function policySize(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(statements).length + FRAME;
}

/**
 * The same policy for pipelines whose jobs are too many to be named one by one: own jobs are named by their common beginning, and the
 * ownership tag keeps others out that begin so. Existing jobs, which carry no tag, stay named.
 */
export function compactJobs(subject: Subject, statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const own = `${subject.arn('AWS::Glue::Job', subject.names.workflow)}-`;
  return statements.flatMap((statement) => {
    const resources = [statement.Resource].flat();
    const others = resources.filter((resource) => !resource.startsWith(own));
    if (others.length === resources.length) return [statement];
    const tagged: PolicyStatement = {
      ...statement, Sid: `${statement.Sid ?? ''}Own`, Resource: [`${own}*`],
      Condition: { ...statement.Condition, StringEquals: { ...statement.Condition?.['StringEquals'], [`aws:ResourceTag/${OWNER_TAG}`]: subject.names.owner } },
    };
    return others.length === 0 ? [tagged] : [tagged, { ...statement, Resource: others }];
  });
}
