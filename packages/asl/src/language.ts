import type { Json } from './engine-types.ts';

/** `{% … %}`: evaluated when the state runs. A plain string otherwise. */
export type Expression = string;
/** `$.a.b`, `$$.Execution.Id`, `$variable`. */
export type PathText = string;
export type QueryLanguage = 'JSONata' | 'JSONPath';

/** A state machine in the Amazon States Language. Source: states-language.net and the Step Functions developer guide. */
export interface Machine extends Branch {
  /** JSONPath by default. A machine in JSONata has no states in JSONPath; the other way round is allowed. */
  readonly QueryLanguage?: QueryLanguage;
  readonly Version?: '1.0';
  /** Seconds of the whole execution. */
  readonly TimeoutSeconds?: number;
}

export interface Branch {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State = PassState | TaskState | ChoiceState | WaitState | ParallelState | MapState | SucceedState | FailState;
export type StateType = State['Type'];

interface Common<T extends string> {
  readonly Type: T;
  readonly Comment?: string;
  readonly QueryLanguage?: QueryLanguage;
}
/** Fields of JSONPath states; `null` stands for an empty object. */
interface Cuts {
  readonly InputPath?: PathText | null;
  readonly OutputPath?: PathText | null;
}
interface Results extends Cuts {
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  /** `null` keeps the input and drops the result. */
  readonly ResultPath?: PathText | null;
}
interface Yields {
  /** JSONata. */
  readonly Output?: Json;
  /** Variables for later states of this branch and the branches inside it. */
  readonly Assign?: Readonly<Record<string, Json>>;
}
/** Exactly one of the two. */
type Onward = { readonly Next: string; readonly End?: never } | { readonly End: true; readonly Next?: never };

export type PassState = Common<'Pass'> & Yields & Onward & Omit<Results, 'ResultSelector'> & { readonly Result?: Json };
export type TaskState = Common<'Task'> & Yields & Onward & Recovers & Results & {
  readonly Resource: string;
  /** JSONata. */
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: number | Expression;
  readonly TimeoutSecondsPath?: PathText;
  readonly HeartbeatSeconds?: number | Expression;
  readonly HeartbeatSecondsPath?: PathText;
  readonly Credentials?: Json;
};
export type ChoiceState = Common<'Choice'> & Yields & Cuts & { readonly Choices: readonly ChoiceRule[]; readonly Default?: string };
/** In JSONata `Condition`; in JSONPath a comparison of `Variable`, or `And`, `Or` or `Not` of comparisons. */
export type ChoiceRule = Yields & { readonly Next: string; readonly Comment?: string; readonly Condition?: Expression | boolean } & { readonly [comparison: string]: Json };
export type WaitState = Common<'Wait'> & Yields & Onward & Cuts & (
  | { readonly Seconds: number | Expression }
  | { readonly Timestamp: string }
  | { readonly SecondsPath: PathText }
  | { readonly TimestampPath: PathText }
);
export type ParallelState = Common<'Parallel'> & Yields & Onward & Recovers & Results & { readonly Branches: readonly Branch[]; readonly Arguments?: Json };
export type MapState = Common<'Map'> & Yields & Onward & Recovers & Results & {
  readonly ItemProcessor?: Processor;
  /** The older name of ItemProcessor. */
  readonly Iterator?: Processor;
  readonly ItemSelector?: Json;
  /** JSONata. */
  readonly Items?: readonly Json[] | Expression;
  readonly ItemsPath?: PathText;
  /** 0 and absent: as many as Step Functions runs at once, 40 inline and 10,000 distributed. */
  readonly MaxConcurrency?: number | Expression;
  readonly MaxConcurrencyPath?: PathText;
  readonly ToleratedFailureCount?: number | Expression;
  readonly ToleratedFailureCountPath?: PathText;
  readonly ToleratedFailurePercentage?: number | Expression;
  readonly ToleratedFailurePercentagePath?: PathText;
};
export type Processor = Branch & { readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED'; readonly ExecutionType?: 'STANDARD' | 'EXPRESS' } };
export type SucceedState = Common<'Succeed'> & Cuts & { readonly Output?: Json };
export type FailState = Common<'Fail'> & { readonly Error?: string; readonly ErrorPath?: string; readonly Cause?: string; readonly CausePath?: string };

interface Recovers {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Default 1. */
  readonly IntervalSeconds?: number;
  /** Default 3; 0 means never. */
  readonly MaxAttempts?: number;
  /** Default 2. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
  readonly Comment?: string;
}
export type Catcher = Yields & { readonly ErrorEquals: readonly string[]; readonly Next: string; readonly ResultPath?: PathText | null; readonly Comment?: string };
