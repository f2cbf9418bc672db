import { stableJson } from '@millrace/core';
import type { Pipeline, Site } from '@millrace/core';
import type { ObjectStore } from '@millrace/deploy';
import { indexKey, indexPrefix, liveKey, nativeKey, parseCallKey, parseContinuationKey, parseCrawlKey, parseIndexKey, parseMarkerKey, parseOutputsKey, queuePrefix, runFolder, runInTicket } from '../names/run-folder.ts';
import { readCall, readCallEnd, readContinuation, readCrawl, readHolder, readMarker, readMapping, readNative, readRefused, readRunRecord, readStopFlag, readTurns } from './parse.ts';
import type { CallMark, Continuation, ContinuationRecord, CrawlMark, ListedRun, Marker, NativeMapping, NativeRecord, RefusedRecord, RunRecord, StopFlag, Turn } from './records.ts';

/** The native id of a continuation in which nothing was left to run, so that nothing was started. */
export const NOTHING = 'none';

/** The run folders of one deployed pipeline. Every write is safe to repeat. */
export interface RunStore {
  /** False when the run was recorded before; the first record stands. */
  writeRun(record: RunRecord): Promise<boolean>;
  readRun(run: string): Promise<RunRecord | null>;
  /** Takes back the records of a run whose start was refused, so that nothing was started. */
  removeRun(record: Pick<RunRecord, 'run' | 'createdAt'>): Promise<void>;
  /** False when that continuation is there already: someone else opened it. */
  writeContinuation(run: string, record: ContinuationRecord): Promise<boolean>;
  /** Takes back a continuation that was opened and whose start was refused. */
  removeContinuation(run: string, n: number): Promise<void>;
  /** Marks a continuation of which nothing began, since another run was live. Its number stays taken. */
  skipContinuation(run: string, n: number, at: number): Promise<void>;
  /** Records which native run serves a continuation, in both directions. */
  writeNative(run: string, n: number, native: NativeRecord): Promise<void>;
  readNative(run: string, n: number): Promise<NativeRecord | null>;
  readContinuation(run: string, n: number): Promise<ContinuationRecord | null>;
  /** Oldest first. */
  readContinuations(run: string): Promise<readonly Continuation[]>;
  readMarkers(run: string): Promise<readonly Marker[]>;
  readCrawls(run: string): Promise<readonly CrawlMark[]>;
  readCalls(run: string): Promise<readonly CallMark[]>;
  /** The run was not started, since another one was live. */
  setSkipped(run: string, at: number): Promise<void>;
  readSkipped(run: string): Promise<StopFlag | null>;
  /** What was given to the run is wrong, so that nothing of it began. */
  readRefused(run: string): Promise<RefusedRecord | null>;
  /** The text that an attempt left as its outputs; null when it left none. Keyed as in `RunFolder.outputs`. */
  readOutputs(run: string, step: string, attempt: string): Promise<string | null>;
  /** The text that the last attempt left which wrote any; for runs whose attempts are keyed by continuation and try. */
  readLastOutputs(run: string, step: string): Promise<string | null>;
  /** Empties what later steps would read of a step on Glue. */
  clearOutputs(run: string, step: string): Promise<void>;
  setStop(run: string, at: number): Promise<void>;
  clearStop(run: string): Promise<void>;
  readStop(run: string): Promise<StopFlag | null>;
  /** The runs on one target, newest first: a pipeline may have moved. A run whose start broke off before its record is not listed. */
  listRuns(limit: number, target: RunRecord['target']): Promise<readonly ListedRun[]>;
  /** Ids in the index, of every target. */
  listIds(): Promise<readonly string[]>;
  writeIndex(record: Pick<RunRecord, 'run' | 'createdAt'>): Promise<void>;
  /** The run whose turn it is, of a pipeline whose runs wait for each other. */
  readHolder(): Promise<{ readonly run: string; readonly nativeId: string } | null>;
  /** Runs that wait for their turn, first come first. */
  listQueue(): Promise<readonly string[]>;
  /** Executions that have their turn or wait for it, oldest first, of the list with this key of `turnsKey`. */
  readTurns(key: string): Promise<readonly Turn[]>;
  runOfNative(nativeId: string): Promise<NativeMapping | null>;
}

