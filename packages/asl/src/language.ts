import type { Json } from './engine-types.ts';

/** `{% … %}`: evaluated when the state runs. A plain string otherwise. */
export type Expression = string;

/** A state machine in the Amazon States Language with JSONata. Source: states-language.net and the Step Functions developer guide. */
export interface Machine extends Branch {
  readonly QueryLanguage?: 'JSONata';
  readonly Version?: '1.0';
  /** Seconds of the whole execution. */
  readonly TimeoutSeconds?: number;
}

export interface Branch {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State = PassState | TaskState | ChoiceState | WaitState | ParallelState | SucceedState | FailState;
export type StateType = State['Type'];

interface Common<T extends string> {
  readonly Type: T;
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONata';
}
interface Yields {
  readonly Output?: Json;
  /** Variables for later states of this branch and the branches inside it. */
  readonly Assign?: Readonly<Record<string, Json>>;
}
/** Exactly one of the two. */
type Onward = { readonly Next: string; readonly End?: never } | { readonly End: true; readonly Next?: never };

export type PassState = Common<'Pass'> & Yields & Onward;
export type TaskState = Common<'Task'> & Yields & Onward & Recovers & {
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: number | Expression;
  readonly HeartbeatSeconds?: number | Expression;
  readonly Credentials?: Json;
};
export type ChoiceState = Common<'Choice'> & Yields & { readonly Choices: readonly ChoiceRule[]; readonly Default?: string };
export type ChoiceRule = Yields & { readonly Condition: Expression | boolean; readonly Next: string; readonly Comment?: string };
export type WaitState = Common<'Wait'> & Yields & Onward & ({ readonly Seconds: number | Expression } | { readonly Timestamp: string });
export type ParallelState = Common<'Parallel'> & Yields & Onward & Recovers & { readonly Branches: readonly Branch[]; readonly Arguments?: Json };
export type SucceedState = Common<'Succeed'> & { readonly Output?: Json };
export type FailState = Common<'Fail'> & { readonly Error?: string; readonly Cause?: string };

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
export type Catcher = Yields & { readonly ErrorEquals: readonly string[]; readonly Next: string; readonly Comment?: string };
