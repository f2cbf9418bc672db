import type { Fields } from './states.ts';
import { query } from './expression.ts';

/**
 * How many job runs a look asks for. Their arguments come with them, and a state takes 262,144 bytes: where that is not enough, the same page is
 * asked for again run by run, and where one alone is too large the look is given up.
 */
const PAGE = 20;

const SIZE = '$states.input.size';

/** The Arguments of GetJobRuns as JSONata; `job` is JSONata, too. `page` and `size` come in the state data, from the look before. */
export const pageOf = (job: string): string =>
  query(`$merge([{"JobName": ${job}, "MaxResults": $exists(${SIZE}) ? ${SIZE} : ${PAGE}}, $exists($states.input.page) ? {"NextToken": $states.input.page} : {}])`);

/** JSONata for the state data with which the page behind this one is asked for. */
export const nextPage = (more: string): string => `$merge([{${more}"page": $states.result.NextToken}, $exists(${SIZE}) ? {"size": ${SIZE}} : {}])`;

/** The catcher of an answer that is too large, and the state behind it. */
export function smallerPages(look: string, name: string, giveUp: string): { readonly catcher: Fields; readonly states: readonly (readonly [string, Fields])[] } {
  return {
    catcher: { ErrorEquals: ['States.DataLimitExceeded'], Output: query(`$merge([$states.input, {"size": $exists(${SIZE}) ? 0 : 1}])`), Next: name },
    states: [[name, { Type: 'Choice', Choices: [{ Comment: 'one alone is too large', Condition: query(`${SIZE} = 0`), Output: {}, Next: giveUp }], Default: look }]],
  };
}

/** When this continuation began, in epoch milliseconds and to the second, as exact as Glue's times are: an earlier one's job runs began before. */
export const BEGUN = '$floor($toMillis($exists($states.context.Execution.RedriveTime) ? $states.context.Execution.RedriveTime : $states.context.Execution.StartTime) / 1000) * 1000';
