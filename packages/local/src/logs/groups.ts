import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { below, type Ctx, page } from '../service/kit.ts';
import { groupsOfJobs, type JobLogs } from './job-logs.ts';
import { glueGroup, groupArn, groupName, groupOf, type GroupRow, groups, invalid, newGroup, notFound, operation, removeStream, streams } from './rows.ts';

/** Days that a retention may have. Source: PutRetentionPolicy. */
const retentions = new Set([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]);

export function groupOperations(jobLogs: JobLogs): Readonly<Record<string, Operation>> {
  const change = (ctx: Ctx, row: GroupRow, more: Partial<GroupRow>): Json => {
    groups.put(ctx, row.name, { ...row, ...more });
    return {};
  };
  const tagged = (ctx: Ctx, input: Input): GroupRow => {
    const name = /:log-group:([^:]+)/u.exec(input.text('resourceArn'))?.[1];
    if (name === undefined) throw notFound('group');
    return groupOf(ctx, jobLogs, name);
  };
  return {
    CreateLogGroup: operation((ctx, input) => {
      const name = groupName(input);
      if (groups.get(ctx, name) !== null || glueGroup(jobLogs, name) !== null) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      groups.put(ctx, name, { ...newGroup(ctx, name), tags: input.strings('tags'), kmsKey: input.maybeText('kmsKeyId') });
      return {};
    }),
    // Logs of job runs stay with their runs.
    DeleteLogGroup: operation((ctx, input) => {
      const { name } = groupOf(ctx, jobLogs, groupName(input));
      for (const { row } of streams.list(ctx, below(name))) removeStream(ctx, name, row.name);
      groups.remove(ctx, name);
      return {};
    }),
    DescribeLogGroups: operation((ctx, input) => {
      const own = groups.list(ctx).map(({ row }) => row);
      const ofGlue = groupsOfJobs(jobLogs).flatMap((name) => (own.some((row) => row.name === name) ? [] : (glueGroup(jobLogs, name) ?? [])));
      const [prefix, part] = [input.maybeText('logGroupNamePrefix') ?? '', input.maybeText('logGroupNamePattern') ?? ''];
      const all = [...own, ...ofGlue].filter(({ name }) => name.startsWith(prefix) && name.includes(part)).sort((a, b) => (a.name < b.name ? -1 : 1));
      const found = page(all.map((row) => ({ key: row.name, row })), input.maybeText('nextToken'), input.maybeNumber('limit', 1, 50) ?? 50);
      return { logGroups: found.rows.map(({ row }) => described(ctx, row)), ...(found.next === null ? {} : { nextToken: found.next }) };
    }),
    PutRetentionPolicy: operation((ctx, input) => {
      const row = groupOf(ctx, jobLogs, groupName(input));
      const retention = input.maybeNumber('retentionInDays');
      if (retention === null || !retentions.has(retention)) throw invalid(`1 validation error detected: Value '${String(retention)}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...retentions].join(', ')}]`);
      return change(ctx, row, { retention });
    }),
    DeleteRetentionPolicy: operation((ctx, input) => change(ctx, groupOf(ctx, jobLogs, groupName(input)), { retention: null })),
    TagResource: operation((ctx, input) => {
      const row = tagged(ctx, input);
      return change(ctx, row, { tags: { ...row.tags, ...input.strings('tags') } });
    }),
    UntagResource: operation((ctx, input) => {
      const row = tagged(ctx, input);
      const gone = new Set(input.texts('tagKeys'));
      return change(ctx, row, { tags: Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key))) });
    }),
    ListTagsForResource: operation((ctx, input) => ({ tags: tagged(ctx, input).tags })),
  };
}

function described(ctx: Ctx, row: GroupRow): Json {
  const arn = groupArn(ctx.world, row.name);
  return {
    logGroupName: row.name, creationTime: Math.floor(row.createdAt), arn: `${arn}:*`, logGroupArn: arn, metricFilterCount: 0, storedBytes: 0, logGroupClass: 'STANDARD',
    ...(row.retention === null ? {} : { retentionInDays: row.retention }),
    ...(row.kmsKey === null ? {} : { kmsKeyId: row.kmsKey }),
  };
}
