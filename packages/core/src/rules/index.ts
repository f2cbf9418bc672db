import type { Pipeline } from '../model.ts';
import type { Position, Problem } from '../problem.ts';
import { positionOf } from '../util/pointer.ts';
import { dashedValues } from './dashes.ts';
import { crawlerSettings } from './crawler-settings.ts';
import { circles, dependencies, finishedMaySkip, handlerDependencies } from './graph.ts';
import { jobSettings } from './job-settings.ts';
import { defaultTimeouts, retries, timeouts, waits } from './limits.ts';
import { argumentNames, names, uniqueNames } from './names.ts';
import { notEmpty, params, starts, timezone } from './pipeline.ts';
import { outputs, references } from './references.ts';
import { subjectOf, type Rule } from './rule.ts';
import { prerequisites, services } from './services.ts';
import { sortProblems } from './sort.ts';

const RULES: readonly Rule[] = [
  names, uniqueNames, argumentNames, dashedValues, dependencies, handlerDependencies, circles, finishedMaySkip, references, outputs,
  timeouts, retries, waits, defaultTimeouts, timezone, notEmpty, params, starts,
  jobSettings, crawlerSettings, services, prerequisites,
];

/**
 * Everything that the model's rules find in a pipeline of the right form, in the order of the file: errors, warnings and
 * defaults that were filled in (info). The codes are in `coreCatalogue` and `paramsCatalogue`.
 *
 * @param origins where each pointer was written; a pointer without a place takes that of what is around it
 */
export function checkPipeline(pipeline: Pipeline, origins: ReadonlyMap<string, Position> = new Map()): Problem[] {
  const subject = subjectOf(pipeline);
  const findings = RULES.flatMap((rule) => rule(subject));
  return sortProblems(findings.map(({ severity = 'error', ...finding }) => ({ ...finding, severity, at: positionOf(origins, finding.pointer) })));
}
