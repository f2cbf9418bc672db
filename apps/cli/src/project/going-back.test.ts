import { sha256, type Pipeline, type Scalar, type Site, type Step } from '@millrace/core';
import { resolveRefs, type Manifest } from '@millrace/deploy';
import { sfnTarget } from '@millrace/sfn';
import { describe, expect, test } from 'vitest';
import { obstacles } from './going-back.ts';

const site: Site = { prefix: 'dev', region: 'eu-west-1', account: '123456789012', scripts: 'acme-scripts', runs: 'acme-runs', roles: { job: null, crawler: null, stateMachine: null, helper: null, events: null }, params: {} };
const ROLE = 'arn:aws:iam::123456789012:role/millrace/dev/dev-orders-stateMachine';
const BROUGHT = 'arn:aws:iam::123456789012:role/acme-machines';
const word = { word: { type: 'string', description: '', default: 'usual', values: [] } } as const;
const day = { day: { type: 'date', description: '', default: null, values: [] } } as const;
const fit = { kind: 'lambda', with: { use: 'fit', payload: {} } } as const;

const scheduled = (params: Readonly<Record<string, Scalar>>): Pick<Pipeline, 'starts'> => ({ starts: [{ schedule: '0 2 * * ? *', params }] });
function calling(pipeline: Pipeline, call: Pick<Step, 'kind' | 'with'>): Pipeline {
  const [first] = pipeline.steps;
  // The kind and what belongs to it are changed together.
  return { ...pipeline, steps: [...pipeline.steps, { ...first, name: 'fit', ...call, after: [{ step: first?.name ?? '', on: 'succeeded' }] } as Step] };
}
const sources = new Map([['./load.py', { text: '', sha256: sha256('') }]]);
const job = (name: string): Step => ({ name, kind: 'glueJob', with: { type: 'pythonshell', script: './load.py', args: {} }, after: [], join: 'all', optional: false, outputs: {}, timeoutSeconds: null, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 } });
const orders = (more: Partial<Pipeline> = {}): Pipeline => ({
  schemaVersion: 1, name: 'orders', timezone: 'UTC', params: {}, starts: [], overlap: 'allow', failurePolicy: 'continue', onFailure: null, finally: null, prerequisites: [], steps: [job('load')], ...more,
});

function manifestOf(pipeline: Pipeline, where: Site): Pick<Manifest, 'resources'> {
  const { resources, problems } = sfnTarget.compile(pipeline, where, sources);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { resources: resolveRefs(resources, where).map(({ id, type, name, props, after, sha256 }) => ({ id, type, name, props, after, sha256 })) };
}
const revisionIn = ({ resources }: Pick<Manifest, 'resources'>): string => /"StateMachineRevisionId":"(\w+)"/.exec(JSON.stringify(resources))?.[1] ?? '';

/** `at` is the environment as it was when `then` was deployed. */
function back(then: Pipeline, now: Pipeline, { where = site, at = where, role = where.roles.stateMachine ?? ROLE }: { readonly where?: Site; readonly at?: Site; readonly role?: string } = {}) {
  return obstacles({ version: 1, pipeline: then, role, revision: revisionIn(manifestOf(then, at)) }, { target: sfnTarget, pipeline: now, manifest: manifestOf(now, where), site: where });
}
const NONE = { refusals: [], notes: [] };

