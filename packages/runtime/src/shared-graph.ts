import type { HelperSpec, StepFacts } from './helper-spec.ts';
import type { JobSpec } from './job-spec.ts';

/** Address of the one object that holds the steps of a pipeline: else every description that looks at all of them would hold them all. */
export interface GraphAddress {
  readonly graph: string;
}
type WithoutSteps<T> = T extends HelperSpec ? Omit<T, 'steps'> & GraphAddress : never;

/** What a helper job is told, as it lies in S3. */
export type StoredHelperSpec = HelperSpec | WithoutSteps<HelperSpec>;
/** What the bootstrap is told, as it lies in S3. */
export type StoredJobSpec = Omit<JobSpec, 'policy'> & { readonly policy?: GraphAddress | NonNullable<JobSpec['policy']> };

type Steps = Readonly<Record<string, StepFacts>>;

/** A helper's description with its steps in place; `read` gives the object at an address of S3. */
export function helperWithSteps(stored: StoredHelperSpec, read: (uri: string) => Steps): HelperSpec {
  if (!('graph' in stored)) return stored;
  const { graph, ...spec } = stored;
  return { ...spec, steps: read(graph) };
}

/** The same for the description of a step's own job. */
export function jobWithSteps({ policy, ...spec }: StoredJobSpec, read: (uri: string) => Steps): JobSpec {
  return policy === undefined ? spec : { ...spec, policy: { steps: 'graph' in policy ? read(policy.graph) : policy.steps } };
}
