import type { RunView } from './decide-bootstrap.ts';
import type { JobSpec, SpecOutput, SpecParam, SpecScalar, SpecValue } from './job-spec.ts';

/** One input of the bootstrap's decision, as plain data: `objects` are the runs bucket's. */
export interface Case {
  readonly spec: JobSpec;
  readonly view: Omit<RunView, 'read'>;
  readonly objects: Readonly<Record<string, unknown>>;
  /** What the script left as its outputs; null for nothing. */
  readonly left: string | null;
}
export const viewOf = ({ view, objects }: Case): RunView => ({ ...view, read: (key) => (Object.hasOwn(objects, key) ? objects[key] : null) });

/** A seeded input: every branch of the decision comes up often. */
export function randomCase(seed: number): Case {
  let state = seed * 2_654_435_761 + 1;
  const random = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return state / 0x1_0000_0000;
  };
  const chance = (p: number): boolean => random() < p;
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new Error('Nothing to pick from.');
    return one;
  };
  const names = ['source', 'day', 'count', 'ratio', 'flag', 'mode', 'uri', 'constructor'].filter(() => chance(0.5));
  const params = Object.fromEntries(names.map((name) => [name, randomParam(pick, chance)]));
  const properties = Object.fromEntries([...names, 'stranger'].filter((name) => chance(name === 'stranger' ? 0.08 : 0.4)).map((name) => [`param:${name}`, pick(texts)]));
  const run = '20260131t020000-abcdef';
  const known = chance(0.5);
  const depth = 1 + Math.floor(random() * 3);
  const chain = Array.from({ length: depth }, (_, index) => ({
    runId: `wr_A/${String(index)}_Z`,
    startedOn: 1_769_900_000_000 + Math.floor(random() * 31_536_000_000),
    properties: index === depth - 1 ? { ...properties, ...(known ? { 'millrace:run': chance(0.95) ? run : pick(['../x', '', 'wr-0f']), 'millrace:date': '2026-01-31', 'millrace:continuation': pick(['1', '2']) } : {}) } : {},
    ...(chance(0.3) ? { resumed: true } : {}),
  }));
  const folder = `orders/${known ? run : `wr-a-${String(depth - 1)}-z`}/`;
  const objects: Record<string, unknown> = {};
  if (chance(0.3)) objects[`${folder}stop.json`] = { at: 1 };
  if (chance(0.15)) objects[`${folder}continuations/${pick(['0001', '0002'])}.native.json`] = { nativeId: pick<unknown>([`wr_A/${depth - 1}_Z`, 'wr_other', 3]) };
  if (chance(0.85)) objects[`${folder}continuations/0002.json`] = { keep: chance(0.3) ? ['load'] : ['other'] };
  if (chance(0.4)) objects[`${folder}run.json`] = { date: '2026-02-01', params: Object.fromEntries(names.map((name) => [name, pick(scalars)])) };
  if (chance(0.7)) objects[`${folder}outputs/clean.json`] = { rows: pick<unknown>([3, 'x', true, null, [1]]), constructor: pick(scalars) };
  const outputs = chance(0.5) ? Object.fromEntries(['rows', 'path', 'ok', 'constructor', 'text'].filter(() => chance(0.6)).map((name) => [name, pick(outputTypes)])) : null;
  const args = Object.fromEntries(['A', 'B', 'C', 'day', 'E'].filter(() => chance(0.7)).map((name) => [name, randomValue(pick, chance, names)]));
  const spec: JobSpec = {
    schemaVersion: 1,
    pipeline: 'orders',
    step: 'load',
    job: 'p-orders-load',
    scriptUri: 's3://scripts/x/load.py',
    runsBucket: 'runs',
    timezone: pick(['UTC', 'Europe/Madrid', 'Pacific/Auckland', 'America/Los_Angeles']),
    args,
    params,
    environmentParams: Object.fromEntries(names.filter(() => chance(0.3)).map((name) => [name, pick(scalars)])),
    handler: chance(0.3),
    ...(outputs === null ? {} : { outputs }),
    ...(chance(0.5) ? { graphHash: 'abc' } : {}),
  };
  const told = { outcome: chance(0.5) ? 'failed' : null, failedSteps: chance(0.5) ? pick(['', 'load,clean']) : null };
  const inWorkflow = chance(0.8);
  // The only entry of a job that was started by itself is that job run.
  const alone = chance(0.7) ? chain.slice(-1).map((one) => ({ ...one, runId: 'JR_1' })) : [];
  const workflow = inWorkflow ? { name: 'w', runId: 'wr_A/0_Z' } : null;
  const view = { now: 1_769_900_000_123, jobName: 'p-orders-load', jobRunId: 'JR_1', workflow, chain: inWorkflow ? chain : alone, told, scriptPath: '/tmp/load.py' };
  return { spec, view, objects, left: randomLeft(outputs ?? {}, pick, chance) };
}

