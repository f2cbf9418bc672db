import type { Scalar } from '@millrace/core';
import type { Case } from './generate.ts';
import { plainPipeline, plainScript, plainStep } from './plain.ts';

/** One thing that every target must do. */
export interface Story extends Case {
  readonly name: string;
  /** Ledger rows: where a target rejects one of them, the story is skipped, and the row's note says why. */
  readonly needs: readonly string[];
  readonly given: Readonly<Record<string, Scalar>>;
  /** Whether the run is resumed once it has ended. */
  readonly resumed: boolean;
  /** Arguments that the first attempt of a step gets, without their dashes; null where the story does not look. */
  readonly arguments: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}

type Told = Parameters<typeof plainScript>[0];

function story(name: string, steps: Parameters<typeof plainPipeline>[1], told: Told, more: Partial<Omit<Story, 'name'>> = {}): Story {
  return { name, needs: [], pipeline: plainPipeline('story', steps), script: plainScript(told), stopAt: null, given: {}, resumed: false, arguments: null, ...more };
}

/** A story about more than steps: `more` is what the pipeline has besides. */
function told(name: string, steps: Parameters<typeof plainPipeline>[1], how: Told, pipeline: Parameters<typeof plainPipeline>[2], more: Partial<Omit<Story, 'name'>>): Story {
  return { ...story(name, steps, how, more), pipeline: plainPipeline('story', steps, pipeline) };
}

const AWKWARD = { quotes: `it's "so"`, template: '{% $states.input %}', path: '$.a', empty: '', backslash: 'a\\b' };

/** What a parser of words may take for a name, and what looks like a name with its value: the script gets it as it is. */
const DASHED = { five: '-5', word: '-foo', flag: '--flag', pair: '-x=1', injected: '--word=evil', spaced: '-a b', usage: '-h', end: '--', dash: '-', equals: '=x', exponent: '-1e5', lines: '-a\nb' };

