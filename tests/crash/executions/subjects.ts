import type { Pipeline, Step } from '@millrace/core';
import { plainPipeline, plainScript, plainStep, type PlainStep } from '@millrace/testkit';
import type { Subject } from './subject.ts';

type Told = Parameters<typeof plainScript>[0];

const subject = (name: string, steps: Readonly<Record<string, PlainStep>>, told: Told = {}, more: Partial<Pipeline> = {}): Subject => ({ name, pipeline: plainPipeline(name, steps, more), script: plainScript(told) });

/** Calls of every kind between jobs. */
function called(): Subject {
  const { steps, ...rest } = plainPipeline('called', { extract: {}, load: { after: ['tell'] } });
  const after = (...names: readonly string[]): Pick<Step, 'after'> => ({ after: names.map((step) => ({ step, on: 'succeeded' })) });
  const base = plainStep('call');
  const calls: readonly Step[] = [
    { ...base, ...after('extract'), name: 'check', kind: 'lambda', with: { use: 'notify-check' } },
    { ...base, ...after('extract'), name: 'scale', kind: 'ssm', with: { document: 'Scale-scale' } },
    { ...base, ...after('check'), name: 'rest', kind: 'wait', with: { seconds: 90 } },
    { ...base, ...after('rest', 'scale'), name: 'tell', kind: 'sns', with: { topic: 'alerts-tell' } },
  ];
  return { name: 'called', pipeline: { ...rest, steps: [...steps, ...calls] }, script: plainScript({ scale: ['succeeded 3'], check: ['succeeded 2'], rest: ['succeeded 1.5'] }) };
}

/** A step whose first attempt leaves outputs that are not what it declares. */
function handing(): Subject {
  const { steps, ...rest } = plainPipeline('handing', { extract: {}, count: { after: ['extract'], retry: { attempts: 1 } }, load: { after: ['count'], args: { ROWS: { output: ['count', 'rows'], or: null } } }, audit: { after: ['extract'] } });
  return {
    name: 'handing', pipeline: { ...rest, steps: steps.map((step) => (step.name === 'count' ? { ...step, outputs: { rows: 'integer' } } : step)) }, script: plainScript({ count: ['failed 1', 'succeeded 2'], load: ['failed 1'] }),
    outputsOf: (_step, attempt) => ({ right: '{"rows": 42}', wrong: attempt === 1 ? { text: '{"rows": "many"}' } : null }),
  };
}

/** A stream that goes on beside its run. */
function streaming(): Subject {
  const { steps, ...rest } = plainPipeline('streaming', { extract: {}, feed: { after: ['extract'] }, clean: { after: ['extract'] }, load: { after: ['feed', 'clean'] } });
  const stream = (step: Step): Step => (step.kind === 'glueJob' && step.name === 'feed' ? { ...step, with: { type: 'streaming', script: './jobs/feed.py', args: {}, waitFor: 'started' } } : step);
  return { name: 'streaming', pipeline: { ...rest, steps: steps.map(stream) }, script: plainScript({ feed: ['succeeded 2'], load: ['failed 1'] }) };
}

/** Chains, forks, joins, retries, each kind of step, both policies, handlers. */
export const subjects: readonly Subject[] = [
  subject('chain', { extract: {}, clean: { after: ['extract'] }, load: { after: ['clean'] }, share: { after: ['load'] } }, { clean: ['succeeded 3'], load: ['failed 2'] }),
  subject('retried', { extract: {}, clean: { after: ['extract'], retry: { attempts: 2, on: ['failed', 'timedOut'], delaySeconds: 60 }, timeoutSeconds: 300 }, load: { after: ['clean'], retry: { attempts: 1 } } }, { clean: ['failed 2', 'timedOut 5', 'succeeded 1'], load: ['failed 1', 'failed 1'] }),
  subject('diamond', { extract: {}, clean: { after: ['extract'] }, check: { after: ['extract'], retry: { attempts: 1 } }, load: { after: ['clean', 'check'] } }, { clean: ['succeeded 4'], check: ['failed 1', 'succeeded 2'] }),
  subject('n-shape', { orders: {}, clients: {}, clean: { after: ['orders'] }, join: { after: ['orders', 'clients'] }, report: { after: ['join'] } }, { orders: ['succeeded 2'], clients: ['succeeded 3'], join: ['failed 1'] }),
  subject('nested', {
    extract: {}, left: { after: ['extract'] }, right: { after: ['extract'] }, 'left-a': { after: ['left'], retry: { attempts: 1, delaySeconds: 30 } }, 'left-b': { after: ['left'] }, 'left-end': { after: ['left-a', 'left-b'] },
    'right-a': { after: ['right'] }, 'right-b': { after: ['right'], retry: { attempts: 1 } }, 'right-end': { after: ['right-a', 'right-b'] }, load: { after: ['left-end', 'right-end'] },
  }, { 'left-a': ['failed 2', 'succeeded 2'], 'left-b': ['succeeded 3'], 'right-a': ['succeeded 5'], 'right-b': ['failed 1', 'failed 1'] }),
  subject('crawls', { extract: {}, raw: { crawler: true, after: ['extract'], retry: { attempts: 1 } }, clean: { after: ['extract'] }, curated: { crawler: true, after: ['clean', 'raw'] } }, { raw: ['failed 2', 'succeeded 3'], clean: ['succeeded 2'] }),
  called(),
  streaming(),
  handing(),
  subject('stops-early', { extract: {}, clean: { after: ['extract'] }, raw: { crawler: true, after: ['extract'] }, check: { after: ['extract'] }, load: { after: ['clean', 'check', 'raw'] } }, { clean: ['succeeded 4'], raw: ['succeeded 5'], check: ['failed 2'] }, { failurePolicy: 'stop' }),
  subject('stops-in-a-chain', { extract: {}, clean: { after: ['extract'] }, load: { after: ['clean'] } }, { clean: ['failed 2'], load: ['timedOut 120'] }, { failurePolicy: 'stop' }),
  subject('handled', { extract: {}, clean: { after: ['extract'] }, check: { after: ['extract'], optional: true } }, { clean: ['failed 2'], check: ['failed 1', 'failed 1'] }, { onFailure: plainStep('mend'), finally: plainStep('tidy', { retry: { attempts: 1 } }) }),
  subject('words', { extract: {}, clean: { after: ['extract'] }, repair: { after: ['clean failed'] }, audit: { after: ['clean finished'] }, either: { join: 'any', after: ['repair', 'audit'] }, load: { after: ['clean'] } }, { clean: ['failed 2'], audit: ['succeeded 3'] }),
  subject('one-at-a-time', { extract: {}, clean: { after: ['extract'] }, check: { after: ['extract'] } }, { clean: ['failed 2'] }, { overlap: 'skip' }),
  subject('in-turn', { extract: {}, clean: { after: ['extract'] } }, { clean: ['failed 2'] }, { overlap: 'queue' }),
];
