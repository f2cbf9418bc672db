import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderBlobs } from '../blobs/folder.ts';
import type { Executor, WorkResult } from '../host/types.ts';
import { sparkFolder, sparkIsReady } from '../spark/layout.ts';
import { layPythonPath } from '../server/python-path.ts';
import { startServer } from '../server/start.ts';
import { processExecutor } from './process-executor.ts';
import { ended } from './testing.ts';

let dir: string;
let executor: Executor & { close(): void };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-spark-'));
});
afterEach(() => {
  executor.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

function run(script: string, args: Readonly<Record<string, string>>, spark: string): Promise<WorkResult> {
  const s3Root = join(dir, 's3');
  mkdirSync(join(s3Root, 'data'), { recursive: true });
  const blobs = folderBlobs(s3Root);
  blobs.put('data', 'script.py', new TextEncoder().encode(script));
  blobs.put('data', 'in/a.csv', new TextEncoder().encode('id,day\n1,mon\n2,tue\n'));
  executor = processExecutor({ dir, python: 'python3', endpoint: () => 'http://127.0.0.1:1', region: 'eu-west-1', pythonPath: layPythonPath(dir), env: process.env, blobs, spark: { folder: spark, s3Root } });
  const work = { kind: 'job', id: 'jr_1', jobName: 'j', attempt: 0, scriptLocation: 's3://data/script.py', args, pythonVersion: '3', spark: true } as const;
  return new Promise((resolve) => executor.start(work, resolve));
}

test('without Spark a Spark job says which command installs it', async () => {
  expect(await run('', {}, join(dir, 'none'))).toEqual({ outcome: 'failed', message: expect.stringContaining('millrace local setup --spark'), tables: [] });
});

test('a job in Scala is refused by name', async () => {
  writeFileSync(join(dir, 'ready'), '');
  expect((await run('', { '--job-language': 'scala' }, dir)).message).toContain('Jobs in Scala do not run on this machine');
});

const installed = sparkFolder(process.env);
test.skipIf(!sparkIsReady(installed))('Spark and the stand-in for awsglue read and write s3:// (skipped where `millrace local setup --spark` has not run)', { timeout: 120_000 }, async () => {
  const script = [
    'import sys',
    'from awsglue.context import GlueContext',
    'from awsglue.job import Job',
    'from awsglue.transforms import ApplyMapping, DropNullFields',
    'from awsglue.utils import getResolvedOptions',
    'from pyspark.context import SparkContext',
    'glue = GlueContext(SparkContext.getOrCreate())',
    'Job(glue).init(getResolvedOptions(sys.argv, ["JOB_NAME"])["JOB_NAME"])',
    'rows = glue.create_dynamic_frame.from_options("s3", {"paths": ["s3://data/in/"]}, "csv", {"withHeader": True})',
    'rows = DropNullFields.apply(ApplyMapping.apply(rows, [("id", "string", "key", "long"), ("day", "string", "day", "string")]))',
    'glue.write_dynamic_frame.from_options(rows, "s3", {"path": "s3://data/out/", "partitionKeys": ["day"]}, "parquet")',
    'read = glue.spark_session.read.parquet("s3://data/out/")',
    'assert read.schema.simpleString() == "struct<key:bigint,day:string>" and read.count() == 2, read.schema',
    'Job.commit()',
  ].join('\n');
  expect(await run(script, { '--JOB_NAME': 'j' }, installed)).toMatchObject({ outcome: 'succeeded' });
  const keys = folderBlobs(join(dir, 's3')).list('data', 'out/').map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['out/_SUCCESS', expect.stringMatching(/^out\/day=mon\/part-.*\.parquet$/)]));
});

