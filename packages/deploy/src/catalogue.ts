import type { Catalogue, Problem } from '@millrace/core';
import type { Change } from './types.ts';

export const deployCatalogue = {
  MR7001: {
    title: 'An environment is not as it should be',
    explanation: 'Environments say where a pipeline is deployed. Each needs its account, region, name prefix and two buckets; roles that it does not name are created.',
    fix: 'Correct the field in millrace.config.ts that the message names.',
  },
  MR7002: {
    title: 'The configuration has an unknown field',
    explanation: 'A misspelt field would be ignored in silence, and the environment would not be what it seems.',
    fix: 'Correct the spelling, or remove the field.',
  },
  MR7003: {
    title: 'The configuration cannot be read',
    explanation: 'millrace.config.ts is loaded as a module. It must evaluate without an error and export its configuration as the default.',
    fix: 'Write `export default defineConfig({ environments: { … } })`.',
  },
  MR7004: {
    title: 'There is no such environment',
    explanation: 'The name given with --env is not among the environments of millrace.config.ts.',
    fix: 'Use one of the names in the message, or add the environment.',
  },
  MR7010: {
    title: 'A resource of this name exists and is not ours',
    explanation: 'Millrace touches only what carries its ownership tag with this prefix and pipeline, so that it never overwrites the work of others.',
    fix: 'Choose another prefix or pipeline name, or remove that resource if nobody needs it.',
  },
  MR7011: {
    title: 'Another deploy came in between',
    explanation: 'The manifest is written on condition that nobody wrote it since it was read; that is the lock between two deploys.',
    fix: 'Wait until the other one has ended, then deploy again.',
  },
  MR7012: {
    title: 'The plan is out of date',
    explanation: 'What is deployed has changed since the plan was made, so applying it could do something that nobody saw.',
    fix: 'Make the plan again and look at it.',
  },
  MR7013: {
    title: 'The manifest cannot be read',
    explanation: 'The manifest lists what is deployed. It was changed by hand, or is from a newer Millrace.',
    fix: 'Restore its previous version in the scripts bucket, or use the Millrace that wrote it.',
  },
  MR7014: {
    title: 'The credentials have expired',
    explanation: 'AWS took the credentials no longer while a deploy or destroy was under way. What was done is recorded in the manifest.',
    fix: 'Renew the credentials (`aws sso login`, or a new session) and run the same command again: it goes on from there.',
  },
  MR7015: {
    title: 'The plan cannot be read',
    explanation: 'A saved plan is what `millrace diff --out` wrote, for the same pipeline, environment and target. It was changed, or is of another one.',
    fix: 'Make the plan again with `millrace diff --out plan.json`.',
  },
  MR7030: {
    title: 'A template cannot hold this pipeline',
    explanation: 'CloudFormation bounds the number of resources of a stack.',
    fix: 'Deploy it with `millrace deploy`, or split the pipeline.',
  },
  MR7016: {
    title: 'Another deploy is under way',
    explanation: 'The manifest holds the lock of a deploy or destroy that was heard of a short while ago. Two at once could undo each other.',
    fix: 'Wait until the other one has ended. If it was killed, its lock is taken over some minutes after it was last heard of.',
  },
  MR7020: {
    title: 'A table that must exist first does not',
    explanation: 'The pipeline names tables of the catalog that its steps read. They are looked at before anything is deployed.',
    fix: 'Create the table, or correct its name (database.table) among the prerequisites.',
  },
  MR7021: {
    title: 'A path that must exist first is empty',
    explanation: 'The pipeline names places in S3 that its steps read. They are looked at before anything is deployed.',
    fix: 'Put the data there, or correct the URI among the prerequisites.',
  },
  MR7022: {
    title: 'A bucket that starts runs sends no events',
    explanation: 'S3 sends events to EventBridge only from buckets that are there and where that is switched on. Without it no run would ever start.',
    fix: "Create the bucket where it is missing. Switch on 'Send notifications to Amazon EventBridge' in the bucket's properties (event notifications); others of its notifications stay.",
  },
  MR7023: {
    title: 'Something that a step uses does not exist',
    explanation: 'A step names a Glue job, crawler, Lambda function, SNS topic or Automation document that is there already. They are looked at before anything is deployed: without it every run would fail.',
    fix: 'Create it, or correct its name at the step.',
  },
  MR7024: {
    title: 'It could not be seen whether something exists',
    explanation: 'A step uses something that whoever deploys may not look at, or that is in another region. The deploy goes on; if it is not there, the step will fail.',
    fix: 'Look yourself, or allow the one who deploys to look.',
  },
} as const satisfies Catalogue;

export type DeployCode = keyof typeof deployCatalogue;

export function deployProblem(code: DeployCode, message: string, pointer: string, hint: string = deployCatalogue[code].fix): Problem {
  return { code, severity: 'error', message, pointer, at: null, hint };
}

/** Nothing was changed: all the reasons at once. */
export class DeployRefused extends Error {
  override readonly name = 'DeployRefused';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.message} ${problem.hint}`).join('\n'));
    this.problems = problems;
  }
}

/** A deploy or destroy broke off. What was done stays recorded in the manifest: the next one goes on from there. */
export class DeployFailed extends Error {
  override readonly name = 'DeployFailed';
  /** MR7014 when the credentials have expired; else null: the service's own words say it. */
  readonly code: DeployCode | null;
  /** Changes that were made, and those that were not; the first of `left` may be half done. */
  readonly done: readonly Change[];
  readonly left: readonly Change[];
  constructor(message: string, about: { readonly code: DeployCode | null; readonly done: readonly Change[]; readonly left: readonly Change[]; readonly cause: unknown }) {
    super(message, { cause: about.cause });
    this.code = about.code;
    this.done = about.done;
    this.left = about.left;
  }
}
