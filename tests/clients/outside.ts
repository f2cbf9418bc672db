import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline, Runner } from '@millrace/core';
import { startServer } from '@millrace/local';
import { plainPipeline } from '@millrace/testkit';
import { physical } from '@millrace/workload';
import { python } from '../../tools/python.ts';
import { at, clientsAt, list, type Clients } from './commands.ts';
import { deployOver, ended, site, targets } from './served.ts';

/** One thing that a client must see. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  /** What was seen instead. */
  readonly seen: string;
}
type Tell = (what: string, holds: boolean, seen: unknown) => void;

const pipeline: Pipeline = plainPipeline('clients', { extract: { args: { LIMIT: { param: 'limit' } } }, load: { after: ['extract'], args: { LIMIT: { param: 'limit' } } } }, {
  params: { limit: { type: 'integer', description: 'Rows to write', default: 3, values: [] } },
});
const script = `
import sys
import boto3
from awsglue.utils import getResolvedOptions

options = getResolvedOptions(sys.argv, ["LIMIT", "MILLRACE_RUN", "MILLRACE_STEP"])
s3 = boto3.client("s3")
place = {"Bucket": "${site.runs}", "Key": "data/" + options["MILLRACE_RUN"] + ".txt"}
if options["MILLRACE_STEP"] == "extract":
    s3.put_object(**place, Body=("row\\n" * int(options["LIMIT"])).encode())
else:
    rows = s3.get_object(**place)["Body"].read().count(b"row")
    if rows != int(options["LIMIT"]):
        raise SystemExit("found %d rows" % rows)
`;

