// From a pipeline to a Step Functions machine at three sizes beside AWS CDK's synth of a machine that runs as many Glue tasks, layer after layer. Each
// figure is the median of three fresh processes, without their start-up. And what a part of it takes, the search for the least harmful waits.
import { decompose, parsePipeline, type Edge } from '@millrace/core';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, report, times } from './measure.ts';
import { installPeer, peers } from './peers.ts';
import { layered } from './pipelines.ts';

const sizes = [100, 1000, 5000] as const;
const one = fileURLToPath(new URL('sfn-compile-one.ts', import.meta.url));

interface Time {
  readonly ms: number;
  readonly processor: number;
  readonly bytes: number;
}

function measure(args: readonly string[], cwd?: string): Time {
  const runs = [1, 2, 3].map(() => {
    // Both scripts print one JSON object of this shape.
    return JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as Time;
  });
  const middle = (of: (time: Time) => number): number => median(runs.map(of).sort((a, b) => a - b));
  return { ms: middle(({ ms }) => ms), processor: middle(({ processor }) => processor), bytes: middle(({ bytes }) => bytes) };
}

const shown = ({ ms, processor, bytes }: Time): string => `${ms.toFixed(0)} ms, ${processor.toFixed(0)} ms of the processor, ${(bytes / 1024).toFixed(0)} KB`;

/** Steps and milliseconds that their order as nested forks and joins may take; the last size is the largest whose barriers are compared. */
const orders = [[50, 50], [100, 150], [900, Infinity]] as const;

/** Milliseconds to find where the waits do least harm, when the code is warm. */
async function order(count: number): Promise<number> {
  const steps = parsePipeline(layered(count)).pipeline?.steps ?? [];
  const edges = steps.flatMap(({ name, after }) => after.map(({ step }): Edge => [step, name]));
  return median(await times(9, () => decompose(steps.map(({ name }) => name), edges)));
}

const orderMs: number[] = [];
for (const [size] of orders) orderMs.push(await order(size));

installPeer('aws-cdk-lib');
const compared = sizes.map((size) => {
  const ours = measure(['--conditions=@millrace/source', one, String(size)]);
  const cdk = measure(['cdk-layers.mjs', String(size)], peers);
  return {
    figure: `${size} steps: check and compile of the pipeline to all its resources, jobs too, in memory ${shown(ours)}; AWS CDK 2.276.0, construction and synth of the machine alone (Task, Retry, Catch a step, one Parallel a layer), written to a folder ${shown(cdk)}: ×${(cdk.processor / ours.processor).toFixed(0)}`,
    holds: ours.processor < cdk.processor,
  };
});
report([
  ...compared,
  {
    figure: `of that, the order as nested forks and joins, in a warm process: ${orders.map(([size], at) => `${size} steps ${(orderMs[at] ?? Number.NaN).toFixed(1)} ms`).join(', ')} (aims: 50 ms at 50, 150 ms at 100)`,
    holds: orders.every(([, most], at) => (orderMs[at] ?? Infinity) < most),
  },
]);
