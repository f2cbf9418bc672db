import { sha256, type Json, type Pipeline, type Site, type Source, type Target } from '@millrace/core';
import { resolveRefs, type Manifest } from '@millrace/deploy';
import { resolveParams } from '@millrace/params';
import { allSteps, definesCrawler, definesJob, physical, roleName, roleResources } from '@millrace/workload';
import { fields, statementsIn, unmet, type Fields } from './statements.ts';

/** What stands in the way of an earlier version, and what whoever goes back to it should know. Sentences. */
export interface Obstacles {
  readonly refusals: readonly string[];
  readonly notes: readonly string[];
}

export interface Earlier {
  readonly version: number;
  readonly pipeline: Pipeline;
  /** ARN of the role that its runs are in; null when that is not known. */
  readonly role: string | null;
  /** By which the deploy has kept the pipeline. */
  readonly revision: string;
}

/** What is deployed now, and where. */
export interface Now {
  readonly target: Pick<Target, 'compile'>;
  readonly pipeline: Pipeline;
  readonly manifest: Pick<Manifest, 'resources'>;
  readonly site: Site;
}

/**
 * Looks whether runs of an earlier version could do anything with what is deployed now: a rollback moves the alias, and jobs, crawlers, schedules
 * and roles stay.
 */
export function obstacles(earlier: Earlier, now: Now): Obstacles {
  const { version, pipeline } = earlier;
  const { manifest: { resources }, site } = now;
  const has = (name: string): boolean => resources.some((one) => one.name === name && (one.type === 'AWS::Glue::Job' || one.type === 'AWS::Glue::Crawler'));
  const gone = startedBy(pipeline, site).filter((name) => !has(name));
  const [starts, roles] = [startObstacles(earlier, now), roleObstacles(earlier, now)];
  return {
    refusals: [...(gone.length === 0 ? [] : [`Version ${version} starts ${gone.join(', ')}, which a later deploy has removed.`]), ...starts.refusals, ...roles.refusals],
    notes: [...starts.notes, ...roles.notes],
  };
}

function startedBy(pipeline: Pipeline, site: Site): readonly string[] {
  const names = physical(site, pipeline);
  return allSteps(pipeline).flatMap((step) => (definesJob(step) ? [names.job(step.name)] : definesCrawler(step) ? [names.crawler(step.name)] : []));
}

const NO_VALUE = 'MR2011';

/** Its first state checks what a start gives, and fails every run of one that gives something else than its parameters take. */
function startObstacles({ version, pipeline, revision }: Earlier, { target, manifest: { resources }, site }: Now): Obstacles {
  const own = { ...site, params: Object.fromEntries(Object.entries(site.params).filter(([name]) => Object.hasOwn(pipeline.params, name))) };
  const found = resources.flatMap(({ type, name, props }) => {
    const given = type === 'AWS::Scheduler::Schedule' ? scheduled(props) : type === 'AWS::Events::Rule' && isStart(props) ? {} : null;
    if (given === null) return [];
    const what = type === 'AWS::Scheduler::Schedule' ? 'schedule' : 'rule';
    const { problems } = resolveParams(pipeline.params, [{ name: 'environment', values: own.params }, { name: what, values: given }], null);
    return problems.map(({ code, message }) => ({ code, fails: `fail with version ${version}: ${message.replace(/\.?$/, '.')}`, start: `Every run of ${what} ${name}` }));
  });
  // The values of then are kept nowhere but in the definition: that they are today's shows where today's make the same one.
  const unsure = found.some(({ code }) => code === NO_VALUE) && revisionMade(target, pipeline, own) !== revision;
  const [sure, perhaps] = [found.filter(({ code }) => !unsure || code !== NO_VALUE), found.filter(({ code }) => unsure && code === NO_VALUE)];
  return {
    refusals: sure.map(({ start, fails }) => `${start} would ${fails}`),
    notes: perhaps.map(({ start, fails }) => `Unless the environment gave it one when the version was deployed: ${start.replace(/^E/, 'e')} will ${fails}`),
  };
}

/** The revision that a deploy of this pipeline would make now. Scripts belong to the jobs, and so are no part of it. */
function revisionMade(target: Now['target'], pipeline: Pipeline, site: Site): unknown {
  const empty: Source = { text: '', sha256: sha256('') };
  const sources = new Map(allSteps(pipeline).flatMap((step): readonly (readonly [string, Source])[] => (step.kind === 'glueJob' && !('use' in step.with) ? [[step.with.script, empty]] : [])));
  const made = resolveRefs(target.compile(pipeline, site, sources).resources, site).find(({ type }) => type === 'AWS::StepFunctions::StateMachineVersion');
  return fields(made?.props)['StateMachineRevisionId'];
}

/** The values that a deployed schedule gives. */
function scheduled(props: Json): Fields {
  const { Input } = fields(fields(props)['Target']);
  try {
    return fields(fields(JSON.parse(typeof Input === 'string' ? Input : '{}'))['params']);
  } catch {
    return {};
  }
}

/** A rule that starts runs, and none that tells of failures. */
function isStart(props: Json): boolean {
  const targets = fields(props)['Targets'];
  return Array.isArray(targets) && targets.some((target) => fields(target)['Input'] === '{}');
}

function roleObstacles({ version, pipeline, role }: Earlier, { pipeline: today, manifest: { resources }, site }: Now): Obstacles {
  const created = resources.find(({ id }) => id === 'role.stateMachine');
  const now = fields(resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props)['RoleArn'];
  if (role !== null && role !== now) {
    const ours = role.endsWith(`/${roleName(site, pipeline, 'stateMachine')}`);
    return ours && created === undefined
      ? { refusals: [`Version ${version} runs in the role ${role}, which a later deploy has removed.`], notes: [] }
      : { refusals: [], notes: [`Version ${version} runs in the role ${role}, and not in today's: whether it is still there and allows what the version does was not looked at.`] };
  }
  const needs = (one: Pipeline): Json | undefined => roleResources(one, { ...site, roles: { ...site.roles, stateMachine: null } }, 'stateMachine')[0]?.props['Policies'] as Json | undefined;
  const lacks = unmet(statementsIn(needs(pipeline)), statementsIn(created === undefined ? needs(today) : fields(created.props)['Policies']));
  if (lacks.length === 0) return { refusals: [], notes: [] };
  return created === undefined
    ? { refusals: [], notes: [`The environment brings the role of the state machine, ${String(now)}: version ${version} needs in it what today's version does not, ${lacks.join('; ')}.`] }
    : { refusals: [`Version ${version} needs what the role of the state machine allows no more: ${lacks.join('; ')}.`], notes: [] };
}
