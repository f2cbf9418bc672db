// What the embedded Glue itself costs: workflows of no-op steps in virtual time, one after the other and side by side. The cost of a step should not
// grow with the number of steps.
import { createHost, glueService, memoryBlobs, memoryPersistence, scriptedExecutor, virtualClock, type Host } from '../packages/local/src/index.ts';
import { report, type Result } from './measure.ts';

type Shape = 'chain' | 'fan';
const sizes = [10, 100, 1000] as const;
/** A trigger starts at most this many jobs. */
const perTrigger = 50;

function freshHost(validate: boolean): Host {
  const clock = virtualClock(0);
  const executor = scriptedExecutor(clock, () => ({ ms: 60_000, outcome: 'succeeded' }));
  return createHost({ services: [glueService], blobs: memoryBlobs(), executor, clock, persistence: memoryPersistence(), validate });
}

/** Milliseconds of processor time so far: what else the machine does is no cost of the engine. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const jobName = (index: number): string => `job-${String(index)}`;
const conditional = (name: string, after: string, jobs: readonly string[]) => ({
  Name: name, WorkflowName: 'w', Type: 'CONDITIONAL', StartOnCreation: true, Actions: jobs.map((JobName) => ({ JobName })),
  Predicate: { Logical: 'AND', Conditions: [{ LogicalOperator: 'EQUALS', JobName: after, State: 'SUCCEEDED' }] },
});

/** A chain of `count` jobs, or a first job and all others at once behind it. */
async function workflow(host: Host, shape: Shape, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await host.call('glue', 'CreateJob', { Name: jobName(index), Role: 'arn:aws:iam::000000000000:role/bench', Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/noop.py' } });
  await host.call('glue', 'CreateWorkflow', { Name: 'w' });
  await host.call('glue', 'CreateTrigger', { Name: 'start', WorkflowName: 'w', Type: 'ON_DEMAND', Actions: [{ JobName: jobName(0) }] });
  const names = Array.from({ length: count - 1 }, (_, index) => jobName(index + 1));
  if (shape === 'chain') for (const [index, name] of names.entries()) await host.call('glue', 'CreateTrigger', conditional(`t-${String(index)}`, jobName(index), [name]));
  else for (let from = 0; from < names.length; from += perTrigger) await host.call('glue', 'CreateTrigger', conditional(`t-${String(from)}`, jobName(0), names.slice(from, from + perTrigger)));
}

/** Milliseconds of processor time to create the workflow, and for one run of it. */
async function once(shape: Shape, count: number, validate: boolean): Promise<{ readonly created: number; readonly run: number }> {
  const host = freshHost(validate);
  const began = cpu();
  await workflow(host, shape, count);
  const ready = cpu();
  const started = await host.call('glue', 'StartWorkflowRun', { Name: 'w' });
  await host.run(null);
  const ended = cpu();
  const RunId = started instanceof Object && 'RunId' in started ? started.RunId : null;
  const answer = JSON.stringify(await host.call('glue', 'GetWorkflowRun', { Name: 'w', RunId }));
  if (!answer.includes(`"SucceededActions":${String(count)}`)) throw new Error(`the run of ${String(count)} steps did not succeed: ${answer}`);
  return { created: ready - began, run: ended - ready };
}

/** Microseconds a step at best: of the run, and of its creation. */
async function perStep(shape: Shape, count: number, validate = true): Promise<{ readonly created: number; readonly run: number }> {
  const times = count >= 1000 ? 5 : 15;
  await once(shape, count, validate);
  const found: Awaited<ReturnType<typeof once>>[] = [];
  for (let index = 0; index < times; index++) found.push(await once(shape, count, validate));
  const of = (key: 'created' | 'run'): number => (Math.min(...found.map((one) => one[key])) * 1000) / count;
  return { created: of('created'), run: of('run') };
}

const results: Result[] = [];
const micros = (value: number): string => `${value.toFixed(0)} µs`;
for (const shape of ['chain', 'fan'] as const) {
  const seen: Awaited<ReturnType<typeof perStep>>[] = [];
  for (const count of sizes) seen.push(await perStep(shape, count));
  const runs = seen.map(({ run }) => run);
  const growth = (runs[2] ?? 0) / (runs[1] ?? 1);
  const how = shape === 'chain' ? 'one after the other' : 'all at once behind one';
  results.push({ figure: `embedded Glue, no-op steps ${how}, a step of a run at ${sizes.join(' / ')} steps: ${runs.map(micros).join(' / ')} (1,000 against 100: ×${growth.toFixed(2)}, aim ≤ 2)`, holds: growth <= 2 });
  results.push({ figure: `the same, to create a step: ${seen.map(({ created }) => micros(created)).join(' / ')}`, holds: null });
}
const [checked, unchecked] = [await perStep('chain', 100), await perStep('chain', 100, false)];
const dearer = (checked.created + checked.run) / (unchecked.created + unchecked.run);
results.push({ figure: `requests checked against AWS's model or not, creation and run of 100 steps: ×${dearer.toFixed(2)} (aim ≤ 1.2)`, holds: dearer <= 1.2 });
report(results);
