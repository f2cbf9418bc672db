import type { Pipeline, Resource, Site, Step } from '@millrace/core';
import { OWNER_TAG } from '../constants.ts';
import { physical } from '../names/physical.ts';
import { definesCrawler } from './defines.ts';

/**
 * The crawler of a step, under CloudFormation's property names. Tables whose data is gone are only marked so (never dropped):
 * a crawl over a prefix that is empty for a moment must not take tables from under their readers.
 *
 * Throws `TypeError` for a step that uses an existing crawler.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-glue-crawler.html
 */
export function crawlerResource(step: Step, site: Site, pipeline: Pipeline): Resource {
  if (!definesCrawler(step)) throw new TypeError(`Step '${step.name}' defines no crawler, so none can be deployed for it.`);
  const names = physical(site, pipeline);
  return {
    id: `crawler.${step.name}`,
    type: 'AWS::Glue::Crawler',
    name: names.crawler(step.name),
    props: {
      Name: names.crawler(step.name),
      Role: site.roles.crawler,
      DatabaseName: step.with.database,
      Targets: { S3Targets: step.with.s3.map((path) => ({ Path: path })) },
      SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'DEPRECATE_IN_DATABASE' },
      Tags: { [OWNER_TAG]: names.owner },
    },
    after: [],
    sha256: null,
    body: null,
  };
}
