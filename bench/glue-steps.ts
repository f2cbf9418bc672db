// What a run on the embedded AWS costs a step beyond the step's own process: no-op Python shell jobs of a Glue workflow, one after the other
// and side by side, beside the same processes started bare.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../packages/local/src/index.ts';
import { plainPipeline, type PlainStep } from '@millrace/testkit';
import { deployed, ended, startRun, targets } from '../tests/clients/served.ts';
import { python } from '../tools/python.ts';
import { median, report, type Result } from './measure.ts';

type Shape = 'chain' | 'fan';
const script = 'pass\n';

function stepsOf(shape: Shape, count: number): Readonly<Record<string, PlainStep>> {
  const after = (index: number): readonly string[] => (index === 0 ? [] : [shape === 'chain' ? `s${index - 1}` : 's0']);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { after: after(index) }]));
}

/** Seconds of one run, deploy left out. */
async function ours(shape: Shape, count: number, dir: string): Promise<number> {
  const server = await startServer({ dir: join(dir, `${shape}-${count}-${performance.now()}`), port: 0, python, env: process.env });
  try {
    const pipeline = plainPipeline(`bench-${shape}`, stepsOf(shape, count));
    const { runner } = await deployed(server.url, targets.glue, pipeline, () => script);
    const from = performance.now();
    const seen = await ended(runner, await startRun(runner, pipeline));
    const took = performance.now() - from;
    if (seen.state !== 'succeeded') throw new Error(`the run of ${count} steps ended ${seen.state}`);
    return took / 1000;
  } finally {
    await server.close();
  }
}

/** Seconds of the same processes alone: each starts Python and imports what a bootstrap imports, so that what is left is Millrace's. */
async function bare(shape: Shape, count: number, dir: string): Promise<number> {
  const file = join(dir, 'bare.py');
  writeFileSync(file, `import boto3\nboto3.client("s3")\nboto3.client("glue")\n${script}`);
  const one = (): Promise<void> => new Promise((resolve, reject) => {
    const child = spawn(python, [file], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', AWS_DEFAULT_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' } });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`bare.py ended with ${code ?? 'a signal'}`))));
  });
  const from = performance.now();
  if (shape === 'fan') await Promise.all([one(), Promise.all(Array.from({ length: count - 1 }, one))]);
  else for (let index = 0; index < count; index += 1) await one();
  return (performance.now() - from) / 1000;
}

interface Point {
  readonly ours: number;
  readonly bare: number;
  readonly times: number;
}

/** Medians of 3, or one of each where a run takes over half a minute. */
async function measure(shape: Shape, count: number, dir: string): Promise<Point> {
  const found: Point[] = [];
  for (const times of [1, 2, 3]) {
    const point = { bare: await bare(shape, count, dir), ours: await ours(shape, count, dir), times };
    found.push(point);
    if (point.ours > 30) break;
  }
  const middle = (of: (point: Point) => number): number => median(found.map(of).sort((a, b) => a - b));
  return { ours: middle(({ ours: one }) => one), bare: middle(({ bare: one }) => one), times: found.length };
}

const sizes = process.argv.slice(2).map(Number);
const chains = sizes.length > 0 ? sizes : [10, 20, 100];
const dir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
const results: Result[] = [];
const over = ({ ours: all, bare: floor }: Point): number => all - floor;
const told = (count: number, point: Point): string => `${count}: ${point.ours.toFixed(2)} s, bare ${point.bare.toFixed(2)} s, ${((over(point) / count) * 1000).toFixed(0)} ms a step more (${point.times === 1 ? 'once' : `median of ${point.times}`})`;
try {
  const points = new Map<number, Point>();
  for (const count of chains) points.set(count, await measure('chain', count, dir));
  const together = sizes.length > 0 ? Math.max(...sizes) : 101;
  const side = await measure('fan', together, dir);
  const [least, most] = [points.get(chains[0] ?? 0), points.get(chains.at(-1) ?? 0)];
  const growth = least === undefined || most === undefined ? Number.NaN : over(most) / (chains.at(-1) ?? 1) / (over(least) / (chains[0] ?? 1));
  results.push({
    figure: `chains of no-op steps as real processes: ${[...points].map(([count, point]) => told(count, point)).join('; ')}: a step costs ${growth.toFixed(2)} times as much in the longest as in the shortest (aim: linear, at most 1.5)`,
    holds: growth <= 1.5,
  });
  const twenty = points.get(20);
  results.push(twenty === undefined ? { figure: 'not asked', holds: null } : { figure: `20 steps: ${over(twenty).toFixed(2)} s beside the bare processes (aim: under 2 s)`, holds: over(twenty) < 2 });
  results.push({ figure: `${together - 1} at once behind one step: ${told(together, side)} (aim: under 2 s more)`, holds: over(side) < 2 });
} finally {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
report(results);
