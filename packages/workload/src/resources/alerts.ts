import type { Pipeline, Prop, Resource, Site } from '@millrace/core';
import { OWNER_TAG } from '../constants.ts';
import { allSteps, physical } from '../names/physical.ts';
import { definesCrawler, definesJob } from './defines.ts';
import { fitting } from './roles.ts';

/** Physical names. */
export interface Alerted {
  readonly jobs: readonly string[];
  readonly crawlers: readonly string[];
}

const MOST_NAME = 64;
/** Characters of an event pattern. */
const MOST_PATTERN = 2048;

/**
 * Rules that tell the environment's topic of each job run and crawl that ends badly: once per failed attempt that Glue reports, not once per
 * run. The topic's own policy must let events.amazonaws.com publish.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
 */
export function alertResources(pipeline: Pipeline, site: Site, { jobs, crawlers }: Alerted = usual(pipeline, site)): readonly Resource[] {
  const { alertTopic } = site;
  if (alertTopic === undefined) return [];
  const rule = (kind: string, pattern: Prop, n: number): Resource => {
    const { workflow, owner } = physical(site, pipeline);
    const name = fitting(workflow, `--alert-${kind}-${n}`, MOST_NAME);
    const props = { Name: name, EventPattern: pattern, State: 'ENABLED', Targets: [{ Arn: alertTopic, Id: 'topic' }], Tags: [{ Key: OWNER_TAG, Value: owner }] };
    return { id: `rule.alert.${kind}.${n}`, type: 'AWS::Events::Rule', name, props, after: [], sha256: null, body: null };
  };
  const ofJobs = (names: readonly string[]): Prop => ({ source: ['aws.glue'], 'detail-type': ['Glue Job State Change'], detail: { jobName: names, state: ['FAILED', 'TIMEOUT', 'STOPPED'] } });
  const ofCrawlers = (names: readonly string[]): Prop => ({ source: ['aws.glue'], 'detail-type': ['Glue Crawler State Change'], detail: { crawlerName: names, state: ['Failed'] } });
  return [
    ...patterns(jobs, ofJobs).map((pattern, index) => rule('jobs', pattern, index + 1)),
    ...patterns(crawlers, ofCrawlers).map((pattern, index) => rule('crawlers', pattern, index + 1)),
  ];
}

function usual(pipeline: Pipeline, site: Site): Alerted {
  const names = physical(site, pipeline);
  const steps = allSteps(pipeline);
  return { jobs: steps.filter(definesJob).map(({ name }) => names.job(name)), crawlers: steps.filter(definesCrawler).map(({ name }) => names.crawler(name)) };
}

/** As many patterns as the service's limit on their length asks for. */
function patterns(names: readonly string[], of: (names: readonly string[]) => Prop): readonly Prop[] {
  if (names.length === 0) return [];
  const whole = of([...names].sort());
  if (JSON.stringify(whole).length <= MOST_PATTERN || names.length === 1) return [whole];
  const half = Math.ceil(names.length / 2);
  const sorted = [...names].sort();
  return [...patterns(sorted.slice(0, half), of), ...patterns(sorted.slice(half), of)];
}
