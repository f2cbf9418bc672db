/** A stream that holds what a job run prints; several runs may share it, so that only what was printed between two instants is of this one. */
export interface LogPlace {
  readonly group: string;
  readonly stream: string;
  /** Epoch milliseconds: from the first up to but without the second. Null for all. */
  readonly between: readonly [from: number, to: number | null] | null;
}
export interface LogPlaces {
  readonly output: readonly LogPlace[];
  readonly errors: readonly LogPlace[];
}
interface Run {
  readonly Id: string;
  readonly StartedOn: number;
  readonly CompletedOn?: number;
}

export const GROUP_PREFIX = 'custom-logGroup-prefix';
export const STREAM_PREFIX = 'custom-logStream-prefix';
/** By how much the clock that stamps lines may lag behind Glue's, in milliseconds; a run takes longer to begin and to end. */
const LAG_MS = 50;

/**
 * Where Glue writes the log of a job run because the job's arguments say so. Continuous logging of Glue before 5.0 is not looked at: it writes what is in
 * the usual groups too.
 *
 * @param args with their leading dashes; times of the run are epoch seconds
 * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
 */
export function customPlaces(args: Readonly<Record<string, string>>, { Id, StartedOn, CompletedOn }: Run): LogPlaces {
  const [group, stream] = [args[`--${GROUP_PREFIX}`], args[`--${STREAM_PREFIX}`]];
  if (group === undefined && stream === undefined) return { output: [], errors: [] };
  const at = (kind: string, name: string, between: LogPlace['between'] = null): LogPlace => ({ group: `${group ?? '/aws-glue/jobs'}/${kind}`, stream: name, between });
  if (stream === undefined) return { output: [at('output', Id), at('output', `${Id}-driver`)], errors: [at('error', Id)] };
  const between = [Math.floor(StartedOn * 1000) - LAG_MS, CompletedOn === undefined ? null : Math.floor(CompletedOn * 1000) - LAG_MS] as const;
  // The documentation shows the first form, and says of a prefix that it precedes the id.
  return { output: [at('output', `${stream}-driver`, between), at('output', `${stream}-${Id}-driver`)], errors: [] };
}
