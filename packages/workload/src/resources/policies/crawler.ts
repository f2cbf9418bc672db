import type { PolicyStatement } from '@millrace/core';
import { network } from './job.ts';
import { crawlerPlaces } from './settings.ts';
import { allow, logsOf, objectAccess, type Subject } from './statement.ts';
import { crawled } from './used.ts';

/** What the defined crawlers need: their targets, and the tables of their databases. None is dropped, so no deletion is allowed. */
export function crawlerStatements(subject: Subject): readonly PolicyStatement[] {
  const { databases, targets } = crawled(subject.pipeline);
  const { queues, connections } = crawlerPlaces(subject.pipeline);
  const { local } = subject;
  return [
    ...objectAccess(subject, 'Targets', ['s3:GetObject'], targets),
    ...allow('Catalog', [
      'glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:CreateTable', 'glue:UpdateTable', 'glue:GetPartition', 'glue:GetPartitions', 'glue:CreatePartition',
      'glue:UpdatePartition', 'glue:BatchGetPartition', 'glue:BatchCreatePartition', 'glue:BatchUpdatePartition',
    ], databases.length === 0 ? [] : [local('glue', 'catalog'), ...databases.flatMap((name) => [local('glue', `database/${name}`), local('glue', `table/${name}/*`)])]),
    ...allow('Events', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:DeleteMessageBatch', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ListDeadLetterSourceQueues', 'sqs:ListQueueTags', 'sqs:SetQueueAttributes', 'sqs:PurgeQueue'], queues),
    ...network(subject, connections),
    ...logsOf(subject, ['/aws-glue/crawlers']),
  ];
}
