import type { StepFacts } from '../helper-spec.ts';
import type { SpecParam, SpecScalar, SpecValue } from '../job-spec.ts';
import type { NodeRun, RunState } from '../run-state.ts';
import type { Dice } from './dice.ts';

export const RUN = '20260131t020000-abcdef';
export const START = 1_769_900_000_000;
export const JOB_STATES = ['STARTING', 'RUNNING', 'STOPPING', 'WAITING', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'EXPIRED'] as const;
const CRAWL_STATES = ['RUNNING', 'CANCELLING', 'CANCELLED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'ERROR'] as const;
/** What people and broken scripts leave in a run's folder. */
export const JUNK: readonly unknown[] = [null, 0, true, '', 'x', [], ['kept'], {}, { skipped: null }, { at: '7' }, { script: 1 }, { keep: 'load' }, { keep: [1, 'load'] }, { outcome: ['failed'] }, { id: 3 }];

/** What somebody may give as the id of a run; the last is that of a run that was started outside. */
const NO_RUNS = ['', '../../../pwn5', '20260131t020000-abcdef\n', '20260131t020000-ABCDEF', '20260131T020000-abcdef', 'wr-', 'wr_1', 'a/b', 'wr-0f'] as const;

export type Steps = Readonly<Record<string, StepFacts>>;
const NAMES = ['clean', 'load', 'constructor', 'to-string', 'a', 'b-1', 'catalog', 'notify', 'value-of'];

export function randomSteps(dice: Dice): Steps {
  const names = dice.some(NAMES, 0.6);
  return Object.fromEntries((names.length > 0 ? names : ['load']).map((name, index, all): [string, StepFacts] => {
    const node = dice.pick(['job', 'job', 'bridge', 'crawler'] as const);
    const after = all.slice(0, index).filter(() => dice.chance(0.4)).map((step) => ({ step, on: dice.pick(['succeeded', 'succeeded', 'failed', 'finished'] as const) }));
    return [name, { node, name: node === 'bridge' ? `p-${name}-bridge` : `p-${name}`, retries: node === 'job' ? dice.pick([0, 0, 1, 2]) : 0, after, join: dice.pick(['all', 'all', 'any']), optional: dice.chance(0.2), ...(dice.chance(0.3) ? { gated: true as const } : {}) }];
  }));
}

/** Clocks differ and jump: now may lie before what has happened. */
const instant = (dice: Dice): number => START + dice.between(-5, 60) * 60_000;

/** A run somewhere on its way: the graph and the folder fit together mostly, and sometimes not. */
export function randomState(dice: Dice, steps: Steps, pipeline = 'orders'): RunState {
  const ours = dice.chance(0.7);
  const continuation = dice.chance(0.97) ? dice.pick(['1', '1', '2', '3']) : dice.pick(['0', '', '../1', '1\n', '1234567']);
  const properties = { ...randomProperties(dice), ...(ours ? { 'millrace:run': dice.chance(0.95) ? RUN : dice.pick(NO_RUNS), 'millrace:date': '2026-01-31', 'millrace:continuation': continuation } : {}) };
  const depth = dice.pick([1, 1, 2, 3]);
  const chain = Array.from({ length: depth }, (_, index) => ({ runId: `wr_${depth - index}`, startedOn: instant(dice), properties: index === depth - 1 ? properties : {}, ...(dice.chance(0.3) ? { resumed: true } : {}) }));
  const four = (ours ? continuation : '1').padStart(4, '0');
  const folder: Record<string, unknown> = {};
  const jobs: Record<string, NodeRun[]> = {};
  const crawlers: Record<string, NodeRun[]> = {};
  for (const [name, facts] of Object.entries(steps)) play(dice, name, facts, { folder, jobs, crawlers, four });
  if (dice.chance(0.03)) folder['refused.json'] = dice.pick<unknown>([{ message: 'no', at: 1 }, null]);
  if (dice.chance(0.12)) folder['stop.json'] = dice.pick<unknown>([{ at: 1 }, { at: 1 }, null]);
  if (dice.chance(0.6)) folder['run.json'] = dice.chance(0.9) ? { date: '2026-02-01', params: { day: '2026-01-30', count: 3, text: 'é\u0001"\\😀' } } : dice.pick(JUNK);
  if (dice.chance(continuation === '1' ? 0.4 : 0.93)) folder[`continuations/${four}.json`] = dice.chance(0.9) ? { n: Number(continuation), means: dice.pick(['first', 'skipMap', 'native']), keep: dice.some(Object.keys(steps), 0.4) } : dice.pick(JUNK);
  if (dice.chance(0.3)) folder[`continuations/${four}.native.json`] = { nativeId: dice.pick(['wr_1', 'wr_1', 'wr_1', 'wr_2', chain[0]?.runId]) };
  if (dice.chance(0.1)) folder['continuations/0004.json'] = { means: dice.pick(['native', 'skipMap']), keep: [] };
  if (dice.chance(0.4)) folder[`handlers/${four}.json`] = dice.chance(0.9) ? { outcome: dice.pick(['failed', 'succeeded']), failedSteps: dice.some(Object.keys(steps), 0.4), at: 1 } : dice.pick(JUNK);
  if (dice.chance(0.5)) folder['outputs/clean.json'] = dice.chance(0.9) ? { rows: dice.pick<unknown>([3, 'x', true, null, 0.1]) } : dice.pick(JUNK);
  for (const [key] of dice.some(Object.entries(folder), 0.03)) folder[key] = dice.pick(JUNK);
  const workflow = dice.chance(0.95) ? { name: `w-${pipeline}`, runId: chain[0]?.runId ?? '' } : null;
  return { now: instant(dice), jobRunId: 'jr_own', workflow, chain: dice.chance(0.97) ? chain : [], jobs, crawlers, folder };
}

interface Traces {
  readonly folder: Record<string, unknown>;
  readonly jobs: Record<string, NodeRun[]>;
  readonly crawlers: Record<string, NodeRun[]>;
  readonly four: string;
}

function play(dice: Dice, step: string, facts: StepFacts, { folder, jobs, crawlers, four }: Traces): void {
  if (dice.chance(0.35)) return;
  const start = instant(dice);
  if (facts.node === 'crawler') {
    crawlers[facts.name] = [{ id: '', state: dice.pick(CRAWL_STATES), attempt: 0, start, end: null }];
    return;
  }
  const attempts = facts.node === 'job' ? dice.between(1, facts.retries + 1) : 1;
  jobs[facts.name] = Array.from({ length: attempts }, (_, attempt) => {
    const last = attempt === attempts - 1;
    const id = attempt === 0 ? `jr_${step}` : `jr_${step}_attempt_${attempt}`;
    const marker = dice.pick<unknown>([{ script: true, at: start }, { script: true, at: start }, { script: true, at: start }, 'none', { skipped: 'stop', at: 1 }, { skipped: 'kept', at: 1 }, { script: true, ended: 'timedOut', at: 1 }, { skipped: 'attached', to: 'jr_x', at: 1 }]);
    if (marker !== 'none' && (facts.node === 'job' || dice.chance(0.3))) folder[`steps/${step}/${id}.json`] = marker;
    return { id, state: last ? dice.pick(JOB_STATES) : 'FAILED', attempt, start: start + attempt * 60_000, end: null };
  }).reverse();
  if (facts.node === 'bridge') randomCalls(dice, step, four, folder);
}

/** Attempts of a bridge; the last one may be open. */
export function randomCalls(dice: Dice, step: string, four: string, folder: Record<string, unknown>): void {
  const count = dice.pick([0, 1, 1, 2, 3]);
  for (let attempt = 1; attempt <= count; attempt += 1) {
    const at = instant(dice);
    const key = `calls/${step}/${four}-${attempt}`;
    if (dice.chance(0.97)) folder[`${key}.json`] = { at, id: dice.pick<unknown>([null, '', `jr_${step}_${attempt}`, `jr_${step}`]), ...(dice.chance(0.2) ? { asked: at } : {}), ...(dice.chance(0.15) ? { attached: true } : {}) };
    if (attempt === count && dice.chance(0.6)) continue;
    folder[`${key}.end.json`] = { at: at + 60_000, outcome: dice.pick(['succeeded', 'failed', 'failed', 'timedOut', 'timedOut', 'stopped', 'odd']), message: dice.pick(['', 'why 😀', 'x']), ...(dice.chance(0.1) ? { refused: true } : {}), ...(dice.chance(0.1) ? { skipped: true } : {}) };
  }
}

const SCALARS: readonly SpecScalar[] = ['x', '  lead', '-x', '', '2026-01-31', 's3://bucket/k ey', 'true', '42', 7, -3, 0, 0.1, 1e21, 1e-6, 2.5e300, true, false, 'é\u0001"\\', '😀\u2028', 'ſpaß'];
const TEXTS: readonly string[] = ['x', '', ' 42 ', '\u00a042\ufeff', '\u001c42', '٤٢', '+7', '9007199254740993', '9'.repeat(400), '0'.repeat(5000) + '1', '0.5', '1e400', '-0', 'true', '2026-01-31', '0000-02-29', '2026-02-30', 's3://bucket', 's3://bucket/\u0001', 'a\n', 'red', 'AB-12', 'AB-12\n', '😀😀', 'abc', '12', 'password=hunter2', 'AKIAABCDEFGHIJKLMNOP', 'pwd:\u00a0$x', 'acme-raw', 'arn:aws:iam::123456789012:role/etl'];
/** Patterns as `patternFault` of params takes them, with what JavaScript and Python read differently. */
export const PATTERNS: readonly string[] = ['[A-Z]{2}-\\d+', '.', '..?', '\\s*\\d+\\s*', '[^\\s]+', '[\\S]*', '\\S+', '\\w{1,5}', '[😀]{2}', '\\u{1F600}+', '\\ud83d\\ude00.', '[\\u{1F600}x]*', 'a\\/b|abc', '[a\\-z]+', '[&&|~\\[]+|x', '[]|x', '[^]*', '(?:ab?|\\cJ)c?', '\\p{L}+', '\\P{Lu}*', '[\\p{Nd}]+', '^abc$', '$^', '\\bx\\b', '\\x41KIA.*'];

/** What EventBridge Scheduler passes as the scheduled instant, and what people make of it. */
const INSTANTS = ['2026-11-20T03:00:00Z', '2026-03-29T00:59:59Z', '2026-10-25T10:00:00Z', '2024-02-29T23:59:59Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T03:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T23:59:60Z', '2026-13-01T00:00:00Z', '2026-11-20T03:00:00Z\n', '٢٠٢٦-11-20T03:00:00Z', '2026-11-20T03:00:00+01:00', '2026-11-20T03:00:00.000Z', '', '<aws.scheduler.scheduled-time>'] as const;

const PARAMS = ['day', 'count', 'ratio', 'flag', 'mode', 'uri', 'text', 'constructor'] as const;

export function randomProperties(dice: Dice): Readonly<Record<string, string>> {
  const given = [...PARAMS, 'stranger'].filter((name) => dice.chance(name === 'stranger' ? 0.05 : 0.3)).map((name) => [`param:${name}`, dice.pick(TEXTS)] as const);
  const bare = dice.chance(0.1) ? [[dice.pick([...PARAMS, 'stranger', 'aws:x', 'millrace:x']), dice.pick(TEXTS)] as const] : [];
  return Object.fromEntries([...given, ...bare, ...(dice.chance(0.3) ? [['millrace:scheduled', dice.pick(INSTANTS)] as const] : [])]);
}

export function randomParams(dice: Dice): { readonly params: Readonly<Record<string, SpecParam>>; readonly environmentParams: Readonly<Record<string, SpecScalar>> } {
  const names = dice.some(PARAMS, 0.5);
  const params = Object.fromEntries(names.map((name) => [name, randomParam(dice)]));
  return { params, environmentParams: Object.fromEntries(names.filter(() => dice.chance(0.3)).map((name) => [name, dice.pick(SCALARS)])) };
}

function randomParam(dice: Dice): SpecParam {
  const type = dice.pick(['string', 'secret', 'integer', 'double', 'boolean', 'date', 's3Uri', 'enum', 'bucket', 'iamRole'] as const);
  const good: Readonly<Record<SpecParam['type'], SpecScalar>> = { string: 'abc', integer: 3, double: 0.25, boolean: true, date: '2026-03-01', s3Uri: 's3://bucket/x', enum: 'red', bucket: 'acme-raw', iamRole: 'arn:aws:iam::123456789012:role/etl', secret: 'prod/db' };
  const usual = dice.chance(0.2) ? null : dice.chance(0.15) ? { run: dice.pick(['id', 'date'] as const) } : dice.chance(0.9) ? good[type] : dice.pick(SCALARS);
  const text = ['string', 's3Uri', 'bucket', 'iamRole'].includes(type);
  const number = type === 'integer' || type === 'double';
  return {
    type, description: '', default: usual, values: type === 'enum' ? ['red', 'x', '😀😀'] : [],
    ...(text && dice.chance(0.4) ? { pattern: dice.pick(PATTERNS) } : {}),
    ...(text && dice.chance(0.2) ? { minLength: dice.between(0, 3) } : {}),
    ...(text && dice.chance(0.2) ? { maxLength: dice.between(3, 9) } : {}),
    ...(number && dice.chance(0.3) ? { min: dice.pick([-1, 0, 0.5, 5]) } : {}),
    ...(number && dice.chance(0.3) ? { max: dice.pick([5, 40.5, 100]) } : {}),
    ...(dice.chance(0.15) ? { overridable: dice.chance(0.3) } : {}),
  };
}

export function randomValues(dice: Dice): Readonly<Record<string, SpecValue>> {
  return Object.fromEntries(dice.some(['A', 'B', 'day', 'constructor', 'message'], 0.5).map((name) => [name, randomValue(dice)]));
}
export function randomValue(dice: Dice): SpecValue {
  if (dice.chance(0.35)) return dice.pick(SCALARS);
  if (dice.chance(0.2)) return dice.some(SCALARS, 0.2);
  if (dice.chance(0.3)) return { run: dice.pick(['id', 'date'] as const) };
  if (dice.chance(0.2)) return { secret: dice.pick(['s', 'prod/db', 'arn:aws:secretsmanager:eu-west-1:1:secret:db-x']) };
  if (dice.chance(0.5)) return { output: [dice.pick(['clean', 'clean', 'other']), dice.pick(['rows', 'constructor'])], or: dice.chance(0.7) ? dice.pick(SCALARS) : null };
  return { param: dice.pick(['day', 'count', 'text', 'missing']) };
}
