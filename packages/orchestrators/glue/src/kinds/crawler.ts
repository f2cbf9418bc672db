import type { StepOf } from '@millrace/core';
import { crawlerResource, nativeName } from '@millrace/workload';
import type { Context } from './context.ts';
import type { Node } from './node.ts';

/** A crawler node: Glue alone runs the crawl. */
export function crawlerNode(step: StepOf<'crawler'>, { pipeline, site }: Context): Node {
  const name = nativeName(site, pipeline, step);
  return { type: 'crawler', name, action: { CrawlerName: name }, resources: 'use' in step.with ? [] : [crawlerResource(step, site, pipeline)] };
}
