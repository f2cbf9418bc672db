import { arnOf, partitionOf } from '@millrace/deploy';
import type { Pipeline, PolicyStatement, ResourceType, Site } from '@millrace/core';
import { physical, type Physical } from '../../names/physical.ts';

/** What the policies of one pipeline in one environment are made from. */
export interface Subject {
  readonly pipeline: Pipeline;
  readonly site: Site;
  readonly names: Physical;
  readonly arn: (type: ResourceType, name: string) => string;
  /** `arn:aws:{service}:{region}:{account}:{rest}` */
  readonly local: (service: string, rest: string) => string;
  /** `arn:aws:s3:::{rest}` */
  readonly s3: (rest: string) => string;
}

export function subjectOf(pipeline: Pipeline, site: Site): Subject {
  const partition = partitionOf(site.region);
  return {
    pipeline,
    site,
    names: physical(site, pipeline),
    arn: (type, name) => arnOf(type, name, site),
    local: (service, rest) => `arn:${partition}:${service}:${site.region}:${site.account}:${rest}`,
    s3: (rest) => `arn:${partition}:s3:::${rest}`,
  };
}

/** Nothing where there is no resource: a statement without one is no policy. Resources are sorted and each once, so that texts are stable. */
export function allow(sid: string, actions: readonly string[], resources: readonly string[], condition?: PolicyStatement['Condition']): readonly PolicyStatement[] {
  if (resources.length === 0) return [];
  const one = { Sid: sid, Effect: 'Allow', Action: [...actions], Resource: [...new Set(resources)].sort() } as const;
  return [condition === undefined ? one : { ...one, Condition: condition }];
}

/**
 * The only statements that may name every resource, each with why it cannot name fewer. Whoever adds one adds its reason here: a test
 * holds every policy to this list.
 */
export const WILDCARDS = {
  SparkMetrics: 'cloudwatch:PutMetricData knows no resources; the condition confines it to the namespace Glue.',
  NetworkInterfaces: 'A job with a connection joins its network; ec2:Describe* and ec2:CreateNetworkInterface take no resource known before the run.',
  LogDelivery: 'Deliveries of logs and the policies of CloudWatch Logs belong to the account: none of these actions knows resources.',
  Tracing: 'The actions by which traces and sampling rules of X-Ray are written and read know no resources.',
} as const satisfies Readonly<Record<string, string>>;

/** `s3://bucket/prefix/` as bucket and prefix. */
export function splitUri(uri: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  return { bucket, prefix };
}

/** Reads, and optionally writes, of the objects below some URIs, and the listing of exactly those prefixes. */
export function objectAccess(subject: Subject, sid: string, actions: readonly string[], uris: readonly string[]): readonly PolicyStatement[] {
  const places = uris.map(splitUri).filter(({ bucket }) => bucket !== '');
  const buckets = [...new Set(places.map(({ bucket }) => bucket))].sort();
  return [
    ...allow(`${sid}Objects`, actions, places.map(({ bucket, prefix }) => subject.s3(`${bucket}/${prefix}*`))),
    ...buckets.flatMap((bucket, index) => {
      const prefixes = [...new Set(places.filter((place) => place.bucket === bucket).map(({ prefix }) => `${prefix}*`))].sort();
      return allow(`${sid}List${index + 1}`, ['s3:ListBucket'], [subject.s3(bucket)], { StringLike: { 's3:prefix': prefixes } });
    }),
    ...allow(`${sid}Place`, ['s3:GetBucketLocation'], buckets.map((bucket) => subject.s3(bucket))),
  ];
}

/** Writing to log groups. */
export function logsOf(subject: Subject, groups: readonly string[]): readonly PolicyStatement[] {
  const arns = groups.flatMap((group) => [subject.arn('AWS::Logs::LogGroup', group), `${subject.arn('AWS::Logs::LogGroup', group)}:*`]);
  return allow('Logs', ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], arns);
}
