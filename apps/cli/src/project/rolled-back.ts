import type { Pipeline, Site } from '@millrace/core';
import type { Change, ChangeSet } from '@millrace/deploy';
import { loadTarget, type At, type TargetName } from './targets.ts';

/** What is said of a change that is no edit, where it is known better than that it came from outside; null where it is not. */
export type Drifted = (change: Change) => string | null;

/** An alias that stands at an earlier version than the last deploy left it at was rolled back, as `millrace rollback` does: says to which. */
export async function rolledBack({ changes }: ChangeSet, pipeline: Pipeline, target: TargetName, { site, at }: { readonly site: Site; readonly at: At }): Promise<Drifted> {
  const alias = changes.find(({ type, fields }) => type === 'AWS::StepFunctions::StateMachineAlias' && fields.some(({ by, from }) => by === 'drift' && Array.isArray(from) && from.length === 1));
  const versions = alias === undefined ? undefined : (await (await loadTarget(target)).connect(at)).versions?.({ pipeline, site });
  const all = (await versions?.list()) ?? [];
  const live = all.find((one) => one.live);
  const earlier = live !== undefined && all.some(({ version }) => version > live.version);
  return (change) => (change === alias && earlier ? `rolled back to version ${live.version}` : null);
}
