import type { JobRunCalls } from '@millrace/workload';

/**
 * The few Glue calls that this target needs, under AWS's own names and shapes, as they are on the wire: times are epoch seconds.
 * Errors carry AWS's error code in `name`. The adapter for AWS is in `aws/`; an in-process server can be plugged in as it is.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/WebAPI_Reference.html
 */
export interface GluePort {
  call<Op extends keyof GlueCalls>(operation: Op, input: GlueCalls[Op]['input']): Promise<GlueCalls[Op]['output']>;
}

interface WorkflowRunRef { readonly Name: string; readonly RunId: string }
interface Named { readonly Name: string }
interface JobRef { readonly JobName: string; readonly RunId?: string }
type Empty = Readonly<Record<string, never>>;
interface Call<Input, Output> { readonly input: Input; readonly output: Output }

export interface GlueCalls {
  StartWorkflowRun: Call<Named & { readonly RunProperties: Readonly<Record<string, string>> }, { readonly RunId?: string }>;
  ResumeWorkflowRun: Call<WorkflowRunRef & { readonly NodeIds: readonly string[] }, { readonly RunId?: string }>;
  StopWorkflowRun: Call<WorkflowRunRef, Empty>;
  GetWorkflowRun: Call<WorkflowRunRef & { readonly IncludeGraph: boolean }, { readonly Run?: WorkflowRun }>;
  GetWorkflowRuns: Call<Named & { readonly MaxResults: number; readonly NextToken?: string }, { readonly Runs?: readonly WorkflowRun[]; readonly NextToken?: string }>;
  StartJobRun: JobRunCalls['StartJobRun'];
  GetJobRun: JobRunCalls['GetJobRun'];
  GetJob: JobRunCalls['GetJob'];
  BatchStopJobRun: Call<{ readonly JobName: string; readonly JobRunIds: readonly string[] }, { readonly Errors?: readonly { readonly JobRunId?: string; readonly ErrorDetail?: { readonly ErrorCode?: string; readonly ErrorMessage?: string } }[] }>;
  GetJobBookmark: Call<JobRef, { readonly JobBookmarkEntry?: JobBookmarkEntry }>;
  ResetJobBookmark: Call<JobRef, { readonly JobBookmarkEntry?: JobBookmarkEntry }>;
  StopCrawler: Call<Named, Empty>;
  GetWorkflow: Call<Named & { readonly IncludeGraph: boolean }, { readonly Workflow?: { readonly Description?: string; readonly DefaultRunProperties?: Readonly<Record<string, string>>; readonly MaxConcurrentRuns?: number } }>;
  CreateWorkflow: Call<WorkflowSettings & { readonly Tags: Readonly<Record<string, string>> }, { readonly Name?: string }>;
  UpdateWorkflow: Call<WorkflowSettings, { readonly Name?: string }>;
  DeleteWorkflow: Call<Named, Empty>;
  GetTrigger: Call<Named, { readonly Trigger?: Trigger }>;
  BatchGetTriggers: Call<{ readonly TriggerNames: readonly string[] }, { readonly Triggers?: readonly Trigger[]; readonly TriggersNotFound?: readonly string[] }>;
  CreateTrigger: Call<TriggerSettings & { readonly Type: string; readonly WorkflowName: string; readonly StartOnCreation?: boolean; readonly Tags: Readonly<Record<string, string>> }, { readonly Name?: string }>;
  UpdateTrigger: Call<Named & { readonly TriggerUpdate: TriggerSettings }, { readonly Trigger?: Trigger }>;
  DeleteTrigger: Call<Named, { readonly Name?: string }>;
  StartTrigger: Call<Named, { readonly Name?: string }>;
  StopTrigger: Call<Named, { readonly Name?: string }>;
  GetTags: Call<{ readonly ResourceArn: string }, { readonly Tags?: Readonly<Record<string, string>> }>;
  TagResource: Call<{ readonly ResourceArn: string; readonly TagsToAdd: Readonly<Record<string, string>> }, Empty>;
}

export interface JobBookmarkEntry {
  readonly Version?: number;
  readonly PreviousRunId?: string;
  readonly RunId?: string;
}

export interface WorkflowSettings extends Named {
  readonly Description?: string;
  readonly DefaultRunProperties?: Readonly<Record<string, string>>;
  /** 0 takes an earlier limit away. */
  readonly MaxConcurrentRuns?: number;
}
export interface TriggerSettings extends Named {
  readonly Description?: string;
  readonly Actions: readonly TriggerAction[];
  readonly Predicate?: Predicate;
  readonly Schedule?: string;
  readonly EventBatchingCondition?: EventBatchingCondition;
}
export interface EventBatchingCondition {
  readonly BatchSize: number;
  /** Seconds; the service's default is 900. */
  readonly BatchWindow?: number;
}
export interface TriggerAction {
  readonly JobName?: string;
  readonly CrawlerName?: string;
  readonly Arguments?: Readonly<Record<string, string>>;
  readonly Timeout?: number;
}
export interface Predicate {
  readonly Logical?: string;
  readonly Conditions?: readonly TriggerCondition[];
}
export interface TriggerCondition {
  readonly LogicalOperator?: string;
  readonly JobName?: string;
  readonly State?: string;
  readonly CrawlerName?: string;
  readonly CrawlState?: string;
}
export interface Trigger extends Partial<TriggerSettings> {
  readonly Type?: string;
  readonly State?: string;
  readonly WorkflowName?: string;
}

export interface WorkflowRun {
  readonly WorkflowRunId?: string;
  readonly PreviousRunId?: string;
  readonly WorkflowRunProperties?: Readonly<Record<string, string>>;
  readonly StartedOn?: number;
  readonly CompletedOn?: number;
  /** RUNNING, COMPLETED, STOPPING, STOPPED or ERROR. */
  readonly Status?: string;
  readonly ErrorMessage?: string;
  readonly Graph?: { readonly Nodes?: readonly GraphNode[] };
}
export interface GraphNode {
  readonly Type?: string;
  readonly Name?: string;
  readonly UniqueId?: string;
  readonly JobDetails?: { readonly JobRuns?: readonly GraphJobRun[] };
  readonly CrawlerDetails?: { readonly Crawls?: readonly GraphCrawl[] };
}
export interface GraphJobRun {
  readonly Id?: string;
  readonly Attempt?: number;
  readonly JobName?: string;
  readonly StartedOn?: number;
  readonly CompletedOn?: number;
  readonly JobRunState?: string;
  readonly ErrorMessage?: string;
}
export interface GraphCrawl {
  readonly State?: string;
  readonly StartedOn?: number;
  readonly CompletedOn?: number;
  readonly ErrorMessage?: string;
}

/** True when a call failed with that AWS error code. */
export const isAwsError = (error: unknown, ...codes: readonly string[]): boolean => error instanceof Error && codes.includes(error.name);
