import type { Pipeline } from './model.ts';
import type { Position, Problem } from './problem.ts';
import { isPipelineDraft, type PipelineDraft } from './build/define.ts';
import { isMapping } from './author/fields.ts';
import { normalisedOrigins, normalisedPointer } from './author/pointers.ts';
import { readPipeline, stepKeys } from './author/read-pipeline.ts';
import { reportIssues, type Finding } from './author/report.ts';
import { withOutputDependencies } from './author/output-dependencies.ts';
import { checkPipeline } from './rules/index.ts';
import { sortProblems } from './rules/sort.ts';
import { pipelineSchema } from './schema/model.ts';
import { positionOf } from './util/pointer.ts';

/** What loading gives. `pipeline` is null when a problem is an error; `origins` tells where each JSON pointer of it was written. */
export interface Loaded {
  readonly pipeline: Pipeline | null;
  readonly origins: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
}

/**
 * Reads a pipeline from JSON: the author's form, or the normalised form (which says `schemaVersion: 1`). Form and model rules are
 * checked together, so that every mistake is told at once. Never throws.
 *
 * @param origins where each pointer of `json` was written, if known
 */
export function parsePipeline(json: unknown, origins: ReadonlyMap<string, Position> = new Map()): Loaded {
  return parse(json, origins, []);
}

/** Reads what `definePipeline` returned: as `parsePipeline`, with the positions and problems that the builders noted. */
export function parseDraft(draft: PipelineDraft): Loaded {
  return parse(draft.json, draft.origins, draft.problems);
}

/** Reads a draft, or JSON. */
export function parseAny(value: unknown): Loaded {
  return isPipelineDraft(value) ? parseDraft(value) : parsePipeline(value);
}

function parse(json: unknown, origins: ReadonlyMap<string, Position>, noted: readonly Problem[]): Loaded {
  const keys = stepKeys(json);
  const indexes = keys === null ? null : new Map(keys.map((name, index) => [name, index]));
  const findings: Finding[] = [];
  const read = isNormalised(json) ? readNormalised(json, findings) : readPipeline(json, (finding) => findings.push(finding));
  const complete = read === null ? null : withOutputDependencies(read);
  const places = normalisedOrigins(origins, indexes);
  for (const [dependency, argument] of complete?.because ?? []) {
    const at = positionOf(places, argument);
    if (at !== null) places.set(dependency, at);
  }
  const placed = (finding: Finding & { readonly at?: Position | null }): Problem => {
    const pointer = normalisedPointer(finding.pointer, indexes);
    return { severity: 'error', ...finding, pointer, at: finding.at ?? positionOf(places, pointer) };
  };
  const problems = [...noted, ...findings.filter((finding) => !isHole(finding, noted))].map(placed);
  if (complete !== null) problems.push(...withoutEchoes(checkPipeline(complete.pipeline, places), problems));
  const sorted = sortProblems(problems);
  const pipeline = sorted.some(({ severity }) => severity === 'error') ? null : (complete?.pipeline ?? null);
  return { pipeline, origins: places, problems: sorted };
}

// Where the builders refused a value they left null, which is of no right form either.
function isHole({ code, pointer }: Finding, noted: readonly Problem[]): boolean {
  return code === 'MR1012' && noted.some((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`));
}

// A value that its form already refused was replaced: what the rules say of the same place is about the replacement.
function withoutEchoes(problems: readonly Problem[], told: readonly Problem[]): Problem[] {
  const places = new Set(told.filter(({ code }) => code !== 'MR1010').map(({ pointer }) => pointer));
  // Nor are defaults told that stand in for what was refused.
  return problems.filter(({ pointer, severity }) => !places.has(pointer) && (severity !== 'info' || told.length === 0));
}

function isNormalised(json: unknown): boolean {
  return isMapping(json) && json['schemaVersion'] === 1;
}

function readNormalised(json: unknown, findings: Finding[]): Pipeline | null {
  const read = pipelineSchema.safeParse(json);
  if (!read.success) {
    reportIssues(read.error.issues, json, '', 'the pipeline', (finding) => findings.push(finding));
    return null;
  }
  return read.data;
}
