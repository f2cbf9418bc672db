import { describe, expect, it } from 'vitest';
import type { Pipeline, PolicyStatement, Resource, RoleUse, Site } from '@millrace/core';
import { resolveRefs } from '@millrace/deploy';
import { roleName, roleOf, roleResources, startResources, WILDCARDS } from '../index.ts';
import { crawl, job, pipeline, site as brought } from '../test/pipeline.ts';
import { MOST_POLICY_CHARACTERS } from './policies/compact.ts';

const uses: readonly RoleUse[] = ['job', 'crawler', 'helper', 'events', 'stateMachine'];
const created: Site['roles'] = { job: null, crawler: null, stateMachine: null, helper: null, events: null };
const site: Site = { ...brought, roles: created, grants: { read: ['s3://acme-raw/orders/'], write: ['s3://acme-curated'], policies: ['arn:aws:iam::123456789012:policy/more'], statements: [] } };
const clean = job('clean', { with: { type: 'pythonshell', script: './jobs/clean.py', args: { TOKEN: { secret: 'prod/api' }, KEY: { secret: 'arn:aws:ssm:eu-west-1:123456789012:parameter/key' } } } });
const p = pipeline([clean, crawl('catalog'), job('nightly', { with: { use: 'nightly-load', args: {} } })], { starts: [{ schedule: '0 2 * * ? *', params: { day: '2026-01-01' } }, { s3: 's3://acme-raw/orders/' }] });

// Policies are built by this package, in IAM's own shape.
const statements = (role: Resource | undefined): readonly PolicyStatement[] => (role?.props['Policies'] as unknown as { PolicyDocument: { Statement: PolicyStatement[] } }[] | undefined)?.[0]?.PolicyDocument.Statement ?? [];
const roles = (of: Pipeline, ...wanted: readonly RoleUse[]): ReadonlyMap<string, Resource> => new Map(roleResources(of, site, ...wanted).map((role) => [role.id, role]));
const resourcesFor = (role: Resource | undefined, action: string): readonly string[] => statements(role).filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource: named }) => [named].flat());

