import type { Dependency, Ended, Pipeline, Script, Step, Value, Word } from '@millrace/core';

/** What a story says of a step; the rest is usual. `after` takes `'clean'` or `'clean failed'`. */
export interface PlainStep extends Partial<Pick<Step, 'join' | 'optional' | 'timeoutSeconds'>> {
  readonly after?: readonly string[];
  readonly retry?: Partial<Step['retry']>;
  readonly crawler?: true;
  readonly args?: Readonly<Record<string, Value>>;
}

const isWord = (text: string | undefined): text is Word => text === 'succeeded' || text === 'failed' || text === 'finished';

/** A step of a Python shell job, or of a crawler. */
export function plainStep(name: string, says: PlainStep = {}): Step {
  const { after = [], retry, crawler, args = {}, ...rest } = says;
  const base = {
    name, join: 'all' as const, optional: false, outputs: {}, timeoutSeconds: null, ...rest,
    retry: { attempts: 0, on: ['failed' as const], delaySeconds: 0, ...retry },
    after: after.map((text): Dependency => {
      const [step = '', on] = text.split(' ');
      return { step, on: isWord(on) ? on : 'succeeded' };
    }),
  };
  return crawler === true
    ? { ...base, kind: 'crawler', with: { database: 'sales', s3: [`s3://acme-curated/${name}/`] } }
    : { ...base, kind: 'glueJob', with: { type: 'pythonshell', script: `./jobs/${name}.py`, args } };
}

export function plainPipeline(name: string, steps: Readonly<Record<string, PlainStep>>, more: Partial<Pipeline> = {}): Pipeline {
  return {
    schemaVersion: 1, name, timezone: 'UTC', params: {}, starts: [], overlap: 'allow', failurePolicy: 'continue', onFailure: null, finally: null, prerequisites: [],
    steps: Object.entries(steps).map(([step, says]) => plainStep(step, says)),
    ...more,
  };
}

const ENDS: readonly Ended[] = ['succeeded', 'failed', 'timedOut', 'stopped'];

/** Attempts by step, each an end and its minutes: `{ clean: ['failed 2', 'succeeded 5'] }`. What is not told succeeds in one minute; all stop at once when asked. */
export function plainScript(told: Readonly<Record<string, readonly `${Ended} ${number}`[]>>): Script {
  return (step, attempt) => {
    const [word, minutes] = (told[step]?.[attempt - 1] ?? 'succeeded 1').split(' ');
    return { outcome: ENDS.find((end) => end === word) ?? 'succeeded', ms: Number(minutes) * 60_000, onStop: { outcome: 'stopped', ms: 0 } };
  };
}
