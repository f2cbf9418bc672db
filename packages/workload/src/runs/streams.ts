import type { Pipeline, RunSnapshot, Site, StepSnapshot } from '@millrace/core';
import { nativeName } from '../names/physical.ts';
import { isStream } from '../resources/defines.ts';

/** A run that was stopped says of each stream that it has started how to stop that, too: a stream outlives its run. */
export function tellStreams({ pipeline, site }: { readonly pipeline: Pipeline; readonly site: Site }, snapshot: RunSnapshot): RunSnapshot {
  if (snapshot.state !== 'stopped' && snapshot.state !== 'stopping') return snapshot;
  const streams = pipeline.steps.filter((step) => isStream(step) && snapshot.steps[step.name]?.state === 'succeeded');
  const told = streams.flatMap((step): readonly (readonly [string, StepSnapshot])[] => {
    const found = snapshot.steps[step.name];
    const id = found?.attempts.at(-1)?.nativeId;
    if (found === undefined || id === undefined) return [];
    const message = `The stream outlives its run. Where it is to end too: aws glue batch-stop-job-run --job-name ${nativeName(site, pipeline, step)} --job-run-ids ${id}`;
    return [[step.name, { ...found, message }]];
  });
  return told.length === 0 ? snapshot : { ...snapshot, steps: { ...snapshot.steps, ...Object.fromEntries(told) } };
}