const scalars: readonly SpecScalar[] = ['x', '-x', '', '2026-01-31', 's3://bucket/k ey', 'true', '42', 7, -3, 0, 0.1, 1.5e-7, 1e21, 123456789012345680000, 1e-6, -2.5e300, 5e-324, true, false, 'é\u0001"\\', '-h'];
const texts: readonly string[] = ['x', '-x', '', ' 42 ', '+7', '9007199254740993', '9'.repeat(400), '0.5', '.5', '5.', '1e400', '1E-7', '-0', '1e21', 'true', 'True', '2026-01-31', '2026-02-30', 's3://bucket', 's3://bucket/a b', 's3://B/x', 's3://bucket/\u0001', 'a\n', '2026-01-31\n', 'red', '--MILLRACE_SPEC'];

const outputTypes: readonly SpecOutput[] = ['string', 'integer', 'boolean', 's3Uri'];
/** Right ones most often, so that each mistake is also seen alone. */
function randomLeft(declared: Readonly<Record<string, SpecOutput>>, pick: Pick, chance: (p: number) => boolean): string | null {
  if (chance(0.08)) return null;
  if (chance(0.15)) return pick(['', '{', '[]', 'null', '{"rows": NaN}', '\ufeff{}', '"x"', 'x'.repeat(65_537), `{"rows":${' '.repeat(65_525)}1}`, `{"rows":${' '.repeat(65_530)}1}`, '{"rows":1,"rows":true}']);
  const good: Readonly<Record<SpecOutput, readonly unknown[]>> = {
    string: ['x', '', '-h', 'é\u0001"\\', '\ud800', '{% x %}'], integer: [0, -3, 999_999_999_999_999, 2.0], boolean: [true, false], s3Uri: ['s3://bucket/x', 's3://bucket', 's3://bucket/a b'],
  };
  const bad: readonly unknown[] = [null, [1], {}, 1e15, -1e15, 0.5, 1e300, 's3://B/x', 's3://bucket/x\n', 'true', '3'];
  const entries = Object.entries(declared).filter(() => !chance(0.05)).map(([name, type]) => [name, chance(0.12) ? pick(bad) : pick(good[type])] as const);
  return JSON.stringify(Object.fromEntries([...entries, ['stranger', { deep: [1] }]])).replace(':2,', ':2.0,').replace(':0,', ':-0.0,');
}

type Pick = <T>(from: readonly T[]) => T;
function randomParam(pick: Pick, chance: (p: number) => boolean): SpecParam {
  const type = pick(['string', 'integer', 'double', 'boolean', 'date', 's3Uri', 'enum'] as const);
  const good: Readonly<Record<SpecParam['type'], SpecScalar>> = { string: 's', integer: 3, double: 0.25, boolean: true, date: '2026-03-01', s3Uri: 's3://bucket/x', enum: 'red', bucket: 'acme-raw', secret: 'prod/db', iamRole: 'arn:aws:iam::123456789012:role/etl' };
  const usual = chance(0.3) ? null : chance(0.2) ? { run: pick(['id', 'date'] as const) } : chance(0.9) ? good[type] : pick(scalars);
  return { type, description: '', default: usual, values: type === 'enum' ? ['red', 'x'] : [] };
}
function randomValue(pick: Pick, chance: (p: number) => boolean, names: readonly string[]): SpecValue {
  if (chance(0.3)) return pick(scalars);
  if (chance(0.2)) return [pick(scalars), pick(scalars)];
  if (chance(0.3)) return { run: pick(['id', 'date'] as const) };
  if (chance(0.1)) return { secret: pick(['s', 'prod/db', 'arn:aws:secretsmanager:eu-west-1:1:secret:db-x']) };
  if (chance(0.3)) return { output: [pick(['clean', 'clean', 'other']), pick(['rows', 'constructor', 'toString'])], or: chance(0.5) ? pick(scalars) : null };
  return names.length > 0 && chance(0.9) ? { param: pick(names) } : { param: 'missing' };
}
