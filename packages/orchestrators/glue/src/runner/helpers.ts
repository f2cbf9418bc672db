import type { HelperRun } from '@millrace/core';
import { outcomeOfJobRun } from '@millrace/workload';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { milliseconds } from './native.ts';

/** The job runs of generated jobs, oldest first. A resumed workflow run shows some of them again: each counts once. */
export function helperRuns({ nodes }: Pick<RunnerContext, 'nodes'>, { served }: Gathered): readonly HelperRun[] {
  const found = new Map<string, HelperRun>();
  for (const node of served.flatMap(({ native }) => native?.Graph?.Nodes ?? [])) {
    if (node.Type !== 'JOB' || !nodes.isHelper(node.Name ?? '')) continue;
    for (const run of node.JobDetails?.JobRuns ?? []) {
      const nativeId = run.Id ?? '';
      if (found.has(nativeId)) continue;
      const state = outcomeOfJobRun(run.JobRunState ?? '') ?? 'running';
      found.set(nativeId, { nativeId, name: node.Name ?? '', start: milliseconds(run.StartedOn) ?? 0, end: state === 'running' ? null : milliseconds(run.CompletedOn), state });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start || (a.nativeId < b.nativeId ? -1 : 1));
}