/** The AWS CLI and boto3 against the served embedded AWS: they start and read runs, and Millrace shows these runs. */
export async function useClients(): Promise<readonly Check[]> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-clients-'));
  const server = await startServer({ dir: join(dir, 'aws'), port: 0, python, env: process.env });
  const checks: Check[] = [];
  const tell: Tell = (what, holds, seen) => void checks.push({ what, holds, seen: typeof seen === 'string' ? seen : (JSON.stringify(seen) ?? 'nothing') });
  const clients = clientsAt(server.url);
  try {
    await useGlue(await deployOver(server.url, targets.glue, pipeline, () => script), clients, tell);
    await useStates(await deployOver(server.url, targets.sfn, pipeline, () => script), clients, tell);
    await useS3AndSts(dir, clients, tell);
    return checks;
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const steps = ['extract', 'load'];
const limitGiven = '7';

async function useGlue(runner: Runner, { aws, boto3 }: Clients, tell: Tell): Promise<void> {
  const { workflow } = physical(site, pipeline);
  const start = async (...properties: readonly string[]): Promise<string> => String(at((await aws('glue', 'start-workflow-run', '--name', workflow, ...properties)).json, 'RunId'));
  const [byCli, wrong, byBoto3] = await Promise.all([
    start('--run-properties', JSON.stringify({ 'param:limit': limitGiven })),
    start('--run-properties', JSON.stringify({ 'param:limit': 'many', 'param:colour': 'red' })),
    boto3('glue', workflow, limitGiven),
  ]);
  await shown(runner, byCli.replaceAll('_', '-'), `glue run by the CLI`, tell);
  const { json } = await aws('glue', 'get-workflow-run', '--name', workflow, '--run-id', byCli, '--include-graph');
  tell('aws glue get-workflow-run: COMPLETED, both actions succeeded', at(json, 'Run', 'Status') === 'COMPLETED' && at(json, 'Run', 'Statistics', 'SucceededActions') === 2, at(json, 'Run', 'Statistics'));
  const nodes = list(json, 'Run', 'Graph', 'Nodes');
  const jobs = nodes.filter((node) => at(node, 'Type') === 'JOB' && at(node, 'JobDetails', 'JobRuns', 0, 'JobRunState') === 'SUCCEEDED');
  tell('aws glue get-workflow-run --include-graph: two jobs that succeeded, two triggers, three edges', jobs.length === 2 && nodes.length === 4 && list(json, 'Run', 'Graph', 'Edges').length === 3, nodes);

  tell('boto3: the workflow run COMPLETED with two jobs that succeeded, and its graph', at(byBoto3.json, 'status') === 'COMPLETED' && list(byBoto3.json, 'jobs').every((job) => at(job, 1) === 'SUCCEEDED') && list(byBoto3.json, 'jobs').length === 2 && at(byBoto3.json, 'edges') === 3, byBoto3.text);
  await shown(runner, String(at(byBoto3.json, 'native')).replaceAll('_', '-'), 'glue run by boto3', tell);

  const refused = await ended(runner, wrong.replaceAll('_', '-'));
  const message = refused.steps['extract']?.attempts[0]?.message ?? '';
  const graph = (await aws('glue', 'get-workflow-run', '--name', workflow, '--run-id', wrong, '--include-graph')).json;
  const said = list(graph, 'Run', 'Graph', 'Nodes').map((node) => at(node, 'JobDetails', 'JobRuns', 0, 'ErrorMessage')).find((text) => typeof text === 'string');
  tell('wrong parameter values by the CLI on glue: the run failed, nothing ran behind it', refused.state === 'failed' && refused.steps['load']?.state === 'skipped', refused);
  tell('… and the job run says both mistakes in a sentence', /'many' is not of type integer.*limit/.test(String(said)) && String(said).includes("there is no parameter 'colour'"), said ?? message);
  await listed(runner, [byCli.replaceAll('_', '-'), wrong.replaceAll('_', '-'), String(at(byBoto3.json, 'native')).replaceAll('_', '-')], 'glue', tell);
}

async function useStates(runner: Runner, { aws, boto3 }: Clients, tell: Tell): Promise<void> {
  const machine = `arn:aws:states:${site.region}:${site.account}:stateMachine:${physical(site, pipeline).stateMachine}`;
  const start = async (name: string, input: object): Promise<string> =>
    String(at((await aws('stepfunctions', 'start-execution', '--state-machine-arn', machine, '--name', name, '--input', JSON.stringify(input))).json, 'executionArn'));
  const [byCli, wrong, byBoto3] = await Promise.all([start('by-cli', { params: { limit: 7 } }), start('wrong', { params: { limit: 'many', colour: 'red' } }), boto3('sfn', machine, limitGiven)]);
  await shown(runner, 'by-cli', 'execution by the CLI', tell);
  const [described, history, refused] = await Promise.all([
    aws('stepfunctions', 'describe-execution', '--execution-arn', byCli),
    aws('stepfunctions', 'get-execution-history', '--execution-arn', byCli),
    aws('stepfunctions', 'describe-execution', '--execution-arn', wrong),
  ]);
  tell('aws stepfunctions describe-execution: SUCCEEDED', at(described.json, 'status') === 'SUCCEEDED', described.text);
  tell('aws stepfunctions get-execution-history: from ExecutionStarted to ExecutionSucceeded, two tasks', isWhole(list(history.json, 'events').map((event) => at(event, 'type'))), history.text);

  tell('boto3: the execution SUCCEEDED, with its history', at(byBoto3.json, 'status') === 'SUCCEEDED' && isWhole(list(byBoto3.json, 'events')), byBoto3.text);
  await shown(runner, 'by-boto3', 'execution by boto3', tell);

  const seen = await runner.describe('wrong');
  tell('wrong parameter values by the CLI on sfn: the execution and the run failed, no step ran', at(refused.json, 'status') === 'FAILED' && seen.state === 'failed' && steps.every((step) => (seen.steps[step]?.attempts.length ?? 0) === 0), seen);
  const cause = String(at(refused.json, 'cause'));
  tell('… and the execution says both mistakes in a sentence', at(refused.json, 'error') === 'Millrace.InvalidInput' && cause.includes('Parameter limit must be a whole number') && cause.includes('There is no parameter colour.'), refused.text);
  await listed(runner, ['by-cli', 'wrong', 'by-boto3'], 'sfn', tell);
}

const isWhole = (types: readonly unknown[]): boolean => types[0] === 'ExecutionStarted' && types.at(-1) === 'ExecutionSucceeded' && types.filter((type) => type === 'TaskSucceeded').length === 2;

/** What Millrace shows of a run that it did not start. */
async function shown(runner: Runner, run: string, title: string, tell: Tell): Promise<void> {
  const seen = await ended(runner, run);
  const right = seen.state === 'succeeded' && steps.every((step) => seen.steps[step]?.state === 'succeeded' && seen.steps[step].attempts.length === 1);
  tell(`describe shows the ${title}: succeeded, each step once, limit 7`, right && seen.params['limit'] === 7, seen);
}

async function listed(runner: Runner, wanted: readonly string[], target: string, tell: Tell): Promise<void> {
  const found = await runner.list(10);
  const fits = wanted.every((run) => found.some((one) => one.run === run && one.state === (run === wanted[1] ? 'failed' : 'succeeded') && one.end !== null));
  tell(`list shows the ${wanted.length} runs that were started outside Millrace on ${target}, once each`, fits && found.length === wanted.length, found);
}

async function useS3AndSts(dir: string, { aws }: Clients, tell: Tell): Promise<void> {
  const [here, back, place] = [join(dir, 'here.txt'), join(dir, 'back.txt'), `s3://${site.runs}/copied/here.txt`];
  writeFileSync(here, 'grist\n');
  const who = aws('sts', 'get-caller-identity');
  await aws('s3', 'cp', here, place);
  const [listing] = await Promise.all([aws('s3', 'ls', `s3://${site.runs}/copied/`), aws('s3', 'cp', place, back)]);
  tell('aws s3 cp there and back', readFileSync(back, 'utf8') === 'grist\n', listing.text);
  tell('aws s3 ls', /\b6 here\.txt$/m.test(listing.text), listing.text);
  tell('aws sts get-caller-identity', at((await who).json, 'Account') === site.account, (await who).text);
}
