import type { Pipeline, Prop, Resource, Site, Step } from '@millrace/core';
import { OWNER_TAG } from '../constants.ts';
import { physical } from '../names/physical.ts';
import { definesCrawler, type DefinedCrawler } from './defines.ts';
import { given } from './job-settings.ts';
import { roleOf } from './roles.ts';

const UPDATE = { update: 'UPDATE_IN_DATABASE', log: 'LOG' } as const;
const DELETE = { deprecate: 'DEPRECATE_IN_DATABASE', delete: 'DELETE_FROM_DATABASE', log: 'LOG' } as const;
const RECRAWL = { newFolders: 'CRAWL_NEW_FOLDERS_ONLY', events: 'CRAWL_EVENT_MODE' } as const;

/**
 * The crawler of a step, under CloudFormation's property names. Unless its author says otherwise, tables whose data is gone are only marked
 * so, never dropped: a crawl over a prefix that is empty for a moment must not take tables from under their readers.
 *
 * Throws `TypeError` for a step that uses an existing crawler.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-glue-crawler.html
 */
export function crawlerResource(step: Step, site: Site, pipeline: Pipeline): Resource {
  if (!definesCrawler(step)) throw new TypeError(`Step '${step.name}' defines no crawler, so none can be deployed for it.`);
  const names = physical(site, pipeline);
  const { database, settings = {} } = step.with;
  const { schemaChange, recrawl, lineage } = settings;
  return {
    id: `crawler.${step.name}`,
    type: 'AWS::Glue::Crawler',
    name: names.crawler(step.name),
    props: {
      Name: names.crawler(step.name),
      Role: settings.role ?? roleOf(site, 'crawler'),
      ...(database === '' ? {} : { DatabaseName: database }),
      Targets: targetsOf(step.with),
      SchemaChangePolicy: { UpdateBehavior: UPDATE[schemaChange?.update ?? 'update'], DeleteBehavior: DELETE[schemaChange?.delete ?? 'deprecate'] },
      ...given<Prop>({
        Description: settings.description,
        TablePrefix: settings.tablePrefix,
        Classifiers: settings.classifiers,
        // Glue does not answer what is its default.
        RecrawlPolicy: recrawl === undefined || recrawl === 'everything' ? undefined : { RecrawlBehavior: RECRAWL[recrawl] },
        LineageConfiguration: lineage === true ? { CrawlerLineageSettings: 'ENABLE' } : undefined,
        Configuration: settings.configuration,
        CrawlerSecurityConfiguration: settings.securityConfiguration,
      }),
      Tags: { ...settings.tags, [OWNER_TAG]: names.owner },
    },
    after: settings.role === undefined && site.roles.crawler === null ? ['role.crawler'] : [],
    sha256: null,
    body: null,
  };
}

function targetsOf({ s3, targets, settings = {} }: DefinedCrawler['with']): Readonly<Record<string, Prop>> {
  const every = given<Prop>({ Exclusions: settings.exclusions, ConnectionName: settings.connection, SampleSize: settings.sampleSize, EventQueueArn: settings.eventQueue });
  return given<Prop>({
    S3Targets: s3.length === 0 ? undefined : s3.map((path) => ({ Path: path, ...every })),
    JdbcTargets: targets?.jdbc?.map(({ connection, path, exclusions }) => ({ ConnectionName: connection, Path: path, ...given<Prop>({ Exclusions: exclusions }) })),
    DynamoDBTargets: targets?.dynamoDb?.map((table) => ({ Path: table })),
    CatalogTargets: targets?.catalogTables?.map(({ database, tables }) => ({ DatabaseName: database, Tables: tables })),
  });
}
