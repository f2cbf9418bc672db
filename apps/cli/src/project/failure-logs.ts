import type { Pipeline, RunSnapshot, Runner } from '@millrace/core';
import { allSteps } from '@millrace/workload';
import { failures, type Failure } from '../render/history.ts';

/** Lines of a failed job's log that are shown. */
const TAIL = 8;

/** A step that went wrong, with what it printed. */
export interface LoggedFailure extends Failure {
  readonly log: readonly string[];
}

/** The steps that went wrong, each with the end of what its job printed. */
export async function failuresWithLogs(runner: Pick<Runner, 'log'>, pipeline: Pipeline, snapshot: RunSnapshot): Promise<readonly LoggedFailure[]> {
  const found: LoggedFailure[] = [];
  for (const failure of failures(snapshot, pipeline)) found.push({ ...failure, log: await logOf(runner, pipeline, snapshot.run, failure) });
  return found;
}

/** What a failed step printed: of a job the end of it, of a function where it is. */
async function logOf(runner: Pick<Runner, 'log'>, pipeline: Pipeline, chosen: string, { step: name, attempt }: Failure): Promise<readonly string[]> {
  const step = allSteps(pipeline).find((one) => one.name === name);
  if (attempt === null || step === undefined) return [];
  if (step.kind === 'lambda') return [`(its log is in the group /aws/lambda/${functionName(step.with.use)})`];
  return step.kind === 'glueJob' ? await tail(runner, chosen, name, attempt) : [];
}

/** A function is named by its name or ARN, either with a version or alias behind it. */
function functionName(use: string): string {
  const parts = use.split(':');
  return parts[parts.indexOf('function') + 1] ?? use;
}

/** The end of what a job printed; a log that cannot be read hides nothing else. */
async function tail(runner: Pick<Runner, 'log'>, chosen: string, step: string, attempt: number): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const shown of runner.log(chosen, step, attempt)) {
      lines.push(shown);
      if (lines.length > TAIL) lines.shift();
    }
    return lines;
  } catch (error) {
    return [`(its log cannot be read: ${error instanceof Error ? error.message : String(error)})`];
  }
}
