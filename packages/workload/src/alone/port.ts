/**
 * The calls that a job needs which is started by itself, under AWS's own names and shapes. Times are epoch seconds.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_StartJobRun.html
 */
export interface JobRunCalls {
  readonly StartJobRun: {
    readonly input: { readonly JobName: string; readonly Arguments: Readonly<Record<string, string>>; readonly Timeout?: number };
    readonly output: { readonly JobRunId?: string };
  };
  readonly GetJobRun: {
    readonly input: { readonly JobName: string; readonly RunId: string };
    readonly output: { readonly JobRun?: LoneJobRun };
  };
  readonly GetJob: {
    readonly input: { readonly JobName: string };
    readonly output: { readonly Job?: { readonly DefaultArguments?: Readonly<Record<string, string>>; readonly NonOverridableArguments?: Readonly<Record<string, string>> } };
  };
}

export interface LoneJobRun {
  readonly Id?: string;
  readonly JobRunState?: string;
  readonly StartedOn?: number;
  readonly CompletedOn?: number;
  readonly LastModifiedOn?: number;
  readonly ErrorMessage?: string;
  /** Those that its start gave. */
  readonly Arguments?: Readonly<Record<string, string>>;
}
