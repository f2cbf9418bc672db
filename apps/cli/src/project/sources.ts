import type { Pipeline, Problem, Source, Sources } from '@millrace/core';
import { sha256 } from '@millrace/core';
import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

export interface ReadSources {
  readonly sources: Sources;
  /** Scripts that are no UTF-8: what would be deployed is not what the file holds. */
  readonly problems: readonly Problem[];
}

/** Reads the scripts that the steps name, relative to the pipeline file. One that cannot be read is left out: the check tells of it. */
export function readSources(pipeline: Pick<Pipeline, 'steps' | 'onFailure' | 'finally'>, folder: string): ReadSources {
  const sources = new Map<string, Source>();
  const problems: Problem[] = [];
  const steps = [
    ...pipeline.steps.map((step, index) => ({ step, pointer: `/steps/${index}` })),
    ...(pipeline.onFailure === null ? [] : [{ step: pipeline.onFailure, pointer: '/onFailure' }]),
    ...(pipeline.finally === null ? [] : [{ step: pipeline.finally, pointer: '/finally' }]),
  ];
  for (const { step, pointer } of steps) {
    if (step.kind !== 'glueJob' || 'use' in step.with || sources.has(step.with.script)) continue;
    const file = resolve(folder, step.with.script);
    const bytes = readOrNull(file);
    if (bytes === null) continue;
    const text = bytes.toString('utf8');
    const line = badLine(bytes, text);
    if (line !== null) problems.push(notText(step.with.script, file, line, `${pointer}/with/script`));
    sources.set(step.with.script, { text, sha256: sha256(text) });
  }
  return { sources, problems };
}

function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(realpathSync(file));
  } catch {
    return null;
  }
}

/** The line of the first byte that is no UTF-8, or null. What cannot be decoded does not come back when it is encoded again. */
function badLine(bytes: Buffer, text: string): number | null {
  const again = Buffer.from(text, 'utf8');
  if (again.equals(bytes)) return null;
  const at = bytes.findIndex((byte, index) => again[index] !== byte);
  return bytes.subarray(0, at === -1 ? bytes.length : at).reduce((line, byte) => (byte === 10 ? line + 1 : line), 1);
}

function notText(script: string, file: string, line: number, pointer: string): Problem {
  return {
    code: 'MR7103',
    severity: 'error',
    message: `The script '${script}' is not UTF-8: line ${line} holds a byte that is not, and it would not arrive as it is.`,
    pointer,
    at: { file, line, col: 1 },
    hint: 'Save the file as UTF-8, with escapes for bytes that are no text.',
  };
}