/** The stories, each small enough to be read in a log. */
export const stories: readonly Story[] = [
  story('a chain runs step after step', { a: {}, b: { after: ['a'] }, c: { after: ['b'] } }, { a: ['succeeded 2'], b: ['succeeded 3'] }),
  story('a diamond forks and joins', { a: {}, b: { after: ['a'] }, c: { after: ['a'] }, d: { after: ['b', 'c'] } }, { b: ['succeeded 2'], c: ['succeeded 6'] }),
  story('steps that nothing joins run side by side', { a: {}, b: {}, c: { after: ['a'] } }, { b: ['succeeded 9'] }),
  story('a graph that is not nested keeps its order, with the delays that are printed', { a: {}, b: {}, c: { after: ['a', 'b'] }, d: { after: ['b'] } }, { a: ['succeeded 5'] }),
  story('a step after `failed` runs when another failed, and the run stays failed', { a: {}, repair: { after: ['a failed'] }, next: { after: ['a'] } }, { a: ['failed 2'] }),
  story('a step after `failed` is skipped when all is well', { a: {}, repair: { after: ['a failed'] } }, {}),
  story('a step after `finished` runs either way', { a: {}, b: {}, x: { after: ['a finished'] }, y: { after: ['b finished'] } }, { a: ['stopped 2'] }),
  story('what cannot start any more is skipped, and so on downstream', { a: {}, b: { after: ['a'] }, c: { after: ['b finished'] }, free: {} }, { a: ['failed 1'], free: ['succeeded 4'] }),
  story('a failed optional step leaves the run green', { a: { optional: true }, b: {} }, { a: ['failed 1'] }),
  story('`any` starts once, with what is there', { a: {}, b: {}, c: { after: ['a', 'b'], join: 'any' } }, { a: ['failed 2'], b: ['succeeded 4'] }, { needs: ['join.any'] }),
  story('a failed attempt is repeated until one succeeds', { a: { retry: { attempts: 2 } }, b: { after: ['a'] } }, { a: ['failed 1', 'failed 2', 'succeeded 1'] }),
  story('the last attempt decides', { a: { retry: { attempts: 1 } }, b: { after: ['a'] } }, { a: ['failed 1', 'failed 1', 'succeeded 1'] }),
  story('a stopped job is not repeated', { a: { retry: { attempts: 2 } } }, { a: ['stopped 1'] }),
  story('a retry waits for its delay', { a: { retry: { attempts: 1, delaySeconds: 180 } }, b: { after: ['a'] } }, { a: ['failed 1'] }, { needs: ['retry.delay'] }),
  story('a timeout is repeated where `on` says so', { a: { retry: { attempts: 1, on: ['timedOut'] }, timeoutSeconds: 300 } }, { a: ['timedOut 5'] }, { needs: ['retry.timedOut'] }),
  story('a job that reaches its timeout ends timedOut, which is a failure', { a: { timeoutSeconds: 300 }, b: { after: ['a failed'] }, c: { after: ['a'] } }, { a: ['timedOut 5'] }),
  story('a crawler is a step like others', { a: {}, catalog: { after: ['a'], crawler: true }, b: { after: ['catalog'] }, c: { after: ['catalog failed'] } }, { catalog: ['succeeded 3'] }),
  story('a failed crawl skips what follows', { catalog: { crawler: true }, b: { after: ['catalog'] } }, { catalog: ['failed 3'] }),
  told('the stop policy ends the run at the first failure', { a: {}, slow: {}, b: { after: ['slow'] } }, { a: ['failed 1'], slow: ['succeeded 9'] }, { failurePolicy: 'stop' }, { needs: ['failurePolicy.stop'] }),
  told('onFailure, then finally, run when every step has ended', { a: {}, b: {} }, { a: ['failed 1'], b: ['succeeded 4'] }, { onFailure: plainStep('on-failure'), finally: plainStep('finally') }, { needs: ['handler.onFailure', 'handler.finally'] }),
  told('finally alone runs after a run that went well', { a: {} }, {}, { onFailure: plainStep('on-failure'), finally: plainStep('finally') }, { needs: ['handler.onFailure', 'handler.finally'] }),
  story('a stopped run starts nothing more', { a: {}, b: { after: ['a'] }, repair: { after: ['a failed'] } }, { a: ['succeeded 5'] }, { stopAt: 135_000 }),
  story('a resume keeps what succeeded and runs the rest', { a: {}, b: {}, c: { after: ['a', 'b'] }, d: { after: ['a'] } }, { b: ['failed 2'], a: ['succeeded 1'] }, { resumed: true }),
  story('a resume of a stopped run goes on where it was', { a: {}, b: { after: ['a'] }, c: { after: ['b'] } }, { b: ['succeeded 5'] }, { stopAt: 195_000, resumed: true }),
  story('a step that ran because another failed is decided anew by a resume', { a: {}, repair: { after: ['a failed'] }, next: { after: ['a'] } }, { a: ['failed 1'] }, { resumed: true }),
  told('parameters and awkward constants reach the job as they are', { a: { args: { LIMIT: { param: 'limit' }, WHERE: { param: 'where' }, LIST: ['a', 'b c'], FLAG: true, ...AWKWARD } } }, {}, {
    params: {
      limit: { type: 'integer', description: '', default: 7, values: [] },
      where: { type: 'string', description: '', default: null, values: [] },
    },
  }, { given: { where: `it's {% here %}` }, arguments: { a: { LIMIT: '7', WHERE: `it's {% here %}`, LIST: '["a","b c"]', FLAG: 'true', ...AWKWARD } } }),
  told('values that begin with a dash reach the job as they are, constants and parameters', { a: { args: { NEGATIVE: -5, SMALL: -1e-7, LIMIT: { param: 'limit' }, WHERE: { param: 'where' }, USUAL: { param: 'usual' }, ...DASHED } } }, {}, {
    params: {
      limit: { type: 'integer', description: '', default: -7, values: [] },
      where: { type: 'string', description: '', default: null, values: [] },
      usual: { type: 'string', description: '', default: '--flag=-1', values: [] },
    },
  }, { given: { where: '-x "y" {% z %}' }, arguments: { a: { NEGATIVE: '-5', SMALL: '-1e-7', LIMIT: '-7', WHERE: '-x "y" {% z %}', USUAL: '--flag=-1', ...DASHED } } }),
];
