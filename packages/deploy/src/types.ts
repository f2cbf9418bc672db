import type { Json, Problem, Resource, ResourceType } from '@millrace/core';

/** Knows how to read, write and remove one type of resource; lives in an `aws` folder. Every method is safe to call again. */
export interface Provider {
  readonly type: ResourceType;
  /** Property paths whose change needs a new resource ('Type', 'WorkflowName'). */
  readonly replaceOn: readonly string[];
  /** True where what exists is left as it is, whoever made it, and nothing is ever removed: data that outlives a pipeline. */
  readonly lasting?: true;
  /**
   * Looks at many with few calls. 'same' where what is live has all wanted properties and no other (tags aside), 'absent' where there is
   * nothing; names that are left out are read one by one. Without it each is.
   */
  compareAll?(wanted: readonly Resource[]): Promise<ReadonlyMap<string, 'same' | 'absent'>>;
  /** Live properties, under the same names and in the same normal form as `Resource.props`; null when it does not exist. */
  read(name: string): Promise<Observed | null>;
  /** What the service itself says of it before anything is written, where it can be asked; pointers are below `/resources/{id}`. */
  validate?(wanted: Resource): Promise<readonly Problem[]>;
  /** Creates or updates. `before` is what `read` gave, null to create. */
  put(resource: Resource, before: Observed | null): Promise<void>;
  remove(name: string): Promise<void>;
  /** True when a create, update or removal has come through (asynchronous deletion of triggers, activation). */
  settled(name: string): Promise<boolean>;
}
export interface Observed {
  readonly props: Readonly<Record<string, Json>>;
  /** '{prefix}/{pipeline}' from the ownership tag or metadata; null when it is not ours. */
  readonly owner: string | null;
  readonly sha256: string | null;
}
export type Providers = ReadonlyMap<ResourceType, Provider>;

export interface FieldChange {
  readonly path: string;
  readonly from: Json;
  readonly to: Json;
  /** `edit`: the pipeline changed; `drift`: someone changed what is live. */
  readonly by: 'edit' | 'drift';
}
export interface Change {
  readonly id: string;
  readonly name: string;
  readonly type: ResourceType;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly fields: readonly FieldChange[];
}
export interface ChangeSet {
  readonly schemaVersion: 1;
  /** Hash of manifest and observed state; apply refuses another. */
  readonly basis: string;
  readonly changes: readonly Change[];
  readonly unchanged: number;
}

/** An object in S3 that is wanted no more, by its name; `since` is epoch milliseconds. */
export interface Retired {
  readonly name: string;
  readonly since: number;
}

/** What is deployed, or about to be: kept in the scripts bucket. */
export interface Manifest {
  readonly schemaVersion: 1;
  readonly owner: string;
  readonly target: string;
  readonly pipelineHash: string;
  /** The deployed pipeline, as plain JSON: watching and resuming need it. */
  readonly pipeline: Json;
  readonly resources: readonly { readonly id: string; readonly type: ResourceType; readonly name: string; readonly props: Json; readonly sha256: string | null; readonly after: readonly string[] }[];
  /**
   * Objects that a deploy has replaced. They stay, since runs that are under way read them: a deploy removes them with other changes once
   * they are a day old and no run is live, a destroy always.
   */
  readonly retired: readonly Retired[];
  /** Names that an unfinished deploy may have made: the next deploy or destroy looks at them too. */
  readonly pending: readonly { readonly type: ResourceType; readonly name: string }[];
  /**
   * The deploy or destroy that is under way, or that broke off; null when the last one finished. The token makes every such write
   * differ from every other, since S3 derives an object's ETag from its bytes. `at` is epoch milliseconds.
   */
  readonly lock: { readonly token: string; readonly at: number; readonly ended?: true | undefined } | null;
}
