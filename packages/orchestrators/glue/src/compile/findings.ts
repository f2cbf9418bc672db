import type { Pipeline, Problem } from '@millrace/core';
import { limitCodes } from '../catalogue.ts';
import { stateCount, type Node } from '../kinds/node.ts';
import { isStream, physical } from '@millrace/workload';
import type { Context } from '../kinds/context.ts';
import { LIMITS } from '../limits.ts';
import type { Group, Layout } from './layout.ts';

/** One trigger for each combination of the states that are waited for. */
const triggerCount = ({ waits }: Group, nodes: ReadonlyMap<string, Node>): number =>
  waits.reduce((count, { node, on }) => count * stateCount(nodes.get(node)?.type ?? 'job', on), 1);

/** What exceeds what AWS recommends. */
export function limitProblems(nodes: ReadonlyMap<string, Node>, triggers: number): readonly Problem[] {
  if (nodes.size + triggers <= LIMITS.recommendedNodes) return [];
  return [{
    code: limitCodes.nodes, severity: 'warning', pointer: '/steps', at: null, hint: 'Split the pipeline, or deploy it to Step Functions.',
    message: `The workflow has ${nodes.size} jobs and crawlers and ${triggers} triggers; AWS recommends at most ${LIMITS.recommendedNodes} in all, else stopping and resuming may fail.`,
  }];
}

/** A deploy leaves a live stream alone: when it may end is for people to say. */
export function streamProblems({ steps }: Pipeline): readonly Problem[] {
  return steps.flatMap((step, index): readonly Problem[] => (isStream(step) ? [{
    code: limitCodes.stream, severity: 'info', pointer: `/steps/${index}/with`, at: null,
    message: `Step '${step.name}' is a stream: a deploy does not restart it while it runs, and a run that finds it running leaves it as it is.`,
    hint: 'Stop its live job run after a deploy that changes it; the next run starts it anew.',
  }] : []));
}

/** Names that Glue would refuse for their length: one finding for the pipeline where its own name is to blame, else one for each step. */
export function nameProblems({ pipeline, site }: Context, layout: Layout, nodes: ReadonlyMap<string, Node>): readonly Problem[] {
  const names = physical(site, pipeline);
  const hint = `Shorten the environment's prefix '${site.prefix}', or the name of the pipeline or step.`;
  const whole = [names.trigger(null, 0), names.closer, names.opener].flatMap((name) => tooLong(name, '/name', hint)).slice(0, 1);
  if (whole.length > 0) return whole;
  const made = new Map<string, string[]>();
  const note = (step: string, name: string): void => void (made.get(step) ?? made.set(step, []).get(step))?.push(name);
  for (const group of layout.groups) {
    const [first] = group.nodes;
    if (first !== undefined) note(stepOf(first), names.trigger(first, triggerCount(group, nodes)));
  }
  for (const [node, { name }] of nodes) note(stepOf(node), name);
  return pointersOf(pipeline).flatMap(([step, pointer, use]) => {
    const own = (made.get(step) ?? []).filter((name) => name !== use).toSorted((a, b) => b.length - a.length).slice(0, 1);
    return [...(use === null ? [] : tooLong(use, `${pointer}/with/use`, 'No job or crawler can have this name: correct it.')), ...own.flatMap((name) => tooLong(name, `${pointer}/name`, hint))];
  });
}

/** The step that a node serves: labels of gates end with an underscore and a word. */
const stepOf = (node: string): string => node.replace(/_.*$/, '');

const pointersOf = ({ steps, onFailure, finally: last }: Pipeline): readonly (readonly [step: string, pointer: string, use: string | null])[] => {
  const entry = (step: Pipeline['steps'][number], pointer: string): readonly [string, string, string | null] => [step.name, pointer, 'use' in step.with && step.kind !== 'lambda' ? step.with.use : null];
  return [...steps.map((step, index) => entry(step, `/steps/${index}`)), ...(onFailure === null ? [] : [entry(onFailure, '/onFailure')]), ...(last === null ? [] : [entry(last, '/finally')])];
};

function tooLong(name: string, pointer: string, hint: string): readonly Problem[] {
  if (name.length <= LIMITS.name) return [];
  return [{ code: limitCodes.name, severity: 'error', message: `The name '${name}' has ${name.length} characters; Glue allows ${LIMITS.name}.`, pointer, at: null, hint }];
}
