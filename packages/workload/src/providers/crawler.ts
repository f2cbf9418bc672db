import { partitionOf } from '@millrace/deploy';
import type { Json } from '@millrace/core';
import type { Provider } from '@millrace/deploy';
import type { GlueCalls, Place } from '../port.ts';
import { compareBatch, found, input, observed, picked, plain, putTags, record, removeUnlessGone, tagsOf, type Fields } from './live.ts';

const MEMBERS = ['Name', 'DatabaseName', 'Description', 'TablePrefix', 'Configuration', 'CrawlerSecurityConfiguration', 'Classifiers', 'SchemaChangePolicy'];
const DEFAULTS = { Description: '', TablePrefix: '', Configuration: '', CrawlerSecurityConfiguration: '' };

/**
 * Crawlers. While one runs, Glue refuses changes with CrawlerRunningException; the deployer then waits and calls again.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateCrawler.html
 */
export function crawlerProvider(glue: GlueCalls, place: Place): Provider {
  return {
    type: 'AWS::Glue::Crawler',
    replaceOn: ['Name'],
    compareAll: (wanted) => compareBatch(glue, { operation: 'BatchGetCrawlers', names: 'CrawlerNames', found: 'Crawlers', missing: 'CrawlersNotFound' }, wanted, (live) => liveProps(live, place)),
    read: async (name) => {
      const live = await found(glue, 'GetCrawler', { Name: name }, 'Crawler');
      if (live === null) return null;
      return observed(liveProps(live, place), await tagsOf(glue, place, 'AWS::Glue::Crawler', name));
    },
    put: async (resource, before) => {
      if (before === null) {
        await glue.call('CreateCrawler', input(resource.props));
        return;
      }
      // What is left out stays as it is, so what someone has set by hand is told to be empty.
      await glue.call('UpdateCrawler', { ...emptied(before.props), ...input(resource.props, 'Tags') });
      await putTags(glue, place, resource, before);
    },
    remove: (name) => removeUnlessGone(glue, 'DeleteCrawler', { Name: name }),
    settled: async () => true,
  };
}

function liveProps(live: Fields, place: Place): Readonly<Record<string, Json>> {
  const schedule = record(live['Schedule'])['ScheduleExpression'];
  const recrawl = record(live['RecrawlPolicy'])['RecrawlBehavior'];
  const lineage = record(live['LineageConfiguration'])['CrawlerLineageSettings'];
  return {
    ...picked(live, MEMBERS, DEFAULTS),
    Role: roleArn(String(live['Role']), place),
    Targets: plain(live['Targets']),
    ...(typeof schedule === 'string' && schedule !== '' ? { Schedule: { ScheduleExpression: schedule } } : {}),
    ...(typeof recrawl === 'string' && recrawl !== 'CRAWL_EVERYTHING' ? { RecrawlPolicy: { RecrawlBehavior: recrawl } } : {}),
    ...(lineage === 'ENABLE' ? { LineageConfiguration: { CrawlerLineageSettings: lineage } } : {}),
  };
}

/** Glue answers with the role's path and name, whichever way it was given. */
function roleArn(role: string, place: Place): string {
  return role.startsWith('arn:') ? role : `arn:${partitionOf(place.region)}:iam::${place.account}:role/${role}`;
}

const EMPTY: Readonly<Record<string, Json>> = {
  Description: '',
  TablePrefix: '',
  Configuration: '',
  CrawlerSecurityConfiguration: '',
  Classifiers: [],
  Schedule: '',
  RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
  LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' },
};
function emptied(props: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(EMPTY).filter(([name]) => name in props));
}
