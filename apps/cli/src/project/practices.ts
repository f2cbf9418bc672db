import { validate, type Json as Definition, type Problem as Advice } from '@millrace/asl';
import { valuesOf, type Compiled, type Pipeline, type PolicyStatement, type Prop, type Resource, type Site } from '@millrace/core';
import { limits, practices, type Practice, type PracticeId } from '@millrace/facts';
import { allSteps, WILDCARDS } from '@millrace/workload';
import type { TargetName } from './targets.ts';

/** One practice, held against what was compiled for a target. */
export interface Review {
  readonly practice: Practice;
  readonly target: TargetName;
  /** 'open': not upheld here; 'yours': what Millrace does not make, and so cannot uphold. */
  readonly state: 'upheld' | 'open' | 'yours';
  /** What was found in this pipeline, as a sentence. */
  readonly here: string;
}

/** What the looks look at. */
interface Seen {
  readonly pipeline: Pipeline;
  readonly site: Site;
  readonly resources: readonly Resource[];
  /** What the state machine is given; nothing on other targets. */
  readonly machine: State;
  /** The Task states of the state machine; none on other targets. */
  readonly tasks: readonly State[];
}
type State = Readonly<Record<string, Prop>>;
type Found = Pick<Review, 'state' | 'here'>;

const upheld = (here: string): Found => ({ state: 'upheld', here });
const open = (here: string): Found => ({ state: 'open', here });
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
const listed = (names: readonly string[]): string => (names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`);
const resource = ({ Resource: named }: State): string => (typeof named === 'string' ? named : '');

/** How each practice stands in what was compiled: complete by its type. */
const looks: Readonly<Record<PracticeId, (seen: Seen) => Found>> = {
  'sfn.timeouts': ({ tasks }) => {
    const seconds = tasks.flatMap(({ TimeoutSeconds }) => (typeof TimeoutSeconds === 'number' ? [TimeoutSeconds] : []));
    if (seconds.length < tasks.length) return open(`${count(tasks.length - seconds.length, 'task')} of ${tasks.length} without a timeout.`);
    return upheld(tasks.length === 0 ? 'It has no tasks.' : `${count(tasks.length, 'task')}, each with a timeout: ${Math.min(...seconds)} to ${Math.max(...seconds)} seconds.`);
  },
  'sfn.heartbeats': ({ tasks }) => {
    const waiting = tasks.filter((task) => /\.waitForTaskToken$|:activity:/.test(resource(task)));
    const silent = waiting.filter(({ HeartbeatSeconds }) => HeartbeatSeconds === undefined);
    if (silent.length > 0) return open(`${count(silent.length, 'task')} without a heartbeat.`);
    return upheld(waiting.length === 0 ? `None of its ${count(tasks.length, 'task')} waits for a token or a worker.` : `${count(waiting.length, 'task')}, each with a heartbeat.`);
  },
  'sfn.payloads': ({ pipeline, site, tasks }) => {
    const handing = allSteps(pipeline).filter(({ outputs }) => Object.keys(outputs).length > 0).map(({ name }) => name);
    const bounded = tasks.filter((task) => resource(task).endsWith(':s3:getObject') && fieldsOf(task['Arguments'])['Range'] !== undefined);
    if (bounded.length < handing.length) return open(`Of ${listed(handing)} ${count(bounded.length, 'object is', 'objects are')} read only as far as a state takes.`);
    return upheld(handing.length === 0 ? 'No job hands anything on.' : `What ${listed(handing)} ${handing.length === 1 ? 'hands' : 'hand'} on lies in s3://${site.runs}/${pipeline.name}/, in the folder of the run.`);
  },
  'sfn.logGroup': ({ resources, machine }) => {
    const groups = resources.filter(({ type, name }) => type === 'AWS::Logs::LogGroup' && name.startsWith('/aws/vendedlogs/states/'));
    const logging = fieldsOf(machine['LoggingConfiguration']);
    const level = typeof logging['Level'] === 'string' ? logging['Level'] : 'OFF';
    return level === 'OFF' || groups.length === 0 ? open('Its executions write to no such log group.') : upheld(`Level ${level}, to ${groups.map(({ name }) => name).join(', ')}.`);
  },
  'sfn.tracing': ({ machine }) => (fieldsOf(machine['TracingConfiguration'])['Enabled'] === true ? upheld('Tracing is on.') : open('Tracing is off.')),
  'sfn.lambdaErrors': ({ tasks }) => {
    const calls = tasks.filter((task) => resource(task).endsWith(':lambda:invoke'));
    const single = calls.filter(({ Retry }) => !Array.isArray(Retry) || Retry.length === 0);
    if (single.length > 0) return open(`${count(single.length, 'call')} of a function without a Retry.`);
    return upheld(calls.length === 0 ? 'It calls no function.' : `${count(calls.length, 'call')} of functions, each with a Retry.`);
  },
  'sfn.historyLimit': () => upheld('A run stays below it, even at its timeouts and with all retries; calls that are throttled and crawls of others are not counted.'),
  'glue.workflowSize': ({ resources }) => {
    const triggers = resources.filter(({ type }) => type === 'AWS::Glue::Trigger');
    const started = new Set(triggers.flatMap(({ props }) => namesIn(props['Actions'])));
    const nodes = started.size + triggers.length;
    return (nodes > limits.glueNodesPerWorkflow.value ? open : upheld)(`${count(started.size, 'job or crawler', 'jobs and crawlers')} and ${count(triggers.length, 'trigger')}.`);
  },
  'roles.leastPrivilege': ({ resources, site }) => {
    const roles = resources.filter(({ type }) => type === 'AWS::IAM::Role');
    const statements = roles.flatMap(statementsOf);
    const wide = statements.filter(({ Resource: named }) => [named].flat().includes('*'));
    const unexplained = wide.filter(({ Sid = '' }) => !Object.hasOwn(WILDCARDS, Sid));
    if (unexplained.length > 0) return open(`${count(unexplained.length, 'statement')} on every resource, without a reason: ${listed(unexplained.map(({ Sid = 'unnamed' }) => Sid))}.`);
    const brought = Object.values(site.roles).filter((arn) => arn !== null);
    const made = `${count(roles.length, 'role is', 'roles are')} created with ${count(statements.length, 'statement')}, ${wide.length === 0 ? 'all on named resources' : `${wide.length} of which cannot name a resource: ${listed(wide.map(({ Sid = '' }) => Sid))}`}.`;
    return roles.length === 0 && brought.length > 0 ? { state: 'yours', here: 'The environment brings the roles: look at their policies.' } : upheld(made);
  },
  'arguments.noSecrets': ({ pipeline }) => {
    const secrets = allSteps(pipeline).flatMap((step) => valuesOf(step)).filter(({ value }) => typeof value === 'object' && 'secret' in value);
    return upheld(secrets.length === 0 ? 'No argument refers to a secret.' : `${count(secrets.length, 'argument')} ${secrets.length === 1 ? 'holds' : 'hold'} the name of a secret, none a secret.`);
  },
  'runs.repeatable': ({ pipeline }) => {
    const names = Object.keys(pipeline.params);
    return upheld(names.length === 0 ? 'It has no parameters; the day of a run stays what it is.' : `${listed(names)} and the day of a run stay what they are.`);
  },
  'jobs.parameters': ({ pipeline }) => {
    const scripts = allSteps(pipeline).filter((step) => step.kind === 'glueJob' && 'script' in step.with);
    return scripts.length === 0 ? upheld('It brings no scripts.') : { state: 'yours', here: `${count(Object.keys(pipeline.params).length, 'parameter')} and ${count(scripts.length, 'job')}: \`millrace params check\` reads the scripts.` };
  },
};