export function runStore(objects: ObjectStore, site: Pick<Site, 'runs'>, pipeline: Pick<Pipeline, 'name'>): RunStore {
  const bucket = site.runs;
  const folder = (run: string): ReturnType<typeof runFolder> => runFolder(site, pipeline, run);
  const once = (key: string, value: unknown): Promise<boolean> => objects.put(bucket, key, stableJson(value), { ifNoneMatch: '*' });
  const read = async <T>(key: string, parse: (json: unknown, where: string) => T): Promise<T | null> => {
    const found = await objects.get(bucket, key);
    return found === null ? null : parse(parseJson(found.text, key), key);
  };
  const inAll = async <T>(keys: readonly string[], one: (key: string) => Promise<T | null>): Promise<readonly T[]> => (await Promise.all(keys.map(one))).filter((item) => item !== null);
  const readAll = async <T>(prefix: string, one: (key: string) => Promise<T | null>): Promise<readonly T[]> => await inAll(await objects.list(bucket, prefix), one);
  const readRun: RunStore['readRun'] = (run) => read(folder(run).run, readRunRecord);
  return {
    readRun,
    writeRun: (record) => once(folder(record.run).run, record),
    writeContinuation: (run, record) => once(folder(run).continuation(record.n), record),
    removeRun: async ({ run, createdAt }) => {
      // Without its record it is not listed any more, whatever else stays.
      for (const key of [folder(run).run, folder(run).continuation(1), indexKey(pipeline, run, createdAt)]) await objects.remove(bucket, key);
    },
    skipContinuation: async (run, n, at) => void (await once(folder(run).skippedContinuation(n), { at })),
    removeContinuation: (run, n) => objects.remove(bucket, folder(run).continuation(n)),
    writeNative: async (run, n, native) => {
      await once(folder(run).native(n), native);
      if (native.nativeId !== NOTHING) await objects.put(bucket, nativeKey(pipeline, native.nativeId), stableJson({ run, n }));
    },
    readNative: (run, n) => read(folder(run).native(n), readNative),
    readContinuation: (run, n) => read(folder(run).continuation(n), readContinuation),
    readContinuations: async (run) => {
      const keys = new Set(await objects.list(bucket, folder(run).continuations));
      const found = await inAll([...keys], async (key) => {
        const n = parseContinuationKey(key);
        const record = n === null ? null : await read(key, readContinuation);
        const skipped = record !== null && keys.has(folder(run).skippedContinuation(record.n));
        return record === null ? null : { ...record, native: await read(folder(run).native(record.n), readNative), ...(skipped ? { skipped: true as const } : {}) };
      });
      return found.toSorted((a, b) => a.n - b.n);
    },
    readMarkers: (run) =>
      readAll(folder(run).markers, async (key) => {
        const about = parseMarkerKey(key);
        return about === null ? null : await read(key, (json, where) => readMarker(json, where, about));
      }),
    readCrawls: (run) =>
      readAll(folder(run).crawls, async (key) => {
        const about = parseCrawlKey(key);
        return about === null ? null : await read(key, (json, where) => readCrawl(json, where, about));
      }),
    readCalls: (run) =>
      readAll(folder(run).calls, async (key) => {
        const about = parseCallKey(key);
        if (about === null || about.ended) return null;
        const { step, continuation, attempt } = about;
        const begun = await read(key, (json, where) => readCall(json, where, { step, continuation, attempt }));
        return begun === null ? null : { ...begun, end: await read(folder(run).callEnd(step, continuation, attempt), readCallEnd) };
      }),
    setSkipped: async (run, at) => void (await once(folder(run).skipped, { at })),
    readSkipped: (run) => read(folder(run).skipped, readStopFlag),
    readRefused: (run) => read(folder(run).refused, readRefused),
    readOutputs: async (run, step, attempt) => (await objects.get(bucket, folder(run).outputs(step, attempt)))?.text ?? null,
    readLastOutputs: async (run, step) => {
      const keys = (await objects.list(bucket, folder(run).attemptOutputs(step))).flatMap((key) => {
        const about = parseOutputsKey(key);
        return about === null ? [] : [{ key, ...about }];
      });
      const last = keys.toSorted((a, b) => a.continuation - b.continuation || a.attempt - b.attempt).at(-1);
      return last === undefined ? null : ((await objects.get(bucket, last.key))?.text ?? null);
    },
    clearOutputs: (run, step) => objects.remove(bucket, folder(run).readOutputs(step)),
    setStop: async (run, at) => void (await once(folder(run).stop, { at })),
    clearStop: (run) => objects.remove(bucket, folder(run).stop),
    readStop: (run) => read(folder(run).stop, readStopFlag),
    listRuns: async (limit, target) => {
      const keys = (await objects.list(bucket, indexPrefix(pipeline))).map((key) => parseIndexKey(pipeline, key));
      const dated = await Promise.all(keys.map(async ({ run, start }) => ({ run, start: start ?? (await readRun(run))?.createdAt ?? 0 })));
      // A run from outside may be listed twice: as it is written now, and as it was once.
      const runs = new Map(dated.toSorted(byStart).map((one) => [one.run, one]));
      return await firstOn(target, [...runs.values()], limit, readRun);
    },
    listIds: async () => [...new Set((await objects.list(bucket, indexPrefix(pipeline))).map((key) => parseIndexKey(pipeline, key).run))],
    writeIndex: async ({ run, createdAt }) => void (await objects.put(bucket, indexKey(pipeline, run, createdAt), '')),
    readHolder: () => read(liveKey(pipeline), readHolder),
    listQueue: async () => (await objects.list(bucket, queuePrefix(pipeline))).toSorted().map((key) => runInTicket(queuePrefix(pipeline), key)),
    readTurns: async (key) => (await read(key, readTurns)) ?? [],
    runOfNative: (nativeId) => read(nativeKey(pipeline, nativeId), readMapping),
  };
}

/** Newest first; of one instant in a fixed order. */
const byStart = (a: ListedRun, b: ListedRun): number => b.start - a.start || (a.run < b.run ? 1 : -1);

async function firstOn(target: RunRecord['target'], runs: readonly ListedRun[], limit: number, readRun: RunStore['readRun']): Promise<readonly ListedRun[]> {
  const found: ListedRun[] = [];
  for (const one of runs) {
    if (found.length >= limit) break;
    if ((await readRun(one.run))?.target === target) found.push(one);
  }
  return found;
}

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The object '${key}' in the runs bucket is not JSON. Someone changed it: restore it, or remove this run's folder.`, { cause });
  }
}
