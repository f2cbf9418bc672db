import type { BridgeSpec, HelperBase, StepFacts } from '../helper-spec.ts';
import type { CallFacts } from '../helper-actions.ts';
import type { RunState } from '../run-state.ts';

export const ORDERS = 'orders/20260131t020000-abcdef/';
export const step = (name: string, after: StepFacts['after'] = [], more: Partial<StepFacts> = {}): StepFacts => ({ node: 'job', name: `p-${name}`, retries: 0, after, join: 'all', optional: false, ...more });
export const on = (name: string, word: 'succeeded' | 'failed' | 'finished' = 'succeeded') => ({ step: name, on: word }) as const;

export const base: HelperBase = {
  schemaVersion: 1, pipeline: 'orders', graphHash: '', job: 'p-helper', runsBucket: 'runs', timezone: 'UTC', params: {}, environmentParams: {}, failurePolicy: 'continue', steps: {}, pollSeconds: 20,
};
/** A look at the run: job runs by job as states, the last one newest, and the folder's objects. */
export function look(states: Readonly<Record<string, string>>, folder: RunState['folder'] = {}, more: Partial<RunState> = {}): RunState {
  const jobs = Object.fromEntries(Object.entries(states).map(([name, words]) => [`p-${name}`, words.split(' ').map((state, attempt) => ({ id: `jr_${name}_${attempt}`, state, attempt, start: attempt, end: null }))]));
  const properties = { 'millrace:run': '20260131t020000-abcdef', 'millrace:date': '2026-01-31', 'millrace:continuation': '1' };
  return {
    now: 1_000_000, jobRunId: 'jr_own', workflow: { name: 'w', runId: 'wr_1' }, chain: [{ runId: 'wr_1', startedOn: 0, properties }], jobs, crawlers: {},
    folder: { 'run.json': { date: '2026-01-31', params: {} }, ...folder }, ...more,
  };
}
export const idle: CallFacts = { running: null, other: null, outputs: null };
export const running = (state: NonNullable<CallFacts['running']>['state'], id = 'jr_1'): CallFacts => ({ ...idle, running: { id, state, message: null } });
export const bridge = (call: BridgeSpec['call'], more: Partial<BridgeSpec> = {}): BridgeSpec => ({
  ...base, kind: 'bridge', step: 'load', call, handler: false, timeoutSeconds: 600, retry: { attempts: 1, on: ['failed'], delaySeconds: 60 }, ...more,
});
