import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderBlobs } from '../blobs/folder.ts';
import { startServer } from '../server/start.ts';
import { sparkFolder, sparkIsReady } from '../spark/layout.ts';
import { ended } from './testing.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-spark-bookmarks-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

test.skipIf(!sparkIsReady(sparkFolder(process.env)))('a Spark job with a bookmark reads what is new since its last commit, over a restart of the server (skipped where `millrace local setup --spark` has not run)', { timeout: 180_000 }, async () => {
  let server = await startServer({ dir, port: 0, python: 'python3', env: process.env });
  try {
    const objects = folderBlobs(join(dir, 's3'));
    objects.createBucket('data');
    const put = (key: string, body: string): boolean => objects.put('data', key, new TextEncoder().encode(body));
    put('in/a.csv', 'id\n1\n');
    put('in/b one.csv', 'id\n2\n');
    put('table/day=mon day/a.csv', '3\n');
    put('table/day=tue/a.csv', '4\n');
    put('job.py', script);
    await server.host.call('glue', 'CreateDatabase', { DatabaseInput: { Name: 'db' } });
    const TableInput = { Name: 't', PartitionKeys: [{ Name: 'day', Type: 'string' }], Parameters: { classification: 'csv' }, StorageDescriptor: { Location: 's3://data/table/', Columns: [{ Name: 'id', Type: 'bigint' }] } };
    await server.host.call('glue', 'CreateTable', { DatabaseName: 'db', TableInput });
    await server.host.call('glue', 'CreateJob', { Name: 'j', Role: 'arn:aws:iam::000000000000:role/r', GlueVersion: '5.1', Command: { Name: 'glueetl', ScriptLocation: 's3://data/job.py' }, DefaultArguments: { '--job-bookmark-option': 'job-bookmark-enable' } });
    const run = async (part: string): Promise<{ readonly id: string; readonly seen: unknown }> => {
      // StartJobRun answers with the id.
      const { JobRunId: id } = (await server.host.call('glue', 'StartJobRun', { JobName: 'j', Arguments: { '--PART': part } })) as { readonly JobRunId: string };
      const { JobRunState, ErrorMessage } = await ended(server.host, 'j', id);
      expect([JobRunState, ErrorMessage]).toEqual(['SUCCEEDED', undefined]);
      return { id, seen: JSON.parse(new TextDecoder().decode(objects.get('data', 'seen.json') ?? new Uint8Array())) as unknown };
    };
    const first = await run('first');
    expect(first.seen).toEqual([
      ['all of it', [1, 2], [3]],
      ['nothing new after a commit', [], []],
      ['a new file, and the other partition', [5], [4]],
    ]);
    // The last read was not committed.
    await server.close();
    server = await startServer({ dir, port: 0, python: 'python3', env: process.env });
    put('in/b one.csv', 'id\n22\n');
    const second = await run('second');
    expect(second.seen).toEqual([['the changed, the new and what no commit noted', [5, 22], [4]]]);
    expect(await server.host.call('glue', 'GetJobBookmark', { JobName: 'j' })).toMatchObject({ JobBookmarkEntry: { RunId: second.id, PreviousRunId: first.id, Version: 2, JobBookmark: expect.stringContaining('in/c.csv') } });
  } finally {
    await server.close();
  }
});

const script = `
import json, sys
import boto3
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "PART"])
glue, s3, seen = GlueContext(SparkContext()), boto3.client("s3"), []
job = Job(glue)

def read(what, day, commit):
    job.init(args["JOB_NAME"], args)
    ids = lambda frame: sorted(int(row["id"]) for row in frame.toDF().collect())
    files = glue.create_dynamic_frame.from_options(connection_type="s3", connection_options={"paths": ["s3://data/in/"]}, format="csv", format_options={"withHeader": True}, transformation_ctx="in")
    table = glue.create_dynamic_frame.from_catalog(database="db", table_name="t", push_down_predicate="day == '%s'" % day, transformation_ctx="table")
    everything = glue.create_dynamic_frame.from_options(connection_type="s3", connection_options={"paths": ["s3://data/in/"]}, format="csv", format_options={"withHeader": True})
    assert everything.count() >= 2
    seen.append([what, ids(files), ids(table)])
    if commit:
        job.commit()

if args["PART"] == "first":
    read("all of it", "mon day", True)
    read("nothing new after a commit", "mon day", True)
    s3.put_object(Bucket="data", Key="in/c.csv", Body=b"id\\n5\\n")
    read("a new file, and the other partition", "tue", False)
else:
    read("the changed, the new and what no commit noted", "tue", True)
s3.put_object(Bucket="data", Key="seen.json", Body=json.dumps(seen).encode())
`;
