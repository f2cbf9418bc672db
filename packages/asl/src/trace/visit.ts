/** How a visit of a state ended. `caught`: it failed and a catcher took over. */
export type Outcome = 'running' | 'succeeded' | 'caught' | 'failed' | 'timedOut' | 'aborted';

export interface Failing {
  readonly error: string | null;
  readonly cause: string | null;
}

/** One stay of an execution in a state, as its history tells it. Visits know each other by their number, which is their place in the list. */
export interface Visit {
  readonly number: number;
  readonly state: string;
  readonly type: string;
  /** The visit of the Parallel or Map around; null at the top. */
  readonly around: number | null;
  /** Which branch or item of it. */
  readonly index: number;
  /** The visit before in the same branch; null for the first. */
  readonly before: number | null;
  readonly enteredAt: number;
  /** null while it runs. */
  readonly leftAt: number | null;
  readonly outcome: Outcome;
  /** JSON texts, as the history has them. */
  readonly input: string;
  readonly output: string | null;
  /** Variables that were assigned at the end, as JSON texts. */
  readonly assigned: Readonly<Record<string, string>> | null;
  /** Starts of its task or of its branches: more than 1 after a retry. 0 for states that start nothing. */
  readonly attempts: number;
  /** Each failed attempt, in order. */
  readonly failures: readonly Failing[];
}

/** While the history is read. */
export type OpenVisit = { -readonly [K in keyof Visit]: Visit[K] } & { failures: Failing[]; failing: boolean };
