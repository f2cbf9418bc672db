import { sha256, type Pipeline, type Sources } from '@millrace/core';

/** Stub texts for the scripts that a generated pipeline names, as `Target.compile` wants them. */
export function sourcesOf(pipeline: Pipeline): Sources {
  const all = [...pipeline.steps, pipeline.onFailure, pipeline.finally];
  const paths = all.flatMap((step) => (step?.kind === 'glueJob' && 'script' in step.with ? [step.with.script] : []));
  return new Map(paths.map((path) => {
    const text = `print(${JSON.stringify(path)})\n`;
    return [path, { text, sha256: sha256(text) }];
  }));
}
