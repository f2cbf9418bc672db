// AWS CDK: a state machine of N Glue tasks, synthesised. Prints milliseconds of construction and synth, without start-up.
import { App, Stack } from 'aws-cdk-lib';
import { Chain, DefinitionBody, IntegrationPattern, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { GlueStartJobRun } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const count = Number(process.argv[2] ?? 1000);
const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
const from = performance.now();
const app = new App({ outdir });
const stack = new Stack(app, 'Bench', { env: { account: '000000000000', region: 'us-east-1' } });
const tasks = Array.from({ length: count }, (_, index) => new GlueStartJobRun(stack, `Step${index}`, { glueJobName: `job-${index}`, integrationPattern: IntegrationPattern.RUN_JOB }));
const chain = tasks.slice(1).reduce((before, task) => before.next(task), Chain.start(tasks[0]));
new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(chain) });
app.synth();
process.stdout.write(`${JSON.stringify({ ms: performance.now() - from })}\n`);
rmSync(outdir, { recursive: true, force: true });
