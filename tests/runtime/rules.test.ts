import { decide, type Outcome } from '@millrace/core';
import { patternFault, resolveParams } from '@millrace/params';
import { decideJoins, decideOpener, type OpenerSpec, type OpenerView, type StepFacts } from '@millrace/runtime';
import { randomPipeline, unrestricted } from '@millrace/testkit';
import { expect, test } from 'vitest';
import { diceOf } from '../../packages/runtime/src/test/dice.ts';
import { PATTERNS, randomParams, randomProperties, START } from '../../packages/runtime/src/test/worlds.ts';

const OUTCOMES: readonly Outcome[] = ['succeeded', 'failed', 'timedOut', 'stopped', 'skipped'];

test('helpers join, skip and stop as the reference does', () => {
  let skips = 0;
  for (let seed = 0; seed < 400; seed += 1) {
    const { pipeline } = randomPipeline(seed, unrestricted);
    const dice = diceOf(seed);
    const ended = new Map(pipeline.steps.flatMap(({ name }) => (dice.chance(0.5) ? [[name, dice.pick(OUTCOMES)] as const] : [])));
    const busy = new Set(pipeline.steps.flatMap(({ name }) => (!ended.has(name) && dice.chance(0.3) ? [name] : [])));
    const steps = Object.fromEntries(pipeline.steps.map(({ name, after, join, optional }): [string, StepFacts] => [name, { node: 'job', name, retries: 0, after, join, optional }]));
    const { ready, skipped } = decide(pipeline, ended, busy);
    const found = decideJoins(steps, pipeline.failurePolicy, ended, busy);
    // Under the stop policy the reference leaves it to its caller that nothing starts.
    expect([found.ready, found.skipped], String(seed)).toEqual([ready, skipped]);
    skips += skipped.length;
  }
  expect(skips).toBeGreaterThan(200);
});

test('a run that was started outside is checked as one that Millrace starts', () => {
  const wrong = new Map<string, number>();
  for (let seed = 0; seed < 2000; seed += 1) {
    const dice = diceOf(seed);
    const { params, environmentParams } = randomParams(dice);
    const taken = Object.fromEntries(Object.entries(params).map(([name, { pattern, ...rest }]) => [name, { ...rest, ...(pattern === undefined || patternFault(pattern) !== null ? {} : { pattern }) }]));
    // What is no parameter of the run has stories of its own.
    const properties = Object.fromEntries(Object.entries(randomProperties(dice)).filter(([name]) => name.startsWith('param:')));
    const given = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name.slice('param:'.length), value]));
    const { values, problems } = resolveParams(taken, [{ name: 'environment', values: environmentParams }, { name: 'run', values: given }], { id: 'wr-1', date: '2026-01-31' });
    const spec: OpenerSpec = { schemaVersion: 1, kind: 'opener', pipeline: 'orders', graphHash: '', job: 'j', runsBucket: 'runs', timezone: 'UTC', params: taken, environmentParams, failurePolicy: 'continue', steps: {}, pollSeconds: 1, overlap: 'allow', mostQueued: 100, workflow: 'w' };
    const view: OpenerView = { now: START, jobRunId: 'jr_1', workflow: { name: 'w', runId: 'wr_1' }, chain: [{ runId: 'wr_1', startedOn: START - 8 * 3_600_000, properties }], jobs: {}, crawlers: {}, folder: {}, tickets: [], holder: null };
    const decision = decideOpener(spec, view);
    for (const { code } of problems) wrong.set(code, (wrong.get(code) ?? 0) + 1);
    if (problems.length === 0) expect(decision.action === 'write' ? decision.writes[0]?.body : decision, String(seed)).toMatchObject({ params: values });
    else expect(decision.action === 'end' ? decision.message.match(/parameter '/g)?.length : decision, `${seed} ${JSON.stringify(problems)}`).toBe(problems.length);
  }
  expect([...wrong.keys()].sort()).toEqual(['MR2010', 'MR2011', 'MR2012', 'MR2013', 'MR2014', 'MR2015', 'MR2016']);
  expect(PATTERNS.filter((one) => patternFault(one) === null).length).toBeGreaterThan(15);
});

const A = 'A'.repeat(40);
const texts = [
  `token=${A}`, 'tokens: 12', 'token=12', '"token": "abcdefgh"', 'secret=abc', 'secretsmanager:prod/db', 'password: x', 'a,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]', `github_pat_${A}`, `glpat-${A}`, `sk_live_${A}`, `AIza${A}`, `npm_${A}`, `ghp_${A}`, `xoxb-${A}`, 'AKIAABCDEFGHIJKLMNOP',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghij', '-----BEGIN RSA PRIVATE KEY-----', 'https://u:p@host/x', 'plain', 's3://bucket/key?x=1', A,
] as const;

// The runtime may import nothing, so it has the signs a second time.
test.each(texts)('%s looks like a secret to jobs if it does to `millrace run`', (text) => {
  const params = { value: { type: 'string', description: '', default: null, values: [] } } as const;
  const { problems } = resolveParams(params, [{ name: 'run', values: { value: text } }], { id: 'wr-1', date: '2026-01-31' });
  const spec: OpenerSpec = { schemaVersion: 1, kind: 'opener', pipeline: 'orders', graphHash: '', job: 'j', runsBucket: 'runs', timezone: 'UTC', params, environmentParams: {}, failurePolicy: 'continue', steps: {}, pollSeconds: 1, overlap: 'allow', mostQueued: 100, workflow: 'w' };
  const view: OpenerView = { now: START, jobRunId: 'jr_1', workflow: { name: 'w', runId: 'wr_1' }, chain: [{ runId: 'wr_1', startedOn: START, properties: { 'param:value': text } }], jobs: {}, crawlers: {}, folder: {}, tickets: [], holder: null };
  expect(decideOpener(spec, view).action).toBe(problems.length === 0 ? 'write' : 'end');
});
