import type { Scalar, TargetId } from '@millrace/core';
import type { CallEnd, CallMark, ContinuationRecord, CrawlMark, Marker, NativeMapping, NativeRecord, RefusedRecord, RunRecord, StopFlag, Turn } from './records.ts';

/**
 * Reads the JSON of a run folder. People can edit it, and job scripts could, so nothing is taken on trust; what is missing or of
 * another type is told with the object's key.
 */
export function readRunRecord(json: unknown, where: string): RunRecord {
  const it = fields(json, where);
  return {
    schemaVersion: 1,
    run: it.text('run'),
    pipeline: it.text('pipeline'),
    target: it.oneOf<TargetId>('target', ['glue', 'sfn', 'mwaa']),
    graphHash: it.text('graphHash'),
    date: it.text('date'),
    params: it.scalars('params'),
    createdAt: it.instant('createdAt'),
  };
}

export function readContinuation(json: unknown, where: string): ContinuationRecord {
  const it = fields(json, where);
  return {
    schemaVersion: 1,
    n: it.number('n'),
    means: it.oneOf('means', ['first', 'native', 'skipMap'] as const),
    keep: it.texts('keep'),
    at: it.instant('at'),
  };
}

export function readNative(json: unknown, where: string): NativeRecord {
  const it = fields(json, where);
  return { nativeId: it.text('nativeId'), at: it.instant('at') };
}

export function readMarker(json: unknown, where: string, about: Pick<Marker, 'step' | 'jobRunId'>): Marker {
  const it = fields(json, where);
  const at = it.instant('at');
  const message = it.value('message');
  const told = typeof message === 'string' ? { message } : {};
  if (it.value('script') === true) return { ...about, at, script: true, ...(it.value('ended') === 'timedOut' ? { ended: 'timedOut' as const } : {}), ...told };
  if (it.value('script') === false) return { ...about, at, script: false, message: it.text('message') };
  return { ...about, at, skipped: it.oneOf('skipped', ['kept', 'stop', 'attached'] as const) };
}

export function readCall(json: unknown, where: string, about: Pick<CallMark, 'step' | 'continuation' | 'attempt'>): Omit<CallMark, 'end'> {
  const it = fields(json, where);
  const id = it.value('id');
  return { ...about, at: it.instant('at'), id: typeof id === 'string' ? id : null, attached: it.value('attached') === true };
}

export function readCallEnd(json: unknown, where: string): CallEnd {
  const it = fields(json, where);
  const message = it.value('message');
  const outcome = it.oneOf('outcome', ['succeeded', 'failed', 'timedOut', 'stopped'] as const);
  return { at: it.instant('at'), outcome, message: typeof message === 'string' ? message : '', refused: it.value('refused') === true, skipped: it.value('skipped') === true };
}

export function readCrawl(json: unknown, where: string, about: Omit<CrawlMark, 'at'>): CrawlMark {
  return { ...about, at: fields(json, where).instant('at') };
}

export function readRefused(json: unknown, where: string): RefusedRecord {
  const it = fields(json, where);
  return { message: it.text('message'), at: it.instant('at') };
}

export function readStopFlag(json: unknown, where: string): StopFlag {
  return { at: fields(json, where).instant('at') };
}

export function readMapping(json: unknown, where: string): NativeMapping {
  const it = fields(json, where);
  return { run: it.text('run'), n: it.number('n') };
}

export function readHolder(json: unknown, where: string): { readonly run: string; readonly nativeId: string } {
  const it = fields(json, where);
  return { run: it.text('run'), nativeId: it.text('nativeId') };
}

export function readTurns(json: unknown, where: string): readonly Turn[] {
  const runs = fields(json, where).value('runs');
  // Array.isArray makes any of what is in the list.
  const list: readonly unknown[] = Array.isArray(runs) ? runs : [];
  return list.map((one) => {
    const it = fields(one, where);
    return { run: it.text('run'), execution: it.text('execution') };
  });
}

interface Fields {
  value(name: string): unknown;
  text(name: string): string;
  number(name: string): number;
  /** Epoch milliseconds; an ISO 8601 text is read too, since people write those. */
  instant(name: string): number;
  texts(name: string): readonly string[];
  scalars(name: string): Readonly<Record<string, Scalar>>;
  oneOf<T extends string>(name: string, choices: readonly T[]): T;
}

function fields(json: unknown, where: string): Fields {
  const all = isRecord(json) ? json : {};
  const fail = (name: string, what: string): never => {
    throw new Error(`The object '${where}' in the runs bucket should have ${what} in '${name}'. Someone changed it: restore it, or remove this run's folder.`);
  };
  const value = (name: string): unknown => all[name];
  const text = (name: string): string => {
    const found = value(name);
    return typeof found === 'string' ? found : fail(name, 'text');
  };
  return {
    value,
    text,
    number: (name) => {
      const found = value(name);
      return typeof found === 'number' && Number.isFinite(found) ? found : fail(name, 'a number');
    },
    instant: (name) => {
      const found = value(name);
      const at = typeof found === 'string' ? Date.parse(found) : found;
      return typeof at === 'number' && Number.isFinite(at) ? at : fail(name, 'an instant (epoch milliseconds)');
    },
    texts: (name) => {
      const found = value(name);
      return Array.isArray(found) && found.every((item) => typeof item === 'string') ? found : fail(name, 'a list of texts');
    },
    scalars: (name) => {
      const found = value(name);
      return isScalars(found) ? found : fail(name, 'plain values');
    },
    oneOf: (name, choices) => choices.find((choice) => choice === value(name)) ?? fail(name, `one of ${choices.join(', ')}`),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalars(value: unknown): value is Readonly<Record<string, Scalar>> {
  return isRecord(value) && Object.values(value).every((item) => ['string', 'number', 'boolean'].includes(typeof item));
}
