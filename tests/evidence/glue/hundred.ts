// A workflow of 100 nodes over HTTP with real processes: deployed, run to a failure, resumed; and what a deploy costs that changes nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@millrace/local';
import { plainPipeline, type PlainStep } from '@millrace/testkit';
import { python } from '../../../tools/python.ts';
import { countCalls, isRead } from '../../clients/counting.ts';
import { deployed, ended, startRun, targets } from '../../clients/served.ts';
import { report } from '../report.ts';

const wanted = 100;
/** Five roots share the start trigger; every other step has a trigger of its own. */
const [roots, count] = [5, 52];
const breaking = 's25';

const dir = mkdtempSync(join(tmpdir(), 'millrace-hundred-'));
const repaired = join(dir, 'repaired');
const script = `
import os, sys
if sys.argv[sys.argv.index("--NAME") + 1] == "${breaking}" and not os.path.exists(sys.argv[sys.argv.index("--REPAIRED") + 1]):
    sys.exit("not repaired")
`;
const stepAt = (index: number): PlainStep => ({ args: { NAME: `s${index}`, REPAIRED: repaired }, after: index < roots ? [] : [`s${index - roots}`] });
const pipeline = plainPipeline('hundred', Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, stepAt(index)])));

const wrong: string[] = [];
const check = (what: string, holds: boolean): void => void (holds || wrong.push(what));
const server = await startServer({ dir: join(dir, 'aws'), port: 0, python, env: process.env });
const counted = await countCalls(server.url);
const from = performance.now();
let [nodes, triggers, again, kept, means] = [0, 0, 0, 0, ''];
let changed: readonly string[] = [];
try {
  const { runner, compiled, changes } = await deployed(counted.url, targets.glue, pipeline, () => script);
  const of = (type: string): number => compiled.resources.filter((resource) => resource.type === `AWS::Glue::${type}`).length;
  triggers = of('Trigger');
  nodes = of('Job') + of('Crawler') + triggers;
  check(`${nodes} nodes instead of ${wanted}`, nodes === wanted);

  counted.calls = [];
  const { length: differing } = (await changes()).changes;
  changed = [...counted.calls];
  check(`a deploy right behind would change ${differing} resources`, differing === 0);

  const id = await startRun(runner, pipeline);
  const failed = await ended(runner, id);
  const states = Object.values(failed.steps).map(({ state }) => state);
  const behind = Math.floor((count - 1 - 25) / roots);
  check(`the run ended ${failed.state} with ${breaking} ${failed.steps[breaking]?.state ?? 'unseen'}`, failed.state === 'failed' && failed.steps[breaking]?.state === 'failed');
  check(`${states.filter((state) => state === 'skipped').length} skipped instead of ${behind}`, states.filter((state) => state === 'skipped').length === behind);

  writeFileSync(repaired, '');
  const plan = await runner.plan(id);
  if ('refused' in plan) wrong.push(`the resume was refused: ${plan.refused}`);
  else {
    [kept, again, means] = [plan.keep.length, count - plan.keep.length, plan.means];
    await runner.resume(plan);
    const resumed = await ended(runner, id);
    check(`the resumed run ended ${resumed.state}: ${Object.entries(resumed.steps).filter(([, { state }]) => state !== 'succeeded').map(([name, { state }]) => `${name} ${state}`).join(', ')}`, resumed.state === 'succeeded');
    check('a step that had succeeded ran again', Object.entries(resumed.steps).every(([name, { attempts }]) => attempts.filter(({ outcome }) => outcome !== null).length === (name === breaking ? 2 : 1)));
  }
} finally {
  await counted.close();
  await server.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
const [reads, writes] = [changed.filter(isRead).length, changed.filter((call) => !isRead(call)).length];
const told = [...new Set(changed)].map((call) => `${call} ${changed.filter((one) => one === call).length}`).join(', ');
report([
  {
    figure: `${nodes} nodes, ${triggers} of them triggers: deployed over HTTP, run (${breaking} fails), resumed ${means}, ${kept} steps kept and ${again} again, in ${((performance.now() - from) / 1000).toFixed(0)} s (once)${wrong.length === 0 ? '' : `; wrong: ${wrong.join('; ')}`}`,
    holds: wrong.length === 0,
  },
  { figure: `a deploy of it that changes nothing: ${reads} reads (aim: at most 8), ${writes} writes (${told})`, holds: reads <= 8 && writes === 0 },
]);
