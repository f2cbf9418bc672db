// AWS CDK: a state machine that runs the Glue jobs of a layered pipeline, one Parallel a layer, synthesised once in a fresh process. Prints milliseconds
// of construction and synth, on the clock and of the processor, without start-up; and the bytes of the template.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Chain, DefinitionBody, Errors, IntegrationPattern, LogLevel, Parallel, Pass, StateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { GlueStartJobRun } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const count = Number(process.argv[2] ?? 1000);
const width = 8;

function step(stack, index) {
  const task = new GlueStartJobRun(stack, `step-${index}`, {
    glueJobName: `bench-step-${index}`, integrationPattern: IntegrationPattern.RUN_JOB, arguments: TaskInput.fromObject({ '--DAY.$': '$.day' }),
    resultPath: `$.steps.s${index}`, taskTimeout: Timeout.duration(Duration.minutes(40)),
  });
  task.addRetry({ errors: ['Glue.ThrottlingException', 'Glue.ConcurrentRunsExceededException'], interval: Duration.seconds(5), backoffRate: 2, maxAttempts: 40 });
  return task.addCatch(new Pass(stack, `failed-${index}`), { errors: [Errors.ALL], resultPath: '$.error' });
}

const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
const [from, before] = [performance.now(), process.cpuUsage()];
const app = new App({ outdir });
const stack = new Stack(app, 'Bench', { env: { account: '000000000000', region: 'us-east-1' } });
const layers = Array.from({ length: Math.ceil(count / width) }, (_, layer) => {
  const parallel = new Parallel(stack, `layer-${layer}`);
  for (let index = layer * width; index < Math.min(count, (layer + 1) * width); index++) parallel.branch(step(stack, index));
  return parallel;
});
const chain = layers.slice(1).reduce((first, layer) => first.next(layer), Chain.start(layers[0]));
new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(chain), logs: { destination: new LogGroup(stack, 'Log'), level: LogLevel.ALL }, tracingEnabled: true });
app.synth();
const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(before)];
const { size } = statSync(join(outdir, 'Bench.template.json'));
rmSync(outdir, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ ms, processor: (user + system) / 1000, bytes: size })}\n`);
