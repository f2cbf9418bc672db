import { apply, memoryStore, planDeploy, providerMap, resolveRefs, systemClock } from '@millrace/deploy';
import type { ApplyResult, Plan } from '@millrace/deploy';
import { beforeEach, describe, expect, it } from 'vitest';
import { crawlerResource, jobResource, physical, scriptResources, workloadProvidersOn } from '../index.ts';
import { crawl, job, pipeline, site, sources } from '../test/pipeline.ts';
import { fakeGlue, fakeObjects } from '../test/fake-glue.ts';

const p = pipeline([job('clean', { with: { type: 'pythonshell', script: './jobs/clean.py', args: { MODE: 'full' } } }), crawl('catalog', { after: [{ step: 'clean', on: 'succeeded' }] })]);
const texts = { './jobs/clean.py': 'print(1)\n' };

let glue = fakeGlue();
let objects = fakeObjects();
let store = memoryStore();
beforeEach(() => {
  glue = fakeGlue();
  objects = fakeObjects();
  store = memoryStore();
});

function about(given: Readonly<Record<string, string>> = texts) {
  const scripts = sources(given);
  const list = [
    ...scriptResources(p, site, scripts, { bootstrap: true }),
    ...p.steps.map((step) => (step.kind === 'crawler' ? crawlerResource(step, site, p) : jobResource(step, site, p, { bootstrap: true }, scripts))),
  ];
  const names = physical(site, p);
  return {
    store,
    owner: names.owner,
    desired: resolveRefs(list, site),
    location: { bucket: site.scripts, key: names.manifestKey },
    providers: providerMap(workloadProvidersOn(glue, objects, site)),
  };
}
const plan = (given = texts): Promise<Plan> => planDeploy(about(given));
async function deploy(given = texts): Promise<ApplyResult> {
  const { changes } = await plan(given);
  const deployment = { owner: 'dev/orders', target: 'glue', pipeline: { name: 'orders' } };
  return await apply({ ...about(given), changes, deployment, clock: systemClock(), random: () => 0.5 });
}

describe('jobs, crawlers and scripts', () => {
  it('are deployed, and a second deploy finds nothing to do in what the service answers', async () => {
    expect((await deploy()).applied).toBe(5);
    glue.calls.length = 0;
    expect((await plan()).changes).toMatchObject({ changes: [], unchanged: 5 });
    await deploy();
    expect(glue.calls.filter((call) => !/^(Batch)?Get/.test(call))).toEqual([]);
  });

  it('carry the owner, on Glue as a tag and on S3 as metadata', async () => {
    await deploy();
    expect([...objects.all.values()].map((object) => object.metadata)).toEqual(Array.from({ length: 3 }, () => ({ 'millrace-owner': 'dev/orders' })));
    const [provider] = workloadProvidersOn(glue, objects, site).slice(1);
    expect(await provider?.read('dev-orders-clean')).toMatchObject({ owner: 'dev/orders', props: { Tags: { 'millrace:owner': 'dev/orders' } } });
  });

  it('a changed script is a new object, the job is pointed at its spec, and the old objects stay for the runs that read them', async () => {
    await deploy();
    await deploy({ './jobs/clean.py': 'print(2)\n' });
    expect([...objects.all.values()].map((object) => object.text)).toContain('print(2)\n');
    expect([...objects.all.values()].map((object) => object.text)).toContain('print(1)\n');
    expect(objects.all.size).toBe(5);
  });

  it('tags of the author are set, changed and removed with the pipeline alone; those that others add are left alone', async () => {
    const tagged = (tags: Readonly<Record<string, string>>) => pipeline([job('clean', { with: { type: 'pythonshell', script: './jobs/clean.py', args: {}, settings: { tags } } })]);
    const scripts = sources(texts);
    const of = (version: ReturnType<typeof tagged>) => ({ ...about(), desired: resolveRefs([...scriptResources(version, site, scripts, { bootstrap: true }), ...version.steps.map((step) => jobResource(step, site, version, { bootstrap: true }, scripts))], site) });
    const deployment = { owner: 'dev/orders', target: 'glue', pipeline: { name: 'orders' } };
    const shown = async (version: ReturnType<typeof tagged>): Promise<readonly string[]> => {
      const { changes } = await planDeploy(of(version));
      await apply({ ...of(version), changes, deployment, clock: systemClock(), random: () => 0.5 });
      return changes.changes.flatMap(({ fields }) => fields.map(({ path, from, to, by }) => `${path} ${JSON.stringify(from)} ${JSON.stringify(to)} ${by}`));
    };
    expect(await shown(tagged({ team: 'sales', cost: '1' }))).toEqual([]);
    expect(await shown(tagged({ team: 'data' }))).toEqual(['Tags.cost "1" null edit', 'Tags.team "sales" "data" edit']);
    expect(await glue.call('GetTags', { ResourceArn: 'arn:aws:glue:eu-west-1:123456789012:job/dev-orders-clean' })).toEqual({ Tags: { team: 'data', 'cost-centre': '42', 'millrace:owner': 'dev/orders' } });
    expect(glue.calls.filter((call) => call === 'UntagResource')).toHaveLength(1);
    expect(await shown(tagged({ team: 'data' }))).toEqual([]);
  });

  it('what someone has changed by hand is shown as drift and set back, with the whole definition', async () => {
    await deploy();
    glue.jobs.set('dev-orders-clean', { ...glue.jobs.get('dev-orders-clean'), Timeout: 5, MaxRetries: 2, Description: 'by hand' });
    glue.crawlers.set('dev-orders-catalog', { ...glue.crawlers.get('dev-orders-catalog'), TablePrefix: 'x_' });
    const fields = (await plan()).changes.changes.flatMap((change) => change.fields.map(({ path, by }) => `${path} ${by}`));
    expect(fields).toEqual(['Description drift', 'MaxRetries drift', 'Timeout drift', 'TablePrefix drift']);
    await deploy();
    expect((await plan()).changes.changes).toEqual([]);
    expect(glue.jobs.get('dev-orders-clean')).not.toHaveProperty('Description');
  });

  it('of others are never touched', async () => {
    await glue.call('CreateJob', { Name: 'dev-orders-clean', Command: { Name: 'glueetl' } });
    expect((await plan()).problems.map((problem) => problem.message)).toEqual([
      "AWS::Glue::Job 'dev-orders-clean' exists already and carries no ownership tag of Millrace; 'dev/orders' may not touch it.",
    ]);
  });
});
