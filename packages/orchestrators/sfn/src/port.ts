import type { JobRunCalls } from '@millrace/workload';
import type { Described, MachineCalls } from './providers/port.ts';

/**
 * The few calls that this target needs, under AWS's own names and shapes, as they are on the wire: times are epoch seconds. Errors
 * carry AWS's error code in `name`. The adapter for AWS is in `aws/`; an in-process server can be plugged in as it is.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export interface SfnPort {
  states<Op extends keyof StatesCalls>(operation: Op, input: StatesCalls[Op]['input']): Promise<StatesCalls[Op]['output']>;
  glue<Op extends keyof GlueCalls>(operation: Op, input: GlueCalls[Op]['input']): Promise<GlueCalls[Op]['output']>;
  ssm<Op extends keyof SsmCalls>(operation: Op, input: SsmCalls[Op]['input']): Promise<SsmCalls[Op]['output']>;
}

interface Call<Input, Output> { readonly input: Input; readonly output: Output }
type Empty = Readonly<Record<string, never>>;

export interface StatesCalls extends MachineCalls {
  StartExecution: Call<{ readonly stateMachineArn: string; readonly name: string; readonly input: string }, { readonly executionArn?: string }>;
  DescribeExecution: Call<{ readonly executionArn: string }, Execution>;
  /** The token makes a call whose answer was lost safe to repeat. */
  RedriveExecution: Call<{ readonly executionArn: string; readonly clientToken: string }, { readonly redriveDate?: number }>;
  DescribeStateMachineForExecution: Call<{ readonly executionArn: string }, Described>;
  StopExecution: Call<{ readonly executionArn: string; readonly error: string; readonly cause: string }, Empty>;
  ListExecutions: Call<{ readonly stateMachineArn: string; readonly maxResults: number; readonly statusFilter?: 'RUNNING'; readonly nextToken?: string }, { readonly executions?: readonly Execution[]; readonly nextToken?: string }>;
  GetExecutionHistory: Call<{ readonly executionArn: string; readonly maxResults: number; readonly nextToken?: string }, { readonly events?: readonly HistoryEvent[]; readonly nextToken?: string }>;
}

export interface GlueCalls {
  GetJobRuns: Call<{ readonly JobName: string; readonly MaxResults: number; readonly NextToken?: string }, { readonly JobRuns?: readonly JobRun[]; readonly NextToken?: string }>;
  StartJobRun: JobRunCalls['StartJobRun'];
  GetJobRun: JobRunCalls['GetJobRun'];
  GetJob: JobRunCalls['GetJob'];
  BatchStopJobRun: Call<{ readonly JobName: string; readonly JobRunIds: readonly string[] }, Readonly<Record<string, unknown>>>;
  ListCrawls: Call<{ readonly CrawlerName: string; readonly MaxResults: number; readonly NextToken?: string }, { readonly Crawls?: readonly Crawl[]; readonly NextToken?: string }>;
  StopCrawler: Call<{ readonly Name: string }, Empty>;
}

export interface SsmCalls {
  GetAutomationExecution: Call<{ readonly AutomationExecutionId: string }, { readonly AutomationExecution?: Automation }>;
  StopAutomationExecution: Call<{ readonly AutomationExecutionId: string; readonly Type: 'Cancel' }, Empty>;
}

export interface Execution {
  readonly executionArn?: string;
  readonly name?: string;
  /** Left out where the machine was started by its own ARN. */
  readonly stateMachineVersionArn?: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE. */
  readonly status?: string;
  readonly startDate?: number;
  readonly stopDate?: number;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount?: number;
  /** REDRIVABLE, NOT_REDRIVABLE or REDRIVABLE_BY_MAP_RUN. */
  readonly redriveStatus?: string;
}
/** Of the details those that attempts are read from. */
export interface HistoryEvent {
  readonly id?: number;
  readonly previousEventId?: number;
  readonly type?: string;
  readonly timestamp?: number;
  readonly stateEnteredEventDetails?: { readonly name?: string };
  readonly stateExitedEventDetails?: {
    readonly name?: string;
    readonly output?: string;
    /** By the name of the variable, each as JSON text. */
    readonly assignedVariables?: Readonly<Record<string, string>>;
  };
  readonly taskSucceededEventDetails?: { readonly output?: string };
  readonly taskFailedEventDetails?: { readonly error?: string; readonly cause?: string };
}
export interface Automation {
  readonly AutomationExecutionStatus?: string;
  readonly ExecutionEndTime?: number;
  readonly FailureMessage?: string;
}
export interface JobRun {
  readonly Id?: string;
  readonly JobRunState?: string;
  readonly StartedOn?: number;
  readonly CompletedOn?: number;
  readonly LastModifiedOn?: number;
  readonly ErrorMessage?: string;
  readonly Arguments?: Readonly<Record<string, string>>;
}
export interface Crawl {
  readonly CrawlId?: string;
  /** RUNNING, COMPLETED, FAILED or STOPPED. */
  readonly State?: string;
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly ErrorMessage?: string;
}

/** True when a call failed with one of these AWS error codes. */
export const isAwsError = (error: unknown, ...codes: readonly string[]): boolean => error instanceof Error && codes.includes(error.name);
