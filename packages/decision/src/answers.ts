import { z } from 'zod';

const unknown = z.literal('unknown');
const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => z.union([z.enum(values), unknown]).default('unknown');
const count = (what: string) => z.union([z.number().nonnegative().finite(), unknown]).default('unknown').describe(what);

/** The answers file. Every question names a row of the comparison table; each may be left out or be "unknown". */
export const answersSchema = z.strictObject({
  airflow: oneOf('none', 'some', 'much').describe('useCase: Airflow DAGs, operators or skills to reuse'),
  services: oneOf('glueOnly', 'some', 'many').describe('useCase: AWS services besides Glue jobs and crawlers that take part'),
  infrastructure: oneOf('serverlessOnly', 'managedOk').describe('infrastructure: may an environment be run and paid while idle'),
  language: oneOf('console', 'json', 'python').describe('interface: how people want to write and read workflows'),
  shape: oneOf('chain', 'branches', 'dynamic').describe('building: a chain, fixed branches, or decisions and loops at run time'),
  passing: oneOf('none', 'small', 'much').describe('passing: values that steps hand to later steps'),
  resume: oneOf('unimportant', 'important').describe('resuming: must a failed run continue where it failed'),
  change: oneOf('rare', 'often', 'rollback').describe('change: how often it changes, and whether a change must be taken back at once'),
  runsPerMonth: count('cost: runs in a month'),
  stepsPerRun: count('cost: steps in a run'),
  stepMinutes: count('cost: how long a step takes on average, in minutes'),
  budgetPerMonth: count('cost: most that the orchestrator itself may cost in a month, USD'),
});
export type Answers = z.infer<typeof answersSchema>;
export type Question = keyof Answers;

/** The JSON Schema of an answers file. */
export function answersJsonSchema(): unknown {
  return z.toJSONSchema(answersSchema, { io: 'input' });
}

/** All problems of an answers file at once, as sentences; empty `problems` means `answers` holds. */
export function readAnswers(json: unknown): { readonly answers: Answers | null; readonly problems: readonly string[] } {
  const read = answersSchema.safeParse(json);
  if (read.success) return { answers: read.data, problems: [] };
  return { answers: null, problems: read.error.issues.map((issue) => `${issue.path.length === 0 ? 'the file' : issue.path.join('.')}: ${issue.message}`) };
}
