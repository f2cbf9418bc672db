import type { Finding } from '../author/report.ts';
import type { CrawlerProps } from '../model.ts';
import { pointerOf } from '../util/pointer.ts';
import { description, name, roleArn, S3_URI, tags } from './setting-values.ts';
import type { Rule } from './rule.ts';

type Defined = Extract<CrawlerProps, { readonly database: string }>;
type Tell = (at: readonly (string | number)[], message: string, hint: string) => Finding;

/** MR1077: settings and targets of crawlers that the pipeline defines. */
export const crawlerSettings: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }) => {
    if (step.kind !== 'crawler' || 'use' in step.with) return [];
    const tell: Tell = (at, message, hint) => ({ code: 'MR1077', pointer: `${pointer}/with${pointerOf(...at)}`, message: `step '${step.name}': ${message}`, hint });
    return [...targets(step.with, tell), ...combinations(step.with, tell), ...values(step.with, tell)];
  });

function targets({ s3, targets: others }: Defined, tell: Tell): Finding[] {
  return [
    ...s3.flatMap((uri, index) => (S3_URI.test(uri) ? [] : [tell(['s3', index], `'${uri}' is not an S3 URI`, "Write 's3://bucket/prefix/'.")])),
    ...(others?.jdbc ?? []).flatMap(({ connection, path }, index) => (connection !== '' && path !== '' ? [] : [tell(['targets', 'jdbc', index], 'a target over JDBC needs a connection and a path', "Write { connection: 'sales-db', path: 'sales/public/%' }.")])),
    ...(others?.catalogTables ?? []).flatMap(({ tables }, index) => (tables.length > 0 ? [] : [tell(['targets', 'catalogTables', index, 'tables'], 'no table is named', 'Name at least one.')])),
  ];
}

/** What Glue refuses together. */
function combinations({ database, s3, targets: others, settings = {} }: Defined, tell: Tell): Finding[] {
  const { schemaChange, recrawl, exclusions, sampleSize, eventQueue, connection, tablePrefix } = settings;
  const catalog = others?.catalogTables !== undefined;
  const mixed = catalog && (s3.length > 0 || others.jdbc !== undefined || others.dynamoDb !== undefined);
  const onlyS3 = Object.entries({ exclusions, sampleSize, eventQueue, connection, recrawl }).filter(([, value]) => value !== undefined);
  return [
    ...(mixed ? [tell(['targets', 'catalogTables'], 'a crawler of tables in the catalog has no other targets', 'Make another crawler for the others.')] : []),
    ...(catalog && (database !== '' || tablePrefix !== undefined) ? [tell(database === '' ? ['settings', 'tablePrefix'] : ['database'], 'a crawler of tables in the catalog adds none, so it has neither a database nor a prefix', 'Remove it.')] : []),
    ...(catalog && schemaChange?.delete !== 'log' ? [tell(['settings', 'schemaChange'], 'a crawler of tables in the catalog may only log what is gone', "Set schemaChange: { delete: 'log' }.")] : []),
    ...(s3.length === 0 ? onlyS3.map(([key]) => tell(['settings', key], `'${key}' is for targets in S3, and there are none`, 'Remove it.')) : []),
    ...(recrawl === 'newFolders' && (schemaChange?.update !== 'log' || schemaChange.delete !== 'log') ? [tell(['settings', 'recrawl'], 'a crawl of new folders only may not change tables that are there', "Set schemaChange: { update: 'log', delete: 'log' }.")] : []),
    ...((recrawl === 'events') === (eventQueue !== undefined) ? [] : [tell(['settings', eventQueue === undefined ? 'recrawl' : 'eventQueue'], "'eventQueue' and recrawl 'events' need each other", 'Add the other, or remove this one.')]),
  ];
}

function values({ settings = {} }: Defined, tell: Tell): Finding[] {
  const one = <T>(key: string, value: T | undefined, check: (value: T) => readonly [string, string] | null, at: readonly (string | number)[] = [key]): Finding[] => {
    const wrong = value === undefined ? null : check(value);
    return wrong === null ? [] : [tell(['settings', ...at], `'${key}' ${wrong[0]}`, wrong[1])];
  };
  return [
    ...one('description', settings.description, description),
    ...one('role', settings.role, roleArn),
    ...one('tablePrefix', settings.tablePrefix, (prefix) => (prefix.length <= 128 ? null : ['is too long', 'Use at most 128 characters.'])),
    ...one('connection', settings.connection, name),
    ...one('sampleSize', settings.sampleSize, (size) => (size >= 1 && size <= 249 ? null : [`is ${size}`, 'Choose between 1 and 249.'])),
    ...(settings.classifiers ?? []).flatMap((each, index) => one('classifiers', each, name, ['classifiers', index])),
    ...one('eventQueue', settings.eventQueue, (arn) => (/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(arn) ? null : [`is '${arn}', which is not the ARN of a queue`, "Write 'arn:aws:sqs:eu-west-1:123456789012:name'."])),
    ...one('configuration', settings.configuration, (text) => (isJsonObject(text) ? null : ['is not the text of a JSON object', "Write it as Glue takes it: '{\"Version\": 1.0}'."])),
    ...one('securityConfiguration', settings.securityConfiguration, (text) => (text.length <= 128 ? name(text) : ['is too long', 'Use at most 128 characters.'])),
    ...one('tags', settings.tags, tags),
  ];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