describe('schedules stay as they are', () => {
  test('one that gives a parameter which the version does not declare would fail every run', () => {
    expect(back(orders(), orders({ params: word, ...scheduled({ word: 'x' }) })).refusals).toEqual([expect.stringMatching(/^Every run of schedule dev-orders--schedule-1 would fail with version 1: .*'word'.*\.$/)]);
    expect(back(orders(), orders({ params: word, ...scheduled({}) }))).toEqual(NONE);
  });

  test('one that gives no value for what the version requires would fail every run, and so would an event of S3', () => {
    const now = orders({ starts: [{ schedule: '0 2 * * ? *', params: {} }, { s3: 's3://acme-incoming/orders/' }] });
    expect(back(orders({ params: day }), now).refusals).toEqual([
      expect.stringMatching(/schedule dev-orders--schedule-1 would fail with version 1: parameter 'day' has no value\.$/),
      expect.stringMatching(/rule dev-orders--s3-1 would fail with version 1: parameter 'day' has no value\.$/),
    ]);
  });

  test('what the environment gave then may have gone from it since, so that is told', () => {
    const at = { ...site, params: { day: '2026-01-05' } };
    expect(back(orders({ params: day }), orders(scheduled({})), { at })).toEqual({ refusals: [], notes: [expect.stringMatching(/^Unless the environment gave it one .* every run of schedule dev-orders--schedule-1 will fail with version 1: parameter 'day' has no value\.$/)] });
    expect(back(orders({ params: day }), orders({ params: day, ...scheduled({}) }), { where: at })).toEqual(NONE);
  });

  test('a value that the version takes is fine, and one of another type is not', () => {
    const now = orders({ params: word, ...scheduled({ word: 'x' }) });
    expect(back(orders({ params: word }), now)).toEqual(NONE);
    expect(back(orders({ params: { word: { type: 'integer', description: '', default: 1, values: [] } } }), now).refusals).toEqual([expect.stringContaining("'word'")]);
  });
});

describe('the role stays as it is', () => {
  test.each<readonly [string, Pick<Step, 'kind' | 'with'>]>([
    ['lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:fit', fit],
    ['sns:Publish on arn:aws:sns:eu-west-1:123456789012:done', { kind: 'sns', with: { topic: 'done', message: 'x' } }],
    ['ssm:StartAutomationExecution on arn:aws:ssm:eu-west-1:123456789012:', { kind: 'ssm', with: { document: 'Scale', parameters: {} } }],
    ['glue:StartCrawler', { kind: 'crawler', with: { use: 'live-cat' } }],
    ['glue:StartJobRun', { kind: 'glueJob', with: { use: 'live-job', args: {} } }],
  ])('a version that needs %s is refused where today does not', (lack, call) => {
    expect(back(calling(orders(), call), orders()).refusals).toEqual([expect.stringMatching(/^Version 1 needs what the role of the state machine allows no more: /)]);
    expect(back(calling(orders(), call), orders()).refusals[0]).toContain(lack);
    expect(back(calling(orders(), call), calling(orders(), call))).toEqual(NONE);
    expect(back(orders(), calling(orders(), call))).toEqual(NONE);
  });

  test('runs that take turns ask for each other', () => {
    expect(back(orders({ overlap: 'queue' }), orders()).refusals).toEqual([expect.stringContaining('states:DescribeExecution')]);
  });

  test('with so many jobs that their names do not fit, as with few', () => {
    const many = orders({ steps: ['load', ...Array.from({ length: 250 }, (_, n) => `step-with-a-long-name-${n}`)].map(job) });
    expect(back(orders(), many)).toEqual(NONE);
    expect(back(many, many)).toEqual(NONE);
    expect(back(calling(many, fit), many).refusals).toEqual([expect.stringContaining('lambda:InvokeFunction')]);
  });

  test('one that the environment brings is not known, and what it must allow is said', () => {
    const where = { ...site, roles: { ...site.roles, stateMachine: BROUGHT } };
    expect(back(calling(orders(), fit), orders(), { where })).toEqual({ refusals: [], notes: [expect.stringMatching(/brings the role of the state machine, arn:aws:iam::123456789012:role\/acme-machines: version 1 needs .*lambda:InvokeFunction on /)] });
    expect(back(orders(), calling(orders(), fit), { where })).toEqual(NONE);
  });

  test('a version in a role that was made for it and is gone is refused; one in a role of before is told', () => {
    const where = { ...site, roles: { ...site.roles, stateMachine: BROUGHT } };
    expect(back(orders(), orders(), { where, role: ROLE }).refusals).toEqual([`Version 1 runs in the role ${ROLE}, which a later deploy has removed.`]);
    expect(back(orders(), orders(), { role: BROUGHT })).toEqual({ refusals: [], notes: [expect.stringContaining(`runs in the role ${BROUGHT}, and not in today's`)] });
  });
});

test('jobs and crawlers that a later deploy has removed are named', () => {
  expect(back(orders({ steps: [job('load'), job('clean'), { ...job('cat'), kind: 'crawler', with: { database: 'sales', s3: ['s3://acme-curated/orders/'] } } ] }), orders()).refusals[0]).toBe('Version 1 starts dev-orders-clean, dev-orders-cat, which a later deploy has removed.');
});
