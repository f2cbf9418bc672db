// Data that is larger than what travels: by its address, as outputs, and as the answer of a function. Real Python shell jobs and functions under
// the served embedded AWS, deployed over HTTP as the command line does.
//   node tests/evidence/sfn/data.ts
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Pipeline, RunSnapshot, Step } from '@millrace/core';
import { startServer } from '@millrace/local';
import { plainPipeline, plainStep } from '@millrace/testkit';
import { python } from '../../../tools/python.ts';
import { at, clientsAt } from '../../clients/commands.ts';
import { deployOver, ended, identity, site, startRun, targets } from '../../clients/served.ts';
import { report } from '../report.ts';

const BYTES = 300_000;
const OUTPUTS = 70_000;
const head = `
import json
import sys
import boto3
from awsglue.utils import getResolvedOptions

s3 = boto3.client("s3")

def put(uri, body):
    bucket, _, key = uri[len("s3://"):].partition("/")
    s3.put_object(Bucket=bucket, Key=key, Body=body)
`;
const scripts: Readonly<Record<string, string>> = {
  make: `${head}
told = getResolvedOptions(sys.argv, ["MILLRACE_OUTPUTS", "MILLRACE_RUN"])
data = "s3://${site.runs}/data/" + told["MILLRACE_RUN"] + ".txt"
put(data, b"x" * ${BYTES})
put(told["MILLRACE_OUTPUTS"], json.dumps({"data": data}).encode())
`,
  use: `${head}
told = getResolvedOptions(sys.argv, ["DATA"])
bucket, _, key = told["DATA"][len("s3://"):].partition("/")
size = len(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
if size != ${BYTES}:
    raise SystemExit("the data has %d bytes" % size)
print("used %d bytes" % size)
`,
  burst: `${head}
told = getResolvedOptions(sys.argv, ["MILLRACE_OUTPUTS"])
put(told["MILLRACE_OUTPUTS"], json.dumps({"data": "s3://${site.runs}/" + "x" * ${OUTPUTS}}).encode())
`,
};
const scriptOf = (step: string): string => scripts[step] ?? 'print("fine")\n';

const makeFunction = `
import io, zipfile, boto3
code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("f.py", "def handler(event, context):\\n    return 'x' * ${BYTES}\\n")
boto3.client("lambda").create_function(FunctionName="large", Runtime="python3.12", Handler="f.handler", Role="arn:aws:iam::000000000000:role/f", Code={"ZipFile": code.getvalue()})
`;

const handing = (name: string): Step => ({ ...plainStep(name), outputs: { data: 's3Uri' } });
const by = (steps: readonly Step[]): Partial<Pipeline> => ({ steps, finally: plainStep('finally') });
const address = plainPipeline('by-address', {}, by([handing('make'), plainStep('use', { after: ['make'], args: { DATA: { output: ['make', 'data'], or: null } } })]));
const burst = plainPipeline('burst', {}, by([handing('burst'), plainStep('repair', { after: ['burst failed'] }), plainStep('next', { after: ['burst'] })]));
const call: Step = { name: 'call', kind: 'lambda', join: 'all', optional: false, outputs: {}, timeoutSeconds: 300, after: [], retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, with: { use: 'large' } };
const answer = plainPipeline('answer', {}, by([call, plainStep('repair', { after: ['call failed'] }), plainStep('next', { after: ['call'] })]));

const states = ({ steps }: RunSnapshot): string => Object.entries(steps).map(([name, { state }]) => `${name} ${state}`).join(', ');
const told = ({ steps }: RunSnapshot, step: string): string => steps[step]?.attempts.at(-1)?.message ?? 'nothing';

const dir = mkdtempSync(join(tmpdir(), 'millrace-data-'));
const server = await startServer({ dir: join(dir, 'aws'), port: 0, python, env: process.env });
try {
  const play = async (pipeline: Pipeline): Promise<RunSnapshot> => {
    const runner = await deployOver(server.url, targets.sfn, pipeline, scriptOf);
    return await ended(runner, await startRun(runner, pipeline));
  };
  // The server is in this process, so nothing may block it.
  await promisify(execFile)(python, ['-c', makeFunction], { env: { ...process.env, ...identity, AWS_ENDPOINT_URL: server.url } });
  const [first, second, third] = [await play(address), await play(burst), await play(answer)];
  const clients = clientsAt(server.url);
  const verdict = at((await clients.aws('stepfunctions', 'describe-execution', '--execution-arn', third.continuations[0]?.nativeId ?? '')).json, 'error');
  report([
    {
      figure: `a job leaves ${BYTES.toLocaleString('en-US')} bytes in S3 and hands on their address (real Python shell jobs, served embedded AWS): the next job reads them all, run ${first.state} (${states(first)})`,
      holds: first.state === 'succeeded' && states(first) === 'make succeeded, use succeeded, finally succeeded',
    },
    {
      figure: `an outputs object of more than ${OUTPUTS.toLocaleString('en-US')} bytes: ${states(second)}; told: "${told(second, 'burst')}"`,
      holds: states(second) === 'burst failed, repair succeeded, next skipped, finally succeeded' && /not right: .*bytes/.test(told(second, 'burst')),
    },
    {
      figure: `a function that answers with ${BYTES.toLocaleString('en-US')} characters: ${states(third)}; the execution ends with ${String(verdict)}; told: "${told(third, 'call')}"`,
      holds: states(third) === 'call failed, repair succeeded, next skipped, finally succeeded' && verdict === 'Millrace.RunFailed' && told(third, 'call').startsWith('Its answer has more than the 262,144 bytes'),
    },
  ]);
} finally {
  await server.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
