import type { Pipeline, Site } from '@millrace/core';
import { indexName } from '@millrace/runtime';
import { physical } from './physical.ts';

type Named = Pick<Pipeline, 'name'>;

/** Keys of one run in the runs bucket. Only this module makes and parses them. */
export interface RunFolder {
  readonly bucket: string;
  /** '{pipeline}/{run.id}/' */
  readonly prefix: string;
  readonly uri: string;
  readonly run: string;
  readonly stop: string;
  /** What was given to the run is wrong, or another run's: nothing of it begins. */
  readonly refused: string;
  readonly continuations: string;
  continuation(n: number): string;
  native(n: number): string;
  /** Another run was live when the continuation was to start, so that it is none. */
  skippedContinuation(n: number): string;
  readonly markers: string;
  marker(step: string, jobRunId: string): string;
  readonly crawls: string;
  crawl(step: string, continuation: number, attempt: number): string;
  readonly calls: string;
  /** What a bridge is about to call, or has called: `{at, id}`. */
  call(step: string, continuation: number, attempt: number): string;
  /** How that call ended. */
  callEnd(step: string, continuation: number, attempt: number): string;
  /** What handlers are told of a continuation. */
  handlers(continuation: number): string;
  /** The run was not started, since another one was live. */
  readonly skipped: string;
  /** Below it lies one object for each attempt of the step that wrote its outputs. */
  attemptOutputs(step: string): string;
  /** What later steps read on Glue: a copy of what the last attempt left. */
  readOutputs(step: string): string;
  /** `attempt` is the id of the job run on Glue, `{continuation}-{try}` of `tryKey` on Step Functions. */
  outputs(step: string, attempt: string): string;
}

/**
 * The run folder `s3://{runs}/{pipeline}/{run.id}/`.
 *
 * @example
 * runFolder(site, pipeline, '20261123t020000-abcdef').run // 'orders/20261123t020000-abcdef/run.json'
 */
export function runFolder(site: Pick<Site, 'runs'>, pipeline: Named, runId: string): RunFolder {
  const prefix = `${pipeline.name}/${runId}/`;
  const continuations = `${prefix}continuations/`;
  const markers = `${prefix}steps/`;
  const crawls = `${prefix}crawls/`;
  const calls = `${prefix}calls/`;
  return {
    bucket: site.runs,
    prefix,
    uri: `s3://${site.runs}/${prefix}`,
    run: `${prefix}run.json`,
    stop: `${prefix}stop.json`,
    refused: `${prefix}refused.json`,
    continuations,
    continuation: (n) => `${continuations}${four(n)}.json`,
    native: (n) => `${continuations}${four(n)}.native.json`,
    skippedContinuation: (n) => `${continuations}${four(n)}.skipped.json`,
    markers,
    marker: (step, jobRunId) => `${markers}${step}/${jobRunId}.json`,
    crawls,
    crawl: (step, continuation, attempt) => `${crawls}${step}/${tryKey(continuation, attempt)}.json`,
    calls,
    call: (step, continuation, attempt) => `${calls}${step}/${tryKey(continuation, attempt)}.json`,
    callEnd: (step, continuation, attempt) => `${calls}${step}/${tryKey(continuation, attempt)}.end.json`,
    handlers: (continuation) => `${prefix}handlers/${four(continuation)}.json`,
    skipped: `${prefix}skipped.json`,
    attemptOutputs: (step) => `${prefix}outputs/${step}/`,
    readOutputs: (step) => `${prefix}outputs/${step}.json`,
    outputs: (step, attempt) => `${prefix}outputs/${step}/${attempt}.json`,
  };
}

export function indexPrefix(pipeline: Named): string {
  return `${pipeline.name}/_index/`;
}

/** The empty object by which a run is listed. */
export const indexKey = (pipeline: Named, run: string, start: number): string => `${indexPrefix(pipeline)}${indexName(run, start)}`;

/**
 * The run of an index key and when it started, in epoch milliseconds: null where the key does not tell, as those that were once written for runs
 * from outside.
 */
export function parseIndexKey(pipeline: Named, key: string): { readonly run: string; readonly start: number | null } {
  const name = key.slice(indexPrefix(pipeline).length);
  const [, y, mo, d, h, mi, s, from] = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(?:\.(.+)|-[a-z2-7]{6})$/.exec(name) ?? [];
  return y === undefined ? { run: name, start: null } : { run: from ?? name, start: Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)) };
}

/** The run that is live, of a pipeline whose runs wait for each other. */
export const liveKey = (pipeline: Named): string => `${pipeline.name}/_live.json`;
/** Below it wait the tickets of runs, in their order. */
export const queuePrefix = (pipeline: Named): string => `${pipeline.name}/_queue/`;

/** The run of a ticket: its key holds 13 digits, when the run started, and the run. */
export const runInTicket = (prefix: string, key: string): string => key.slice(prefix.length + '0000000000000-'.length, -'.json'.length);

/** The list of the runs that have a turn or wait for one, of a state machine whose runs may not overlap. */
export const turnsKey = (site: Pick<Site, 'prefix'>, pipeline: Named): string => `${pipeline.name}/_turns/${physical(site, pipeline).stateMachine}.json`;

/** Maps a native run to ours. ARNs hold colons and slashes, so the id is percent-encoded; workflow run ids stay as they are. */
export function nativeKey(pipeline: Named, nativeId: string): string {
  return `${pipeline.name}/_native/${encodeURIComponent(nativeId)}.json`;
}

/** Null for the companion `0001.native.json` and for strangers. */
export function parseContinuationKey(key: string): number | null {
  const found = /\/continuations\/(\d{4,})\.json$/.exec(key);
  return found === null ? null : Number(found[1]);
}

export function parseMarkerKey(key: string): { readonly step: string; readonly jobRunId: string } | null {
  const [, step, jobRunId] = /\/steps\/([^/]+)\/([^/]+)\.json$/.exec(key) ?? [];
  return step === undefined || jobRunId === undefined ? null : { step, jobRunId };
}

export function parseCrawlKey(key: string): { readonly step: string; readonly continuation: number; readonly attempt: number } | null {
  const [, step, continuation, attempt] = /\/crawls\/([^/]+)\/(\d{4,})-(\d+)\.json$/.exec(key) ?? [];
  if (step === undefined) return null;
  return { step, continuation: Number(continuation), attempt: Number(attempt) };
}

/** `ended`: the record of how the call ended. */
export function parseCallKey(key: string): { readonly step: string; readonly continuation: number; readonly attempt: number; readonly ended: boolean } | null {
  const [, step, continuation, attempt, ended] = /\/calls\/([^/]+)\/(\d{4,})-(\d+)(\.end)?\.json$/.exec(key) ?? [];
  return step === undefined ? null : { step, continuation: Number(continuation), attempt: Number(attempt), ended: ended !== undefined };
}

/** An attempt by its number within its continuation, from 1: `0001-1`. */
export const tryKey = (continuation: number, attempt: number): string => `${four(continuation)}-${attempt}`;

/** Null for strangers, and for attempts that are keyed by a job run's id. */
export function parseOutputsKey(key: string): { readonly step: string; readonly continuation: number; readonly attempt: number } | null {
  const [, step, continuation, attempt] = /\/outputs\/([^/]+)\/(\d{4,})-(\d+)\.json$/.exec(key) ?? [];
  return step === undefined ? null : { step, continuation: Number(continuation), attempt: Number(attempt) };
}

function four(n: number): string {
  return String(n).padStart(4, '0');
}
