import type { Pipeline, Resource, Site, Target } from '@millrace/core';
import { bootstrapTemplate, cloudFormation, localEnvironment, type Environment } from '@millrace/deploy';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { edited, first } from '../crash/pipelines.ts';

const created: Site['roles'] = { job: null, crawler: null, stateMachine: null, helper: null, events: null };
export const environment: Environment = {
  ...localEnvironment('prod'), account: '123456789012', region: 'eu-west-1', prefix: 'prod', buckets: { scripts: 'acme-prod-scripts', runs: 'acme-prod-runs' }, roles: created,
  boundary: 'arn:aws:iam::123456789012:policy/prod-millrace-boundary',
};
export const site: Site = {
  prefix: 'prod', region: 'eu-west-1', account: '123456789012', scripts: 'acme-prod-scripts', runs: 'acme-prod-runs', roles: created, params: {},
  boundary: 'arn:aws:iam::123456789012:policy/prod-millrace-boundary', alertTopic: 'arn:aws:sns:eu-west-1:123456789012:alerts',
  grants: { read: ['s3://acme-raw/'], write: ['s3://acme-curated/orders/'], policies: [], statements: [] },
};

/** Everything that Glue's pipelines have, and more that triggers cannot hold. */
const whole = (target: Target): Pipeline => ({
  ...first(target).pipeline,
  prerequisites: [{ kind: 'database', name: 'sales' }, { kind: 'bucket', name: 'crash-incoming' }],
});

export const pipelines: readonly (readonly [name: string, target: Target, pipeline: Pipeline])[] = [
  ['twenty steps on glue', glueTarget, whole(glueTarget)],
  ['the same, edited', glueTarget, edited(glueTarget).pipeline],
  ['twenty steps on sfn', sfnTarget, whole(sfnTarget)],
  ['a state machine that is started by a schedule and by objects, and calls', sfnTarget, {
    ...plainPipeline('calls', { a: {}, catalog: { crawler: true } }, { starts: [{ schedule: '0 2 * * ? *', params: {} }, { s3: 's3://crash-incoming/in/' }], timezone: 'Europe/Madrid', prerequisites: [{ kind: 'bucket', name: 'crash-incoming' }] }),
    onFailure: { name: 'alert', kind: 'sns', join: 'all', optional: false, after: [], outputs: {}, timeoutSeconds: 60, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, with: { topic: 'alerts' } },
    finally: { name: 'scale', kind: 'ssm', join: 'all', optional: false, after: [], outputs: {}, timeoutSeconds: 60, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, with: { document: 'AWS-StopEC2Instance' } },
  }],
  ['a chain with a schedule of its own trigger', glueTarget, plainPipeline('chain', { a: {}, b: { after: ['a'] } }, { starts: [{ schedule: '0 2 * * ? *', params: {} }], overlap: 'skip' })],
  ['a join of any', glueTarget, plainPipeline('any', { a: {}, b: {}, c: { after: ['a', 'b finished'], join: 'any' } })],
];

export function resourcesOf(target: Target, pipeline: Pipeline): readonly Resource[] {
  const compiled = target.compile(pipeline, site, sourcesOf(pipeline));
  if (compiled.resources.length === 0) throw new Error(compiled.problems.map(({ message }) => message).join('\n'));
  return compiled.resources;
}

export const templateOf = (target: Target, pipeline: Pipeline): ReturnType<typeof cloudFormation> => cloudFormation(resourcesOf(target, pipeline), site, `${pipeline.name} in prod`);
export const stack = (): unknown => bootstrapTemplate(environment);

/** Whether a resource of a statement is every one, of all services or of one. */
export const isEverything = (resource: string): boolean => /^[*?]+$/.test(resource) || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:[*?]+$/.test(resource);

/** Every policy statement in a template, with the name of what it belongs to. */
export function statementsIn(template: unknown, owner = ''): readonly { readonly owner: string; readonly sid: string; readonly resources: readonly string[] }[] {
  if (typeof template !== 'object' || template === null) return [];
  if (Array.isArray(template)) return template.flatMap((one) => statementsIn(one, owner));
  const fields = new Map<string, unknown>(Object.entries(template));
  const own = fields.has('Effect') && fields.has('Resource') ? [{ owner, sid: String(fields.get('Sid')), resources: [fields.get('Resource')].flat().map(String) }] : [];
  return [...own, ...[...fields].flatMap(([name, inner]) => statementsIn(inner, owner === '' ? name : owner))];
}
