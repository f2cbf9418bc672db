import { z } from 'zod';

/* Settings are written as they are kept. Ranges and combinations that AWS refuses are rules (`rules/job-settings.ts`), so that one mistake is told once. */
const text = z.string();
const texts = z.record(text, text).readonly();
const list = z.array(text).readonly();

export const jobType = z.enum(['pythonshell', 'etl', 'scala', 'streaming']);
export const workerType = z.enum(['G.025X', 'G.1X', 'G.2X', 'G.4X', 'G.8X', 'G.12X', 'G.16X', 'R.1X', 'R.2X', 'R.4X', 'R.8X']);

export const jobSettings = z
  .strictObject({
    description: text.optional(),
    glueVersion: text.optional().describe("Such as '5.1'. Python shell is always '3.0'."),
    role: text.optional().describe("ARN; the environment's role for jobs when left out."),
    workerType: workerType.optional(),
    workers: z.int().optional().describe('Workers, the driver among them.'),
    maxCapacity: z.number().optional().describe('DPU of a Python shell job: 0.0625 or 1.'),
    executionClass: z.enum(['STANDARD', 'FLEX']).optional().describe('FLEX is cheaper and starts when there is room.'),
    connections: list.optional().describe('Names of connections.'),
    bookmark: z.enum(['enable', 'pause', 'disable']).optional(),
    maxConcurrentRuns: z.int().optional(),
    queueing: z.boolean().optional().describe('A job run waits where it would exceed a limit, instead of failing.'),
    tags: texts.optional(),
    securityConfiguration: text.optional().describe('Name of a security configuration.'),
    pythonVersion: z.literal('3.9').optional().describe("Of Python shell. Spark's follows from the version of Glue."),
    extraPyFiles: list.optional().describe('S3 URIs.'),
    extraJars: list.optional().describe('S3 URIs.'),
    extraFiles: list.optional().describe('S3 URIs.'),
    pythonModules: list.optional().describe("As pip takes them: 'pyarrow==15.0.2', or the S3 URI of a wheel."),
    librarySet: z.enum(['analytics', 'none']).optional().describe('Libraries that come with Python shell 3.9.'),
    tempDir: text.optional().describe('S3 URI.'),
    className: text.optional().describe('Entry class of a Scala script.'),
    defaultArguments: texts.optional().describe('More arguments by name, without dashes.'),
    nonOverridableArguments: texts.optional().describe('Arguments, without dashes, that no run can change.'),
    notifyAfterMinutes: z.int().optional().describe('A notice goes to EventBridge when a run takes longer.'),
    maintenanceWindow: text.optional().describe("When Glue may restart a stream: 'Sun:10', UTC."),
    sparkUi: text.optional().describe('S3 URI of the event logs of the Spark UI.'),
    metrics: z.boolean().optional(),
    observabilityMetrics: z.boolean().optional(),
    continuousLog: z.boolean().optional(),
    autoScaling: z.boolean().optional(),
    jobInsights: z.boolean().optional(),
    dataCatalog: z.boolean().optional().describe("Use the Data Catalog as Spark's metastore."),
    logUri: text.optional().describe('S3 URI.'),
  })
  .readonly();

export const crawlerSettings = z
  .strictObject({
    description: text.optional(),
    role: text.optional().describe("ARN; the environment's role for crawlers when left out."),
    tablePrefix: text.optional().describe('Put before the name of each table.'),
    exclusions: list.optional().describe('Glob patterns under the targets in S3 that are not crawled.'),
    connection: text.optional().describe('Name of the connection that reaches S3 inside a VPC.'),
    sampleSize: z.int().optional().describe('At most so many files of each leaf folder in S3 are read.'),
    classifiers: list.optional().describe("Names of classifiers of one's own, tried first."),
    schemaChange: z.strictObject({ update: z.enum(['update', 'log']).optional(), delete: z.enum(['deprecate', 'delete', 'log']).optional() }).readonly().optional().describe('What happens to tables whose data has changed or gone. Update and deprecate when left out.'),
    recrawl: z.enum(['everything', 'newFolders', 'events']).optional(),
    eventQueue: text.optional().describe("ARN of the queue with events of the bucket; with recrawl 'events' only."),
    lineage: z.boolean().optional(),
    configuration: text.optional().describe('JSON text, as Glue takes it.'),
    securityConfiguration: text.optional().describe('Name of a security configuration.'),
    tags: texts.optional(),
  })
  .readonly();

export const crawlerTargets = z
  .strictObject({
    jdbc: z.array(z.strictObject({ connection: text, path: text, exclusions: list.optional() }).readonly()).readonly().optional(),
    dynamoDb: list.optional().describe('Names of tables.'),
    catalogTables: z.array(z.strictObject({ database: text, tables: list }).readonly()).readonly().optional().describe('Tables that are in the catalog already.'),
  })
  .readonly();