/**
 * Holds the practices of a target against what was compiled for it. A finding of a practice's own kind leaves it open, as does what its look finds.
 * `compiled` must fit: nothing is known of a pipeline that the target refuses.
 */
export function reviewsOf(target: TargetName, pipeline: Pipeline, compiled: Compiled, site: Site): readonly Review[] {
  const machine = compiled.resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props ?? {};
  const definition = machine['Definition'] ?? null;
  // References between resources are resolved by names alone, so that a definition is plain JSON.
  const advice: readonly Advice[] = definition === null ? [] : validate(definition as Definition).problems;
  const told = [...compiled.problems, ...advice];
  const seen: Seen = { pipeline, site, resources: compiled.resources, machine, tasks: statesIn(definition).filter(({ Type }) => Type === 'Task') };
  return practices.filter(({ targets }: Practice) => targets.includes(target)).map((practice): Review => {
    const codes = practice.upheld.flatMap((one) => one.codes);
    const against = told.filter(({ code }) => codes.includes(code)).map(({ code, message }) => `${code}: ${message}`);
    return { practice, target, ...(against.length > 0 ? open(listed(against)) : looks[practice.id](seen)) };
  });
}

function statesIn(value: Prop): readonly State[] {
  if (typeof value !== 'object' || value === null) return [];
  // A reference is an object of texts, too.
  const inner = Object.values(value as State).flatMap(statesIn);
  return 'Type' in value ? [value, ...inner] : inner;
}

const fieldsOf = (value: Prop | undefined): State => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as State) : {}); // an object that is no list

/** Names of jobs and crawlers that the actions of a trigger start. */
function namesIn(actions: Prop | undefined): readonly string[] {
  // Array.isArray does not narrow readonly arrays.
  const list = Array.isArray(actions) ? (actions as readonly Prop[]) : [];
  return list.map((action) => JSON.stringify(typeof action === 'object' && action !== null && ('JobName' in action || 'CrawlerName' in action) ? ('JobName' in action ? ['job', action.JobName] : ['crawler', action.CrawlerName]) : action));
}

function statementsOf({ props }: Resource): readonly PolicyStatement[] {
  // Policies of created roles are built by the workload, in IAM's own shape.
  const policies = (props['Policies'] ?? []) as unknown as readonly { readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}
