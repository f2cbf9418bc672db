import { ledgerProblems, usedRows, type Compiled, type CompileOptions, type Pipeline, type Problem, type Resource, type RoleUse, type Site, type Sources } from '@millrace/core';
import { allSteps, environmentProblems, missingScripts, OWNER_TAG, physical, prerequisiteResources, roleResources, scriptResources, startResources, startsByEvents } from '@millrace/workload';
import { rows } from '../capabilities.ts';
import { featuresOf } from '../features.ts';
import type { Context } from '../kinds/context.ts';
import type { Node } from '../kinds/node.ts';
import { behindBridge, jobNode, nativeNode } from '../kinds/own.ts';
import { limitProblems, nameProblems, streamProblems } from './findings.ts';
import { helpersOf, specMore } from './helpers.ts';
import { layOut, type Layout } from './layout.ts';
import { glueRetries } from './places.ts';
import { planOf, type Plan } from './plan.ts';
import { triggerResources } from './triggers.ts';
import { startTrigger, workflowResource } from './workflow.ts';

/**
 * Compiles a pipeline to one Glue workflow with its triggers, jobs, crawlers, generated helper jobs and scripts. Pure, byte-stable, linear.
 * Triggers hold what they can; a helper job is made only where they cannot, and told with the reason.
 * All problems come back at once; with an error among them there are no resources.
 *
 * @example
 * compile(pipeline, site, sources).resources.map(({ name }) => name)
 * @see https://docs.aws.amazon.com/glue/latest/dg/workflows_overview.html
 */
export function compile(pipeline: Pipeline, site: Site, sources: Sources, _options: CompileOptions = { limits: 'refuse' }): Compiled {
  const plan = planOf(pipeline, site);
  const uses = featuresOf(pipeline, plan);
  const found = [...ledgerProblems(rows, uses), ...environmentProblems(pipeline, site), ...missingScripts(pipeline, sources)];
  const used = usedRows(rows, uses);
  if (found.some(isError)) return { resources: [], helpers: [], delays: [], used, problems: found, nodes: {} };

  const context: Context = { pipeline, site, sources };
  const helpers = helpersOf(context, plan);
  const nodes = new Map([...ownNodes(context, plan), ...helpers.nodes]);
  const layout = layOut(plan, (node) => nodes.get(node)?.type === 'crawler');
  const resources = allResources(context, plan, layout, nodes);
  const triggers = resources.filter(({ type }) => type === 'AWS::Glue::Trigger').length;
  const problems = [...found, ...nameProblems(context, layout, nodes), ...limitProblems(nodes, triggers), ...streamProblems(pipeline)];
  return {
    resources: problems.some(isError) ? [] : resources,
    helpers: helpers.printed,
    delays: [],
    used,
    problems,
    nodes: nodesOf(context, plan, nodes),
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** Nodes that are the steps' own jobs and crawlers. */
function ownNodes(context: Context, plan: Plan): readonly (readonly [string, Node])[] {
  return allSteps(context.pipeline).flatMap((step) => {
    const as = plan.places.get(step.name)?.as;
    if (as === 'job') return [[step.name, jobNode(step, context, glueRetries(step, plan.places), specMore(step, context, plan))] as const];
    return as === 'native' ? [[step.name, nativeNode(step, context)] as const] : [];
  });
}

function allResources(context: Context, plan: Plan, layout: Layout, nodes: ReadonlyMap<string, Node>): readonly Resource[] {
  const { pipeline, site, sources } = context;
  const names = physical(site, pipeline);
  const bridged = allSteps(pipeline).filter(({ name }) => plan.places.get(name)?.as === 'bridge');
  const made = [
    ...roleResources(pipeline, site, ...rolesOf(context, nodes, plan)),
    ...prerequisiteResources(pipeline),
    ...scriptResources(pipeline, site, sources, { bootstrap: (step) => step.with.type !== 'scala', spec: (step) => specMore(step, context, plan) }),
    ...[...nodes.values()].flatMap(({ resources }) => resources),
    ...bridged.flatMap((step) => behindBridge(step, context, specMore(step, context, plan))),
    workflowResource(pipeline, site),
    ...triggerResources(layout, nodes, { workflow: names.workflow, tags: { [OWNER_TAG]: names.owner }, start: startTrigger(pipeline), nameOf: (node, n) => names.trigger(node, n) }),
    ...startResources(pipeline, site, { type: 'workflow', name: names.workflow }, alerted(pipeline, nodes)),
  ];
  // All helpers run one program.
  return [...new Map(made.map((resource) => [resource.id, resource])).values()];
}

function rolesOf({ pipeline }: Context, nodes: ReadonlyMap<string, Node>, plan: Plan): readonly RoleUse[] {
  const helps = [...nodes.keys()].some((node) => node.includes('_') || plan.places.get(node)?.as === 'bridge');
  return ['job', 'crawler', ...(helps ? ['helper' as const] : []), ...(startsByEvents(pipeline) ? ['events' as const] : [])];
}

/** Each step once: what its bridge calls ends badly with every attempt. */
function alerted(pipeline: Pipeline, nodes: ReadonlyMap<string, Node>): { readonly jobs: readonly string[]; readonly crawlers: readonly string[] } {
  const own = allSteps(pipeline).flatMap((step) => nodes.get(step.name) ?? []);
  return { jobs: own.filter(({ type }) => type === 'job').map(({ name }) => name), crawlers: own.filter(({ type }) => type === 'crawler').map(({ name }) => name) };
}

/** By step: what stands for it, then the gate that it waits for. */
function nodesOf({ pipeline }: Context, plan: Plan, nodes: ReadonlyMap<string, Node>): Readonly<Record<string, readonly string[]>> {
  const gateOf = new Map(plan.gates.flatMap((gate) => gate.steps.map(({ name }) => [name, gate.label] as const)));
  for (const { handler, label } of plan.closers) if (handler !== null) gateOf.set(pipeline[handler]?.name ?? '', label);
  return Object.fromEntries(allSteps(pipeline).map(({ name }) => [name, [nodes.get(name)?.name, nodes.get(gateOf.get(name) ?? '')?.name].filter((one) => one !== undefined)]));
}
