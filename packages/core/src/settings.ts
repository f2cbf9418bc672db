/** What runs a job: Python without Spark, Spark in Python, Spark in Scala, or Spark that reads a stream and never ends. */
export type JobType = 'pythonshell' | 'etl' | 'scala' | 'streaming';
/** G.025X is for streams only. DPU of each: `workerDpu` of `@millrace/facts`. */
export type WorkerType = 'G.025X' | 'G.1X' | 'G.2X' | 'G.4X' | 'G.8X' | 'G.12X' | 'G.16X' | 'R.1X' | 'R.2X' | 'R.4X' | 'R.8X';

type Texts = Readonly<Record<string, string>>;

/**
 * What people set on a job besides what it runs. A key that is left out says nothing: Glue's own default applies, or the one that is named here.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-job.html
 */
export interface JobSettings {
  readonly description?: string | undefined;
  /** '5.0'. Python shell is always '3.0'; Spark has `DEFAULT_GLUE_VERSION` by default. */
  readonly glueVersion?: string | undefined;
  /** ARN; the environment's role for jobs by default. */
  readonly role?: string | undefined;
  readonly workerType?: WorkerType | undefined;
  /** Workers, the driver among them. */
  readonly workers?: number | undefined;
  /** DPU of a Python shell job: 0.0625 (default) or 1. */
  readonly maxCapacity?: number | undefined;
  /** FLEX is cheaper and starts when there is room. */
  readonly executionClass?: 'STANDARD' | 'FLEX' | undefined;
  /** Names of connections. */
  readonly connections?: readonly string[] | undefined;
  readonly bookmark?: 'enable' | 'pause' | 'disable' | undefined;
  readonly maxConcurrentRuns?: number | undefined;
  /** A job run waits where it would exceed a limit, instead of failing. */
  readonly queueing?: boolean | undefined;
  readonly tags?: Texts | undefined;
  /** Name of a security configuration. */
  readonly securityConfiguration?: string | undefined;
  /** Of Python shell. Spark's follows from the version of Glue. */
  readonly pythonVersion?: '3.9' | undefined;
  /** S3 URIs. */
  readonly extraPyFiles?: readonly string[] | undefined;
  readonly extraJars?: readonly string[] | undefined;
  readonly extraFiles?: readonly string[] | undefined;
  /** As pip takes them: 'pyarrow==15.0.2', or the S3 URI of a wheel. */
  readonly pythonModules?: readonly string[] | undefined;
  /** Libraries that come with Python shell 3.9. */
  readonly librarySet?: 'analytics' | 'none' | undefined;
  /** S3 URI. */
  readonly tempDir?: string | undefined;
  /** Entry class of a Scala script. */
  readonly className?: string | undefined;
  /** More arguments of the job by name, without dashes: special ones of Glue that have no setting of their own, or the script's. */
  readonly defaultArguments?: Texts | undefined;
  /** The same, but no run can change them. */
  readonly nonOverridableArguments?: Texts | undefined;
  /** A notice goes to EventBridge when a run takes longer. */
  readonly notifyAfterMinutes?: number | undefined;
  /** When Glue may restart a stream: 'Sun:10', UTC. */
  readonly maintenanceWindow?: string | undefined;
  /** S3 URI of the event logs of the Spark UI. */
  readonly sparkUi?: string | undefined;
  readonly metrics?: boolean | undefined;
  readonly observabilityMetrics?: boolean | undefined;
  readonly continuousLog?: boolean | undefined;
  readonly autoScaling?: boolean | undefined;
  readonly jobInsights?: boolean | undefined;
  /** Use the Data Catalog as Spark's metastore. */
  readonly dataCatalog?: boolean | undefined;
  /** S3 URI. */
  readonly logUri?: string | undefined;
}

/**
 * What people set on a crawler besides what it reads and writes.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-crawling.html
 */
export interface CrawlerSettings {
  readonly description?: string | undefined;
  /** ARN; the environment's role for crawlers by default. */
  readonly role?: string | undefined;
  /** Put before the name of each table. */
  readonly tablePrefix?: string | undefined;
  /** Glob patterns under the targets in S3 that are not crawled. */
  readonly exclusions?: readonly string[] | undefined;
  /** Name of the connection that reaches S3 inside a VPC. */
  readonly connection?: string | undefined;
  /** At most so many files of each leaf folder in S3 are read. */
  readonly sampleSize?: number | undefined;
  /** Names of classifiers of one's own, tried first. */
  readonly classifiers?: readonly string[] | undefined;
  /** What happens to tables whose data has changed or gone. Update and deprecate by default. */
  readonly schemaChange?: { readonly update?: 'update' | 'log' | undefined; readonly delete?: 'deprecate' | 'delete' | 'log' | undefined } | undefined;
  readonly recrawl?: 'everything' | 'newFolders' | 'events' | undefined;
  /** ARN of the queue with events of the bucket; with `recrawl: 'events'` only. */
  readonly eventQueue?: string | undefined;
  readonly lineage?: boolean | undefined;
  /** JSON text, as Glue takes it. */
  readonly configuration?: string | undefined;
  /** Name of a security configuration. */
  readonly securityConfiguration?: string | undefined;
  readonly tags?: Texts | undefined;
}

/** What a crawler reads besides S3. */
export interface CrawlerTargets {
  readonly jdbc?: readonly { readonly connection: string; readonly path: string; readonly exclusions?: readonly string[] | undefined }[] | undefined;
  /** Names of tables. */
  readonly dynamoDb?: readonly string[] | undefined;
  /** Tables that are in the catalog already: they are updated, none is added. */
  readonly catalogTables?: readonly { readonly database: string; readonly tables: readonly string[] }[] | undefined;
}

/** The version of Spark jobs whose author set none. */
export const DEFAULT_GLUE_VERSION = '5.1';

/** The special argument of Glue that each of these settings is passed as. The library set has no dashes before its name; all others have. */
export const SETTING_ARGUMENTS = {
  extraPyFiles: 'extra-py-files',
  extraJars: 'extra-jars',
  extraFiles: 'extra-files',
  pythonModules: 'additional-python-modules',
  librarySet: 'library-set',
  tempDir: 'TempDir',
  className: 'class',
  bookmark: 'job-bookmark-option',
  sparkUi: 'spark-event-logs-path',
  metrics: 'enable-metrics',
  observabilityMetrics: 'enable-observability-metrics',
  continuousLog: 'enable-continuous-cloudwatch-log',
  autoScaling: 'enable-auto-scaling',
  jobInsights: 'enable-job-insights',
  dataCatalog: 'enable-glue-datacatalog',
} as const satisfies { readonly [K in keyof JobSettings]?: string };
