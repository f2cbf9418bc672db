import { describe, expect, it } from 'vitest';
import { defineConfig, environmentNamed, loadConfig, siteOf, type ConfigIo } from '../index.ts';

const roles = { job: 'arn:aws:iam::123456789012:role/job', crawler: 'arn:aws:iam::123456789012:role/crawler', stateMachine: 'arn:aws:iam::123456789012:role/sm' };
const dev = { account: '123456789012', region: 'eu-west-1', prefix: 'dev', buckets: { scripts: 'acme-scripts', runs: 'acme-runs' }, roles };

function files(content: Record<string, unknown>): ConfigIo {
  return {
    isFile: async (path) => path in content,
    importFile: async (path) => {
      const found = content[path];
      if (found instanceof Error) throw found;
      return { default: found };
    },
  };
}

describe('a configuration', () => {
  it('is found in a folder above, and gives every environment as a site', async () => {
    const io = files({ '/repo/millrace.config.ts': defineConfig({ environments: { local: { local: true }, dev: { ...dev, params: { source: 's3://x/' } } } }) });
    const config = await loadConfig('/repo/pipelines/orders', io);
    expect(config).toMatchObject({ file: '/repo/millrace.config.ts', problems: [] });
    const environment = config.environments['dev'];
    if (environment === undefined) throw new Error('dev was defined');
    expect(siteOf(environment)).toEqual({ prefix: 'dev', region: 'eu-west-1', account: '123456789012', scripts: 'acme-scripts', runs: 'acme-runs', roles: { ...roles, helper: null, events: null }, params: { source: 's3://x/' } });
  });

  it('may be missing: then there is the local environment, complete', async () => {
    const config = await loadConfig('/nowhere', files({}));
    expect(config).toMatchObject({ file: null, problems: [] });
    expect(config.environments['local']).toMatchObject({
      local: true, account: '000000000000', region: 'us-east-1', prefix: 'local',
      buckets: { scripts: 'millrace-local-scripts', runs: 'millrace-local-runs' },
    });
  });

  it('keeps the local defaults beside what it overrides', async () => {
    const io = files({ '/c/millrace.config.ts': { environments: { local: { local: true, prefix: 'mine' } } } });
    expect((await loadConfig('/c', io)).environments['local']).toMatchObject({ prefix: 'mine', region: 'us-east-1' });
  });

  it('may leave roles to the deploy, and say what their jobs may touch', async () => {
    const { roles: _brought, ...without } = dev;
    const io = files({ '/c/millrace.config.ts': { environments: {
      dev: { ...without, grants: { read: ['s3://acme-raw/'], policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, alertTopic: 'arn:aws:sns:eu-west-1:123456789012:alerts' },
      local: { local: true, roles: { job: null } },
    } } });
    const { environments, problems } = await loadConfig('/c', io);
    expect(problems).toEqual([]);
    expect(environments['dev']).toMatchObject({
      roles: { job: null, crawler: null, stateMachine: null, helper: null, events: null }, alertTopic: 'arn:aws:sns:eu-west-1:123456789012:alerts',
      grants: { read: ['s3://acme-raw/'], write: [], policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], statements: [] },
    });
    expect(environments['local']?.roles).toMatchObject({ job: null, helper: 'arn:aws:iam::000000000000:role/millrace-local-helper' });
  });

  it('tells all its problems at once, with the place and the likely word', async () => {
    const broken = { ...dev, account: 123456789012, regoin: 'x', buckets: { scripts: 'same', runs: 'same' }, roles: { ...roles, crawlr: 'x', job: 'job-role' }, prefix: undefined };
    const io = files({ '/c/millrace.config.ts': { environments: { dev: broken, Prod: dev }, enviroments: {} } });
    const { problems } = await loadConfig('/c', io);
    const told = problems.map((problem) => `${problem.code} ${problem.pointer}: ${problem.message.replace('/c/millrace.config.ts: ', '')} ${problem.hint}`);
    expect(told).toContainEqual("MR7002 /environments/dev/regoin: there is no field 'environments.dev.regoin'. Did you mean 'region'?");
    expect(told).toContainEqual("MR7002 /environments/dev/roles/crawlr: there is no field 'environments.dev.roles.crawlr'. Did you mean 'crawler'?");
    expect(told).toContainEqual("MR7002 /enviroments: there is no field 'enviroments'. Did you mean 'environments'?");
    expect(told.some((line) => line.includes('environments.dev.account must be the 12 digits'))).toBe(true);
    expect(told.some((line) => line.includes('environments.dev.buckets.runs must be another bucket'))).toBe(true);
    expect(told.some((line) => line.includes("environments.dev.roles.job must be a role's ARN"))).toBe(true);
    expect(told.some((line) => line.includes('environments.dev.prefix is missing'))).toBe(true);
    expect(told.some((line) => line.includes("'Prod' is no name for an environment"))).toBe(true);
  });

  it('is refused where two environments share the bucket of their runs', async () => {
    const prod = { ...dev, prefix: 'prod', buckets: { scripts: 'acme-prod-scripts', runs: 'acme-runs' } };
    const { problems } = await loadConfig('/c', files({ '/c/millrace.config.ts': { environments: { dev, prod } } }));
    expect(problems).toMatchObject([{ code: 'MR7001', pointer: '/environments/prod/buckets/runs', message: expect.stringContaining("'dev', 'prod' have one bucket for their runs, 'acme-runs'") as unknown }]);
    const apart = await loadConfig('/c', files({ '/c/millrace.config.ts': { environments: { dev, prod: { ...prod, buckets: { ...prod.buckets, runs: 'acme-prod-runs' } } } } }));
    expect(apart.problems).toEqual([]);
  });

  it('that does not evaluate is one problem, and the local environment stays', async () => {
    const config = await loadConfig('/c', files({ '/c/millrace.config.ts': new Error('Unexpected token') }));
    expect(config.problems.map((problem) => problem.message)).toEqual(['/c/millrace.config.ts does not evaluate: Unexpected token.']);
    expect(config.environments['local']?.local).toBe(true);
  });

  it('names the nearest environment when there is no such one', async () => {
    const config = await loadConfig('/c', files({ '/c/millrace.config.ts': { environments: { dev } } }));
    expect(environmentNamed(config, 'dve')).toMatchObject({ code: 'MR7004', hint: "Did you mean 'dev'?" });
    expect(environmentNamed(config, 'dev')).toMatchObject({ name: 'dev' });
  });
});
