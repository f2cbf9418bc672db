import type { Pipeline, Source, Sources } from '@millrace/core';
import { sha256 } from '@millrace/core';
import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** Reads the scripts that the steps name, relative to the pipeline file. One that cannot be read is left out: the check tells of it. */
export function readSources(pipeline: Pipeline, folder: string): Sources {
  const sources = new Map<string, Source>();
  const steps = [...pipeline.steps, ...[pipeline.onFailure, pipeline.finally].filter((step) => step !== null)];
  for (const step of steps) {
    if (step.kind !== 'glueJob' || 'use' in step.with || sources.has(step.with.script)) continue;
    try {
      const text = readFileSync(realpathSync(resolve(folder, step.with.script)), 'utf8');
      sources.set(step.with.script, { text, sha256: sha256(text) });
    } catch {
      continue;
    }
  }
  return sources;
}
