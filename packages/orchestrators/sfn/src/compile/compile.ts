import { decompose, featuresOf, ledgerProblems, topologicalOrder, usedRows, type CompileOptions, type Compiled, type Decomposition, type FeatureUse, type Pipeline, type Problem, type Site, type Sources, type SpTree, type Step } from '@millrace/core';
import { environmentProblems, missingScripts } from '@millrace/workload';
import { rows, type Feature } from '../capabilities.ts';
import { bodyStates } from './body.ts';
import { addedDelays } from './delays.ts';
import { endStates } from './end.ts';
import { HALT, haltStates, needsHalt } from './halt.ts';
import { leftAutomations, longArguments, longNumbers, nameProblem, streamNotes } from './findings.ts';
import { limitProblems } from './limits.ts';
import { plainSteps } from './plain.ts';
import { certainOf } from './ready.ts';
import { resourcesOf } from './resources.ts';
import { startStates } from './start.ts';
import { machineOf, type Fields } from './states.ts';

/** Pipeline to state machine and what it starts. Pure and byte-stable. */
export function compile(pipeline: Pipeline, site: Site, sources: Sources, options: CompileOptions = { limits: 'refuse' }): Compiled {
  const uses: readonly FeatureUse<Feature>[] = featuresOf(pipeline);
  const before = [...ledgerProblems(rows, uses), ...environmentProblems(pipeline, site), ...longNumbers(pipeline, site), ...nameProblem(pipeline, site), ...missingScripts(pipeline, sources), ...streamNotes(pipeline), ...leftAutomations(pipeline), ...longArguments(pipeline)];
  if (before.some(isError)) return { resources: [], helpers: [], delays: [], used: usedRows(rows, uses), problems: before, nodes: {} };
  const { tree, added } = decomposition(pipeline.steps);
  const nodes = new Map<string, readonly string[]>();
  const definition = definitionOf(pipeline, site, tree, nodes);
  const late = [...(added.length > 0 ? [{ feature: 'graph.notSeriesParallel', step: null, pointer: '/steps' } as const] : []), ...abortedCalls(pipeline, tree)];
  const problems = [...before, ...ledgerProblems(rows, late), ...limitProblems(pipeline, definition, options.limits === 'refuse' ? 'error' : 'warning')];
  return {
    resources: problems.some(isError) ? [] : resourcesOf(pipeline, site, sources, definition),
    helpers: [],
    delays: addedDelays(pipeline.steps, tree),
    used: usedRows(rows, [...uses, ...late]),
    problems,
    nodes: Object.fromEntries(nodes),
  };
}

const isError = (problem: Problem): boolean => problem.severity === 'error';

/** The whole definition, as Step Functions takes it. `nodes` takes the names of the states of each step. */
export function definitionOf(pipeline: Pipeline, site: Site, tree: SpTree, nodes: Map<string, readonly string[]>): Fields {
  const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
  const beside = [...insideParallels(tree, false)].flatMap((name) => steps.get(name) ?? []);
  // Where all that may run side by side is optional, nothing stops the run while something does.
  const halting = pipeline.failurePolicy === 'stop' && beside.some((step) => !step.optional) && needsHalt(beside, pipeline);
  const plain = plainSteps(pipeline, halting);
  const end = endStates(pipeline, site, nodes, plain);
  const body = bodyStates(tree, {
    pipeline, site, steps, nodes, plain,
    taken: new Set<string>(),
    certain: certainOf(topologicalOrder(pipeline.steps), pipeline.failurePolicy),
    end: end.entry,
    halt: pipeline.failurePolicy === 'continue' ? null : halting ? HALT : end.entry,
  });
  const halt = halting ? haltStates(beside, pipeline, site, end.entry) : [];
  const start = startStates(pipeline, site, body.entry);
  return {
    Comment: `Pipeline '${pipeline.name}', made by Millrace.`,
    QueryLanguage: 'JSONata',
    ...machineOf([...start.keys()][0] ?? 'Start', new Map([...start, ...body.states, ...halt, ...end.states])),
  };
}

/** Steps that an early stop may find running. */
function* insideParallels(tree: SpTree, inside: boolean): Generator<string> {
  if ('step' in tree) {
    if (inside) yield tree.step;
  } else for (const part of 'series' in tree ? tree.series : tree.parallel) yield* insideParallels(part, inside || 'parallel' in tree);
}

/** Functions and messages that an early stop may find under way: their answers are lost. */
function abortedCalls({ steps, failurePolicy }: Pipeline, tree: SpTree): readonly FeatureUse<Feature>[] {
  if (failurePolicy !== 'stop') return [];
  const beside = new Set(insideParallels(tree, false));
  return steps.flatMap(({ name, kind }, index): readonly FeatureUse<Feature>[] => ((kind === 'lambda' || kind === 'sns') && beside.has(name) ? [{ feature: 'call.aborted', step: name, pointer: `/steps/${index}` }] : []));
}

/** The steps as nested forks and joins over the dependencies of every word. */
export function decomposition(steps: readonly Step[]): Decomposition {
  return decompose(steps.map((step) => step.name), steps.flatMap((step) => step.after.map((dependency) => [dependency.step, step.name] as const)));
}
