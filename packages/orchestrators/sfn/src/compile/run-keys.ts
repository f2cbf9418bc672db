import type { Pipeline } from '@millrace/core';
import { literal } from './expression.ts';

/**
 * The number of the continuation, in four digits: the one that the execution was started with, and one more for each time that it was redriven,
 * since a redrive goes on with the variables of before.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export const CONTINUATION = '$formatInteger($sum([$continuation, $states.context.Execution.RedriveCount]), "0000")';

type Named = Pick<Pipeline, 'name'>;

/**
 * The key of a crawl's marker as JSONata: what `runFolder(…).crawl(step, continuation, attempt)` gives, for a run and a
 * continuation that only the execution knows. A test holds both to the same keys.
 */
export const crawlKey = (pipeline: Named, step: string, attempt: string): string => keyOf(pipeline, 'crawls', step, attempt);

/** The same for the record of an automation, as `runFolder(…).call(step, continuation, attempt)` gives it. */
export const callKey = (pipeline: Named, step: string, attempt: string): string => keyOf(pipeline, 'calls', step, attempt);

const keyOf = (pipeline: Named, folder: 'crawls' | 'calls', step: string, attempt: string): string =>
  `${literal(`${pipeline.name}/`)} & $run.id & ${literal(`/${folder}/${step}/`)} & ${CONTINUATION} & "-" & ${attempt} & ".json"`;
