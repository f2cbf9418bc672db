import type { Pipeline } from '@millrace/core';
import { literal } from './expression.ts';

/**
 * The key of a crawl's marker as JSONata: what `runFolder(…).crawl(step, continuation, attempt)` gives, for a run and a
 * continuation that only the execution knows. A test holds both to the same keys.
 */
export function crawlKey(pipeline: Pick<Pipeline, 'name'>, step: string, attempt: string): string {
  return `${literal(`${pipeline.name}/`)} & $run.id & ${literal(`/crawls/${step}/`)} & $formatInteger($continuation, "0000") & "-" & ${attempt} & ".json"`;
}
