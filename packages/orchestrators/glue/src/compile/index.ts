import { ledgerProblems, usedRows, type Compiled, type CompileOptions, type Pipeline, type Problem, type Resource, type Site, type Sources } from '@millrace/core';
import { environmentProblems, missingScripts, nativeName, OWNER_TAG, physical, scriptResources } from '@millrace/workload';
import { rows } from '../capabilities.ts';
import { featuresOf } from '../features.ts';
import { kinds, nodeOf } from '../kinds/index.ts';
import type { Context } from '../kinds/context.ts';
import type { Node } from '../kinds/node.ts';
import { layoutUses, limitProblems, nameProblems, twiceUses } from './findings.ts';
import { layOut, type Layout } from './layout.ts';
import { triggerResources } from './triggers.ts';
import { workflowResource } from './workflow.ts';

/**
 * Compiles a pipeline to one Glue workflow with its triggers, jobs, crawlers and scripts. Pure, byte-stable, linear.
 * All problems come back at once; with an error among them there are no resources.
 *
 * @example
 * compile(pipeline, site, sources).resources.map(({ name }) => name)
 * @see https://docs.aws.amazon.com/glue/latest/dg/workflows_overview.html
 */
export function compile(pipeline: Pipeline, site: Site, sources: Sources, options: CompileOptions = { limits: 'refuse' }): Compiled {
  const layout = layOut(pipeline.steps);
  const uses = [...featuresOf(pipeline), ...layoutUses(pipeline, layout), ...twiceUses(pipeline, (step) => nativeName(site, pipeline, step))];
  const found = [...ledgerProblems(rows, uses), ...environmentProblems(pipeline, site), ...missingScripts(pipeline, sources)];
  const used = usedRows(rows, uses);
  if (found.some(isError)) return { resources: [], helpers: [], delays: layout.delays, used, problems: found, nodes: {} };

  const nodes = buildNodes({ pipeline, site, sources });
  const resources = allResources({ pipeline, site, sources }, layout, nodes);
  const triggers = resources.filter(({ type }) => type === 'AWS::Glue::Trigger').length;
  const problems = [
    ...found,
    ...nameProblems({ pipeline, site, sources }, layout, nodes),
    ...limitProblems(layout, nodes, triggers, options.limits === 'refuse' ? 'error' : 'warning'),
  ];
  return {
    resources: problems.some(isError) ? [] : resources,
    helpers: [],
    delays: layout.delays,
    used,
    problems,
    nodes: Object.fromEntries([...nodes].map(([step, { name }]) => [step, [name]])),
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

function buildNodes(context: Context): ReadonlyMap<string, Node> {
  const table = kinds(context);
  return new Map(context.pipeline.steps.flatMap((step) => {
    const node = nodeOf(step, table);
    // A rejected kind is an error above, so nothing is left out here.
    return 'support' in node ? [] : [[step.name, node] as const];
  }));
}

function allResources({ pipeline, site, sources }: Context, layout: Layout, nodes: ReadonlyMap<string, Node>): readonly Resource[] {
  const names = physical(site, pipeline);
  return [
    ...scriptResources(pipeline, site, sources, { bootstrap: true }),
    ...[...nodes.values()].flatMap(({ resources }) => resources),
    workflowResource(pipeline, site),
    ...triggerResources(layout, nodes, { workflow: names.workflow, tags: { [OWNER_TAG]: names.owner }, nameOf: (step, n) => names.trigger(step, n) }),
  ];
}
