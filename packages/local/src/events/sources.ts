import type { Json } from '@millrace/core';
import type { OpenQuestion } from '../host/types.ts';
import type { Fields } from '../service/input.ts';
import { type Ctx } from '../service/kit.ts';
import { emit } from './delivery.ts';

/** Does a failed attempt that Glue itself repeats give an event of its own? */
export const retriedAttempts: OpenQuestion = { id: 'events.retriedAttempts', choices: ['tell', 'quiet'] };

const said: Readonly<Record<string, { readonly severity: string; readonly message: string }>> = {
  SUCCEEDED: { severity: 'INFO', message: 'Job run succeeded' },
  FAILED: { severity: 'ERROR', message: 'Job run failed' },
  TIMEOUT: { severity: 'WARN', message: 'Job run timed out' },
  STOPPED: { severity: 'INFO', message: 'Job run stopped' },
};

/** Glue's own topic of ended job runs; events exist for these four states. */
export function jobRunEnded(ctx: Ctx, data: Fields): void {
  const state = word(data['state']);
  const known = said[state === 'ERROR' ? 'FAILED' : state];
  if (known === undefined || (data['retried'] === true && ctx.world.ask(retriedAttempts) === 'quiet')) return;
  const jobRun = data['jobRun'];
  const error = typeof jobRun === 'object' && jobRun !== null && 'ErrorMessage' in jobRun ? word(jobRun.ErrorMessage) : '';
  const detail = { jobName: word(data['jobName']), severity: known.severity, state, jobRunId: word(data['jobRunId']), message: error === '' ? known.message : error };
  emit(ctx, { source: 'aws.glue', detailType: 'Glue Job State Change', detail });
}

export function crawlEnded(ctx: Ctx, data: Fields): void {
  const state = word(data['state']) === 'SUCCEEDED' ? 'Succeeded' : 'Failed';
  const message = word(data['message']);
  const failure = state === 'Failed' && message !== '' ? { errorMessage: message } : {};
  const detail = { crawlerName: word(data['crawlerName']), accountId: ctx.world.account, state, message: `Crawler ${state}`, ...failure };
  emit(ctx, { source: 'aws.glue', detailType: 'Glue Crawler State Change', detail });
}

/** An object in a bucket whose notifications go to EventBridge. */
export function objectCreated(ctx: Ctx, data: Fields): void {
  const bucket = word(data['bucket']);
  const object = { key: word(data['key']), size: Number(data['size']), etag: word(data['etag']), sequencer: Math.floor(ctx.world.now()).toString(16).toUpperCase().padStart(18, '0') };
  const detail = { version: '0', bucket: { name: bucket }, object, 'request-id': 'LOCAL', requester: ctx.world.account, 'source-ip-address': '127.0.0.1', reason: 'PutObject' };
  emit(ctx, { source: 'aws.s3', detailType: 'Object Created', detail, resources: [`arn:aws:s3:::${bucket}`] });
}

const word = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
