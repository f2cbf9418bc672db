import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderBlobs } from '../blobs/folder.ts';
import type { Executor, WorkResult } from '../host/types.ts';
import { sparkFolder, sparkIsReady } from '../spark/layout.ts';
import { layPythonPath } from '../server/python-path.ts';
import { processExecutor } from './process-executor.ts';

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
