// Random pipelines with the real Python of bootstraps and helper jobs, as processes under the served embedded AWS, in scaled time: a Glue
// minute takes a second; failed runs are resumed. Outcomes and attempts are held to the reference; starts are not, since processes take time.
//   node tests/evidence/glue/real-python.ts [count]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interpret, newRunId, type Event, type Step } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { compareRun, FIRST_RUN, observe, referenceRun, resumeOf, type ObservedRun } from '@millrace/testkit';
import { allSteps, nativeName } from '@millrace/workload';
import { deployed, ended, site, targets } from '../../clients/served.ts';
import { report } from '../report.ts';
import { playableCases, type PlayableCase } from './scaled/cases.ts';
import { jobText, scaledWorld, writePlan, type ScaledWorld } from './scaled/world.ts';

const count = Number(process.argv[2] ?? 50);
const seed = 20_261_123;
const factor = 60;
const sideBySide = 3;
const date = '2026-01-05';

interface Played {
  readonly differences: readonly string[];
  readonly helpers: readonly string[];
  readonly resumed: number;
}
const differ = (reference: readonly Event[], seen: ObservedRun): readonly string[] => compareRun(reference, seen).filter((difference) => !difference.includes(' started at '));

async function play(one: PlayableCase): Promise<Played> {
  const { pipeline, script } = one;
  const dir = mkdtempSync(join(tmpdir(), 'millrace-scaled-'));
  const crawls = new Map<string, number>();
  const steps = new Map(allSteps(pipeline).map((step) => [nativeName(site, pipeline, step), step]));
  const world = await scaledWorld(dir, factor, (crawler) => {
    const { name } = steps.get(crawler) ?? { name: '' };
    const attempt = (crawls.get(name) ?? 0) + 1;
    crawls.set(name, attempt);
    return script(name, attempt);
  });
  try {
    for (const step of allSteps(pipeline)) await prepare(world, step);
    writePlan(world.plan, allSteps(pipeline).map(({ name }) => name), script, (step, attempt) => one.outputsOf(step, attempt).right);
    const { runner, compiled } = await deployed(world.url, targets.glue, pipeline, () => jobText);
    const id = newRunId(Date.now(), Math.random);
    const { values } = resolveParams(pipeline.params, [{ name: 'run', values: one.given }], { id, date });
    await runner.start({ id, date, params: values });
    const helpers = compiled.helpers.map(({ kind }) => kind);
    const first = interpret(pipeline, script, FIRST_RUN);
    const differences = [...differ(first, observe(await ended(runner, id), 0, 1))];
    if (referenceRun(first).outcome === 'succeeded' || differences.length > 0) return { differences, helpers, resumed: 0 };
    const plan = await runner.plan(id);
    if ('refused' in plan) return { differences: [`The resume is refused: ${plan.refused}`], helpers, resumed: 0 };
    await runner.resume(plan);
    const second = interpret(pipeline, script, { ...FIRST_RUN, ...resumeOf(pipeline, first) });
    differences.push(...differ(second, observe(await ended(runner, id), 0, 2)).map((difference) => `resumed (${plan.means}): ${difference}`));
    return { differences, helpers, resumed: 1 };
  } finally {
    await world.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What is there before a deploy: jobs and crawlers that steps use, and the topic of notices. */
async function prepare({ host, url }: ScaledWorld, step: Step): Promise<void> {
  if (step.kind === 'glueJob' && 'use' in step.with) {
    await fetch(`${url}/live`, { method: 'PUT' });
    await fetch(`${url}/live/job.py`, { method: 'PUT', body: jobText });
    await host.call('glue', 'CreateJob', { Name: step.with.use, Role: 'arn:aws:iam::000000000000:role/live', Command: { Name: 'pythonshell', PythonVersion: '3.9', ScriptLocation: 's3://live/job.py' }, ExecutionProperty: { MaxConcurrentRuns: 10 } });
  }
  if (step.kind === 'crawler' && 'use' in step.with) await host.call('glue', 'CreateCrawler', { Name: step.with.use, Role: 'arn:aws:iam::000000000000:role/live', DatabaseName: 'sales', Targets: { S3Targets: [{ Path: 's3://live/x/' }] } });
  if (step.kind === 'sns') await host.call('sns', 'CreateTopic', { Name: step.with.topic });
}

const cases = playableCases(seed);
const kinds = new Map<string, number>();
const differing: string[] = [];
let [played, resumes] = [0, 0];
async function worker(): Promise<void> {
  for (; played < count;) {
    played += 1;
    const { value: one } = cases.next();
    const { differences, helpers, resumed } = await play(one).catch((error: unknown) => ({ differences: [String(error)], helpers: [], resumed: 0 }));
    resumes += resumed;
    for (const kind of [...allSteps(one.pipeline).map((step) => step.kind), ...helpers]) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    process.stderr.write(`seed ${one.seed}: ${differences.length === 0 ? 'as the reference' : differences.join(' ')}\n`);
    if (differences.length > 0) differing.push(`seed ${one.seed}: ${differences.join(' ')}`);
  }
}
const from = performance.now();
await Promise.all(Array.from({ length: sideBySide }, worker));
const told = [...kinds].sort().map(([kind, times]) => `${kind} ${times}`).join(', ');
report([{
  figure: `${played} random pipelines with the real Python under the served embedded AWS, a Glue minute in a second (${told}), ${resumes} failed runs resumed: ${differing.length} end otherwise than the reference; ${((performance.now() - from) / 1000).toFixed(0)} s (once)${differing[0] === undefined ? '' : `; first: ${differing[0].slice(0, 400)}`}`,
  holds: differing.length === 0 && played >= count,
}]);