describe('created roles', () => {
  it('stand in for those that the environment does not bring', () => {
    expect(roleOf(site, 'job')).toEqual({ ref: 'role.job', attr: 'arn' });
    expect(roleOf(brought, 'job')).toBe('arn:aws:iam::123456789012:role/job');
    expect(roleResources(p, brought, ...uses)).toEqual([]);
    expect([...roles(p, 'job', 'crawler', 'helper', 'events').values()].map(({ name }) => name)).toEqual(['dev-orders-crawler', 'dev-orders-events', 'dev-orders-helper', 'dev-orders-job']);
  });

  it('are not made for what the pipeline has not', () => {
    const only = roleResources(pipeline([job('clean')]), site, ...uses.filter((use) => use !== 'stateMachine'));
    expect(only.map(({ id }) => id)).toEqual(['role.helper', 'role.job']);
  });

  it('have names that IAM takes, and no two pipelines share one', () => {
    const long = { name: 'a'.repeat(40) };
    const name = roleName({ prefix: 'p'.repeat(20) }, long, 'stateMachine');
    expect(name).toHaveLength(64);
    expect(roleName({ prefix: 'p'.repeat(20) }, { name: `${'a'.repeat(39)}b` }, 'stateMachine')).not.toBe(name);
  });

  it('let a machine look at its own executions where runs may not overlap', () => {
    const looks = (overlap: Pipeline['overlap']) => resourcesFor(roles({ ...p, overlap }, 'stateMachine').get('role.stateMachine'), 'states:DescribeExecution');
    expect(looks('allow')).toEqual([]);
    for (const overlap of ['skip', 'queue'] as const) expect(looks(overlap)).toEqual([`arn:aws:states:${site.region}:${site.account}:execution:dev-orders:*`]);
  });

  it('let jobs read their scripts, their runs, their secrets, and what the environment grants', () => {
    const role = roles(p, 'job').get('role.job');
    expect(resourcesFor(role, 's3:PutObject')).toEqual(['arn:aws:s3:::acme-runs/orders/*', 'arn:aws:s3:::acme-curated/*']);
    expect(resourcesFor(role, 's3:GetObject')).toContain('arn:aws:s3:::acme-raw/orders/*');
    expect(resourcesFor(role, 'glue:GetWorkflowRun')).toEqual(['arn:aws:glue:eu-west-1:123456789012:workflow/dev-orders']);
    expect(resourcesFor(role, 'secretsmanager:GetSecretValue')).toEqual(['arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/api-??????']);
    // Nothing that reads secrets takes the ARN of another service.
    expect(resourcesFor(role, 'ssm:GetParameter')).toEqual([]);
    expect(role?.props['ManagedPolicyArns']).toEqual(['arn:aws:iam::123456789012:policy/more']);
  });

  it('let nobody remove what is recorded of runs: the opener alone takes its ticket out of the queue', () => {
    const made = roles(pipeline([job('clean')]), 'job', 'helper');
    expect(resourcesFor(made.get('role.job'), 's3:DeleteObject')).toEqual(['arn:aws:s3:::acme-curated/*']);
    expect(resourcesFor(made.get('role.helper'), 's3:DeleteObject')).toEqual(['arn:aws:s3:::acme-runs/orders/_queue/*']);
  });

  it('lie below a path of the environment, which their ARNs hold', () => {
    const role = roles(p, 'job').get('role.job');
    const [, user] = resolveRefs([...(role === undefined ? [] : [role]), { id: 'job.x', type: 'AWS::Glue::Job', name: 'x', props: { Role: roleOf(site, 'job') }, after: [], sha256: null, body: null }], site);
    expect(role?.props['Path']).toBe('/millrace/dev/');
    expect(user?.props['Role']).toBe('arn:aws:iam::123456789012:role/millrace/dev/dev-orders-job');
  });

  it('let jobs and crawlers reach what their settings name', () => {
    const settings = { extraPyFiles: ['s3://acme-libs/lib.zip'], extraJars: ['s3://acme-libs/x.jar'], pythonModules: ['pyarrow==15.0.2', 's3://acme-libs/a.whl'], tempDir: 's3://acme-tmp/work', sparkUi: 's3://acme-tmp/events/', connections: ['warehouse'], defaultArguments: { 'custom-logGroup-prefix': '/own/clean', 'continuous-log-logGroup': '/own/continuous' } };
    const events = crawl('catalog', { with: { database: 'sales', s3: ['s3://acme-raw/orders/'], settings: { recrawl: 'events', eventQueue: 'arn:aws:sqs:eu-west-1:123456789012:landed', connection: 'vpc' } } });
    const made = roles(pipeline([job('clean', { with: { type: 'etl', script: './jobs/clean.py', args: {}, settings } }), events]), 'job', 'crawler');
    const [jobs, crawlers] = [made.get('role.job'), made.get('role.crawler')];
    expect(resourcesFor(jobs, 's3:GetObject')).toEqual(expect.arrayContaining(['arn:aws:s3:::acme-libs/lib.zip*', 'arn:aws:s3:::acme-libs/x.jar*', 'arn:aws:s3:::acme-libs/a.whl*']));
    expect(resourcesFor(jobs, 's3:PutObject')).toEqual(expect.arrayContaining(['arn:aws:s3:::acme-tmp/work/*', 'arn:aws:s3:::acme-tmp/events/*']));
    expect(resourcesFor(jobs, 'glue:GetConnection')).toContain('arn:aws:glue:eu-west-1:123456789012:connection/warehouse');
    const groups = ['/own/clean/output', '/own/clean/error', '/own/continuous', '/aws-glue/jobs/output'];
    expect(resourcesFor(jobs, 'logs:PutLogEvents')).toEqual(expect.arrayContaining(groups.map((group) => `arn:aws:logs:eu-west-1:123456789012:log-group:${group}:*`)));
    expect(resourcesFor(crawlers, 'sqs:ReceiveMessage')).toEqual(['arn:aws:sqs:eu-west-1:123456789012:landed']);
    expect(resourcesFor(crawlers, 'glue:GetConnection')).toContain('arn:aws:glue:eu-west-1:123456789012:connection/vpc');
  });

  it('let a crawler read its targets and write tables of its database, and drop nothing', () => {
    const role = roles(p, 'crawler').get('role.crawler');
    expect(resourcesFor(role, 's3:GetObject')).toEqual(['arn:aws:s3:::acme-curated/orders/*']);
    expect(resourcesFor(role, 'glue:CreateTable')).toContain('arn:aws:glue:eu-west-1:123456789012:table/sales/*');
    expect(statements(role).flatMap(({ Action }) => Action).filter((action) => action.includes('Delete'))).toEqual([]);
  });

  it('let what starts runs start this one thing', () => {
    const role = roles(p, 'events').get('role.events');
    expect(statements(role)).toMatchObject([{ Action: ['glue:StartWorkflowRun', 'glue:notifyEvent'], Resource: ['arn:aws:glue:eu-west-1:123456789012:workflow/dev-orders'] }]);
    expect(roles(p, 'events', 'stateMachine').get('role.events')).toMatchObject({ props: { Policies: [{ PolicyDocument: { Statement: [{ Action: ['states:StartExecution'] }] } }] } });
  });

  it('let helpers start existing jobs too, under the roles that those have', () => {
    const role = roles(p, 'helper').get('role.helper');
    expect(resourcesFor(role, 'glue:StartJobRun')).toEqual(['arn:aws:glue:eu-west-1:123456789012:job/dev-orders-clean', 'arn:aws:glue:eu-west-1:123456789012:job/nightly-load']);
    expect(resourcesFor(role, 'iam:PassRole')).toEqual([]);
  });

  it('name every resource only where a reason is written down', () => {
    const spark = job('heavy', { with: { type: 'etl', script: './jobs/heavy.py', args: {} } });
    const all = [...roles(p, ...uses).values(), ...roles(pipeline([spark]), 'job').values()];
    const open = all.flatMap(statements).filter(({ Resource: named }) => [named].flat().includes('*')).map(({ Sid }) => Sid ?? 'unnamed');
    expect(open).toEqual(['LogDelivery', 'Tracing', 'SparkMetrics']);
    expect(open.filter((sid) => !(sid in WILDCARDS))).toEqual([]);
  });

  it('with too many jobs for one policy name them by their beginning, guarded by the ownership tag', () => {
    const many = pipeline([...Array.from({ length: 150 }, (_, index) => job(`step-with-a-long-name-${index}`)), job('nightly', { with: { use: 'nightly-load', args: {} } })]);
    const role = roles(many, 'helper').get('role.helper');
    expect(JSON.stringify(statements(role)).length).toBeLessThan(MOST_POLICY_CHARACTERS);
    expect(statements(role).find(({ Sid }) => Sid === 'StartJobsOwn')).toMatchObject({ Resource: ['arn:aws:glue:eu-west-1:123456789012:job/dev-orders-*'], Condition: { StringEquals: { 'aws:ResourceTag/millrace:owner': 'dev/orders' } } });
    expect(statements(role).find(({ Sid }) => Sid === 'StartJobs')).toMatchObject({ Resource: ['arn:aws:glue:eu-west-1:123456789012:job/nightly-load'] });
  });
});

