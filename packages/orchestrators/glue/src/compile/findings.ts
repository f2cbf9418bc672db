import type { Pipeline, Problem } from '@millrace/core';
import { limitCodes } from '../catalogue.ts';
import type { Node } from '../kinds/node.ts';
import { stateCount } from '../kinds/node.ts';
import type { Use } from '../features.ts';
import { physical } from '@millrace/workload';
import type { Context } from '../kinds/context.ts';
import { LIMITS } from '../limits.ts';
import type { Group, Layout } from './layout.ts';

/** Features that only show when triggers are laid out: products of states, and more first steps than one trigger starts. */
export function layoutUses(pipeline: Pipeline, layout: Layout): readonly Use[] {
  const kindOf = new Map(pipeline.steps.map((step) => [step.name, step.kind === 'crawler' ? 'crawler' : 'job'] as const));
  const indexOf = new Map(pipeline.steps.map(({ name }, index) => [name, index]));
  const at = (step: string, below: string): string => `/steps/${indexOf.get(step) ?? 0}${below}`;
  const products = layout.groups
    .filter((group) => triggerCount(group, (step) => kindOf.get(step)) > LIMITS.triggersPerStep)
    .flatMap(({ steps }) => steps.map(({ name }): Use => ({ feature: 'join.product', step: name, pointer: at(name, '/after') })));
  const delays = layout.delays.map(({ step }): Use => ({ feature: 'start.manyRoots', step, pointer: at(step, '') }));
  const stuck = layout.stuck.map(({ name }): Use => ({ feature: 'retry.watched', step: name, pointer: at(name, '') }));
  return [...products, ...delays, ...stuck];
}

/** One trigger for each combination of the states that are waited for. */
const triggerCount = ({ waits }: Group, typeOf: (step: string) => Node['type'] | undefined): number =>
  waits.reduce((count, { step, on }) => count * stateCount(typeOf(step) ?? 'job', on), 1);

/** Steps whose job or crawler another step has already. */
export function twiceUses(pipeline: Pipeline, nameOf: (step: Pipeline['steps'][number]) => string): readonly Use[] {
  const seen = new Set<string>();
  return pipeline.steps.flatMap((step, index): Use[] => {
    const key = `${step.kind} ${nameOf(step)}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ feature: 'node.twice', step: step.name, pointer: `/steps/${index}/with` }];
  });
}

/** What exceeds the service. `severity` is what a finding beyond a hard limit is: an error, or a warning where limits are only reported. */
export function limitProblems(layout: Layout, nodes: ReadonlyMap<string, Node>, triggers: number, severity: 'error' | 'warning'): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, level: Problem['severity'], message: string, hint: string): void => void problems.push({ code, severity: level, message, pointer: '/steps', at: null, hint });
  for (const { steps, waits } of layout.groups) {
    if (waits.length > LIMITS.conditions) add(limitCodes.conditions, severity, `Step '${steps[0]?.name ?? ''}' waits for ${waits.length} steps; a Glue trigger holds at most ${LIMITS.conditions} conditions.`, 'Put steps in between that join some of them.');
  }
  const size = nodes.size + triggers;
  if (size > LIMITS.recommendedNodes) add(limitCodes.nodes, 'warning', `The workflow has ${nodes.size} jobs and crawlers and ${triggers} triggers; AWS recommends at most ${LIMITS.recommendedNodes} in all, else stopping and resuming may fail.`, 'Split the pipeline, or deploy it to Step Functions.');
  return problems;
}

/** Names that Glue would refuse for their length: one finding for the pipeline where its own name is to blame, else one for each step. */
export function nameProblems({ pipeline, site }: Context, layout: Layout, nodes: ReadonlyMap<string, Node>): readonly Problem[] {
  const names = physical(site, pipeline);
  const hint = `Shorten the environment's prefix '${site.prefix}', or the name of the pipeline or step.`;
  const whole = tooLong(names.trigger(null, 0), '/name', hint);
  if (whole.length > 0) return whole;
  const typeOf = (step: string): Node['type'] | undefined => nodes.get(step)?.type;
  const triggers = new Map(layout.groups.flatMap((group) => group.steps.slice(0, 1).map(({ name }) => [name, names.trigger(name, triggerCount(group, typeOf))] as const)));
  return pipeline.steps.flatMap((step, index) => {
    const node = nodes.get(step.name)?.name ?? '';
    const used = 'use' in step.with ? tooLong(node, `/steps/${index}/with/use`, 'No job or crawler can have this name: correct it.') : [];
    // The trigger's name holds all of a defined node's, and more.
    const made = triggers.get(step.name) ?? ('use' in step.with ? '' : node);
    return [...used, ...tooLong(made, `/steps/${index}/name`, hint)];
  });
}

function tooLong(name: string, pointer: string, hint: string): readonly Problem[] {
  if (name.length <= LIMITS.name) return [];
  return [{ code: limitCodes.name, severity: 'error', message: `The name '${name}' has ${name.length} characters; Glue allows ${LIMITS.name}.`, pointer, at: null, hint }];
}
