/** The calls by which state machines, their versions and their aliases are deployed, as they are on the wire. */
export interface MachineCalls {
  /** Of a state machine, or of a version by its ARN; not of an alias. */
  DescribeStateMachine: Call<{ readonly stateMachineArn: string }, Described>;
  CreateStateMachine: Call<Configured & { readonly name: string; readonly type: string; readonly tags: readonly Tag[] }, { readonly stateMachineArn?: string }>;
  UpdateStateMachine: Call<Configured & { readonly stateMachineArn: string }, Empty>;
  DeleteStateMachine: Call<{ readonly stateMachineArn: string }, Empty>;
  ValidateStateMachineDefinition: Call<{ readonly definition: string; readonly type: string; readonly severity: 'ERROR' | 'WARNING'; readonly maxResults: number }, Validated>;
  ListTagsForResource: Call<{ readonly resourceArn: string }, { readonly tags?: readonly Tag[] }>;
  TagResource: Call<{ readonly resourceArn: string; readonly tags: readonly Tag[] }, Empty>;
  PublishStateMachineVersion: Call<{ readonly stateMachineArn: string; readonly revisionId?: string; readonly description: string }, { readonly stateMachineVersionArn?: string }>;
  /** Newest first. */
  ListStateMachineVersions: Call<{ readonly stateMachineArn: string; readonly maxResults: number; readonly nextToken?: string }, { readonly stateMachineVersions?: readonly ListedVersion[]; readonly nextToken?: string }>;
  DeleteStateMachineVersion: Call<{ readonly stateMachineVersionArn: string }, Empty>;
  DescribeStateMachineAlias: Call<{ readonly stateMachineAliasArn: string }, { readonly routingConfiguration?: readonly Route[] }>;
  CreateStateMachineAlias: Call<{ readonly name: string; readonly routingConfiguration: readonly Route[] }, Empty>;
  UpdateStateMachineAlias: Call<{ readonly stateMachineAliasArn: string; readonly routingConfiguration: readonly Route[] }, Empty>;
  DeleteStateMachineAlias: Call<{ readonly stateMachineAliasArn: string }, Empty>;
}

interface Call<Input, Output> { readonly input: Input; readonly output: Output }
type Empty = Readonly<Record<string, never>>;
export interface Tag { readonly key?: string; readonly value?: string }

/** What a revision of a state machine consists of. */
export interface Configured {
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration?: Logging;
  readonly tracingConfiguration?: Tracing;
}
export interface Logging {
  readonly level?: string;
  readonly includeExecutionData?: boolean;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}
export interface Tracing { readonly enabled?: boolean }
export interface Described extends Partial<Configured> {
  readonly name?: string;
  readonly status?: string;
  readonly type?: string;
  /** Of the machine as it is now; the first revision need not have one. */
  readonly revisionId?: string;
}
/** `creationDate` is in epoch seconds. */
export interface ListedVersion { readonly stateMachineVersionArn?: string; readonly creationDate?: number }
export interface Route { readonly stateMachineVersionArn: string; readonly weight: number }
export interface Validated {
  readonly result?: string;
  readonly diagnostics?: readonly { readonly severity?: string; readonly code?: string; readonly message?: string; readonly location?: string }[];
  readonly truncated?: boolean;
}
