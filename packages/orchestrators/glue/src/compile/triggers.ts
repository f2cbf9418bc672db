import type { Prop, Resource } from '@millrace/core';
import { conditionsOf, type Node } from '../kinds/node.ts';
import type { Group, Layout } from './layout.ts';
import { compareText } from './required.ts';

/** What every trigger of a workflow shares. */
export interface TriggerSite {
  readonly workflow: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Type and settings of the start trigger. */
  readonly start: Fields;
  nameOf(node: string | null, n: number): string;
}
type Nodes = ReadonlyMap<string, Node>;
type Fields = Readonly<Record<string, Prop>>;

/** The start trigger, then those of every group, one for each combination of states. */
export function triggerResources(layout: Layout, nodes: Nodes, site: TriggerSite): readonly Resource[] {
  const start = trigger(site, 'start', site.nameOf(null, 0), { ...site.start, Actions: actionsOf(layout.start, nodes) }, needed(layout.start, nodes));
  return [start, ...layout.groups.flatMap((group) => groupTriggers(group, nodes, site))];
}

function groupTriggers(group: Group, nodes: Nodes, site: TriggerSite): readonly Resource[] {
  const [first] = group.nodes;
  if (first === undefined) return [];
  const after = needed([...group.nodes, ...group.waits.map(({ node }) => node)], nodes);
  const actions = actionsOf(group.nodes, nodes);
  return combinations(group, nodes).map((conditions, index) =>
    trigger(site, `${first}.${index + 1}`, site.nameOf(first, index + 1), {
      Type: 'CONDITIONAL',
      Predicate: { Logical: 'AND', Conditions: [...conditions].sort(byName) },
      Actions: actions,
      StartOnCreation: true,
      State: 'ACTIVATED',
    }, after));
}

function trigger(site: TriggerSite, id: string, name: string, props: Readonly<Record<string, Prop>>, after: readonly string[]): Resource {
  return { id: `trigger.${id}`, type: 'AWS::Glue::Trigger', name, props: { Name: name, ...props, WorkflowName: site.workflow, Tags: site.tags }, after: ['workflow', ...after], sha256: null, body: null };
}

/** Every way in which all waits can be met, each with one state for each node. */
function combinations(group: Group, nodes: Nodes): readonly (readonly Fields[])[] {
  let found: readonly (readonly Fields[])[] = [[]];
  for (const wait of group.waits) {
    const node = nodes.get(wait.node);
    if (node === undefined) continue;
    const next = conditionsOf(node, wait.on);
    found = found.flatMap((earlier) => next.map((condition) => [...earlier, condition]));
  }
  return found;
}

/** In the order of names, as the provider reads them back: Glue promises no order. */
function actionsOf(started: readonly string[], nodes: Nodes): readonly Fields[] {
  return started.map((node) => nodes.get(node)?.action).filter((action) => action !== undefined).sort(byName);
}

const needed = (names: readonly string[], nodes: Nodes): readonly string[] => [...new Set(names.flatMap((name) => mainResource(nodes.get(name))))];
const mainResource = (node: Node | undefined): readonly string[] =>
  (node?.resources ?? []).filter(({ type, name }) => (type === 'AWS::Glue::Job' || type === 'AWS::Glue::Crawler') && name === node?.name).map(({ id }) => id);

/** The order of actions and of conditions: by job, then by crawler. */
export function byName(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const key = (one: Readonly<Record<string, unknown>>): string => (typeof one['JobName'] === 'string' ? `0${one['JobName']}` : `1${String(one['CrawlerName'])}`);
  return compareText(key(a), key(b));
}