test.skipIf(!sparkIsReady(installed))('two Spark jobs at once share a library, make tables by their sinks, and read them from the catalog (skipped without Spark)', { timeout: 180_000 }, async () => {
  executor = { start: () => undefined, recover: () => undefined, stop: () => undefined, close: () => undefined };
  const server = await startServer({ dir, port: 0, python: 'python3', env: process.env });
  try {
    const objects = folderBlobs(join(dir, 's3'));
    objects.createBucket('data');
    const put = (key: string, body: string): boolean => objects.put('data', key, new TextEncoder().encode(body));
    put('in/a.csv', 'id,day\n1,mon\n2,tue\n');
    put('lib/loud.py', 'def loud(word):\n    return word.upper()\n');
    put('conf/words.txt', 'laid beside the script');
    put('job.py', sinkJob);
    await server.host.call('glue', 'CreateDatabase', { DatabaseInput: { Name: 'db' } });
    const ids: Record<string, string> = {};
    for (const name of ['a', 'b']) {
      const args = { '--TABLE': name, '--JOB_NAME': name, '--extra-py-files': 's3://data/lib/loud.py', '--extra-files': 's3://data/conf/words.txt', '--job-bookmark-option': 'job-bookmark-enable' };
      await server.host.call('glue', 'CreateJob', { Name: name, Role: 'arn:aws:iam::000000000000:role/r', GlueVersion: '5.1', Command: { Name: 'glueetl', ScriptLocation: 's3://data/job.py' }, DefaultArguments: args });
      // StartJobRun answers with the id.
      ids[name] = ((await server.host.call('glue', 'StartJobRun', { JobName: name })) as { readonly JobRunId: string }).JobRunId;
    }
    for (const [name, id] of Object.entries(ids)) {
      const { JobRunState, ErrorMessage } = await ended(server.host, name, id);
      expect([JobRunState, ErrorMessage]).toEqual(['SUCCEEDED', undefined]);
    }
    expect(await server.host.call('glue', 'GetTable', { DatabaseName: 'db', Name: 'a' })).toMatchObject({
      Table: { PartitionKeys: [{ Name: 'day', Type: 'string' }], StorageDescriptor: { Location: 's3://data/out a/', Columns: [{ Name: 'id', Type: 'bigint' }, { Name: 'loud', Type: 'string' }] } },
    });
    expect(await server.host.call('glue', 'GetPartitions', { DatabaseName: 'db', TableName: 'b' })).toMatchObject({ Partitions: [{ Values: ['mon'] }, { Values: ['tue'] }] });
  } finally {
    await server.close();
  }
});

const sinkJob = `
import sys
from awsglue.context import GlueContext
from awsglue.dynamicframe import DynamicFrame
from awsglue.job import Job
from awsglue.transforms import ApplyMapping
from awsglue.utils import getResolvedOptions
from loud import loud
from pyspark.context import SparkContext
from pyspark.sql.functions import udf

args = getResolvedOptions(sys.argv, ["JOB_NAME", "TABLE"])
glue = GlueContext(SparkContext())
job = Job(glue)
job.init(args["JOB_NAME"], args)
rows = glue.create_dynamic_frame.from_options(connection_type="s3", connection_options={"paths": ["s3://data/in/"]}, format="csv", format_options={"withHeader": True}, transformation_ctx="in")
rows = ApplyMapping.apply(frame=rows, mappings=[("id", "string", "id", "long"), ("day", "string", "day", "string")], transformation_ctx="mapped")
rows = DynamicFrame.fromDF(rows.toDF().withColumn("loud", udf(loud)("day")), glue, "loud")
sink = glue.getSink(connection_type="s3", path="s3://data/out %s/" % args["TABLE"], enableUpdateCatalog=True, updateBehavior="UPDATE_IN_DATABASE", partitionKeys=["day"])
sink.setFormat("glueparquet")
sink.setCatalogInfo(catalogDatabase="db", catalogTableName=args["TABLE"])
sink.writeFrame(rows)
mondays = glue.create_dynamic_frame.from_catalog(database="db", table_name=args["TABLE"], push_down_predicate="day == 'mon'", transformation_ctx="mondays")
assert mondays.toDF().first()["loud"] == "MON"
glue.write_dynamic_frame.from_catalog(frame=mondays, database="db", table_name=args["TABLE"])
assert glue.create_dynamic_frame.from_catalog(database="db", table_name=args["TABLE"]).count() == 3
assert open("words.txt").read() == "laid beside the script"
job.commit()
`;