describe('starts', () => {
  const target = { type: 'workflow', name: 'dev-orders' } as const;

  it('a schedule with a zone or values of its own is one of EventBridge Scheduler, and passes the scheduled instant', () => {
    const [schedule, rule] = startResources({ ...p, timezone: 'Europe/Madrid' }, site, target);
    expect(schedule).toMatchObject({ name: 'dev-orders--schedule-1', after: ['workflow'], props: { ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Madrid', Target: { RoleArn: { ref: 'role.events', attr: 'arn' } } } });
    expect(JSON.parse(String((schedule?.props['Target'] as { readonly Input: string }).Input))).toEqual({ Name: 'dev-orders', RunProperties: { 'param:day': '2026-01-01', 'millrace:scheduled': '<aws.scheduler.scheduled-time>' } });
    expect(rule).toMatchObject({ type: 'AWS::Events::Rule', props: { EventPattern: { detail: { bucket: { name: ['acme-raw'] }, object: { key: [{ prefix: 'orders/' }] } } }, Targets: [{ Arn: 'arn:aws:glue:eu-west-1:123456789012:workflow/dev-orders' }] } });
  });

  it('every schedule is EventBridge Scheduler\'s, on either orchestrator', () => {
    const plain = pipeline([job('clean')], { starts: [{ schedule: '0 2 * * ? *', params: {} }] });
    for (const type of ['workflow', 'stateMachine'] as const) expect(startResources(plain, site, { type, name: 'dev-orders' }).map(({ type: of }) => of)).toEqual(['AWS::Scheduler::Schedule']);
    expect(roleResources(plain, site, 'events')).toHaveLength(1);
  });

  it('a start that a workflow refuses since it runs is not tried again; a state machine refuses none, so that its starts are', () => {
    const plain = pipeline([job('clean')], { overlap: 'skip', starts: [{ schedule: '0 2 * * ? *', params: {} }] });
    const tries = (type: 'workflow' | 'stateMachine') => startResources(plain, site, { type, name: 'dev-orders' })[0]?.props['Target'];
    expect(tries('workflow')).toMatchObject({ RetryPolicy: { MaximumRetryAttempts: 0 } });
    expect(tries('stateMachine')).toMatchObject({ RetryPolicy: { MaximumRetryAttempts: 3 } });
  });

  it('failures are told only where the environment names a topic, in as many rules as their patterns need', () => {
    const told = { ...site, alertTopic: 'arn:aws:sns:eu-west-1:123456789012:alerts' };
    expect(startResources(p, told, target).map(({ id }) => id)).toEqual(['schedule.1', 'rule.s3.1', 'rule.alert.jobs.1', 'rule.alert.crawlers.1']);
    const many = pipeline(Array.from({ length: 100 }, (_, index) => job(`step-with-a-long-name-${index}`)));
    const rules = startResources(many, told, target);
    expect(rules.length).toBeGreaterThan(1);
    for (const { props } of rules) expect(JSON.stringify(props['EventPattern']).length).toBeLessThanOrEqual(2048);
  });
});
