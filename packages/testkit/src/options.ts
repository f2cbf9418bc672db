/** What the generator may use. Each is a feature that some target cannot do yet. */
export interface GeneratorOptions {
  readonly maxSteps: number;
  readonly crawlers: boolean;
  /** Jobs and crawlers that exist already (`use`). */
  readonly existing: boolean;
  /** Arguments of existing jobs that are known only at the start of a run. */
  readonly existingRunTimeArgs: boolean;
  readonly existingRetry: boolean;
  readonly joinAny: boolean;
  readonly policyStop: boolean;
  readonly handlers: boolean;
  /** Most triggers that a step may need on Glue, one for each combination of states of its dependencies; null is no limit. */
  readonly maxTriggers: number | null;
  /** Retries of a step that another waits for with `failed` or `finished`. */
  readonly retryWatched: boolean;
  readonly retryTimedOut: boolean;
  readonly retryDelay: boolean;
  readonly crawlerRetry: boolean;
  readonly crawlerTimeout: boolean;
  /** Crawls may end timedOut. */
  readonly crawlerTimedOut: boolean;
  readonly stops: boolean;
  /** Outputs, and arguments that read them. */
  readonly outputs: boolean;
  /** Outputs of existing jobs. */
  readonly existingOutputs: boolean;
  /** Steps that call functions, publish, automate and wait; handlers too. */
  readonly services: boolean;
  /** A third of the pipelines without parameters and facts of the run: what stands for them on a Glue workflow is plainer. */
  readonly bare: boolean;
  /** Some defined jobs are streams, which have succeeded once they run. */
  readonly streams: boolean;
  /** Some failed attempts of jobs are ones that Glue itself could not run (ERROR). */
  readonly errors: boolean;
  /** Some defined jobs are Spark jobs, in Python and in Scala. */
  readonly spark: boolean;
  /** Some jobs are told the names of secrets. */
  readonly secrets: boolean;
  /** Some pipelines need a database. */
  readonly prerequisites: boolean;
}

/** All of the model that both targets have a node for. */
export const everything: GeneratorOptions = {
  maxSteps: 12,
  crawlers: true,
  existing: true,
  existingRunTimeArgs: true,
  existingRetry: true,
  joinAny: true,
  policyStop: true,
  handlers: true,
  maxTriggers: null,
  retryWatched: true,
  retryTimedOut: true,
  retryDelay: true,
  crawlerRetry: true,
  crawlerTimeout: true,
  crawlerTimedOut: true,
  stops: true,
  outputs: true,
  existingOutputs: true,
  services: true,
  bare: false,
  streams: true,
  errors: true,
  spark: true,
  secrets: true,
  prerequisites: true,
};

/** All of the model: the first six kinds of step. */
export const allKinds: GeneratorOptions = { ...everything, services: true };

/** The same, with a share of pipelines that read nothing of their run. */
export const unrestricted: GeneratorOptions = { ...allKinds, bare: true };
