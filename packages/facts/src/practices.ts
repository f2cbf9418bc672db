import { limits } from './numbers.ts';
import { sources } from './sources.ts';
import type { Orchestrator, Source } from './types.ts';

/** How a practice is upheld: by what the compiler writes unasked, a finding, a file that a new project gets, or a text that says what to do. */
export type Means = 'compiler default' | 'diagnostic' | 'scaffolded file' | 'runbook text';

/** One way in which a practice is upheld, with the test that fails when it no longer is. */
export interface Upheld {
  readonly by: Means;
  /** What is done, as a sentence. */
  readonly how: string;
  /** Codes of the findings, where `by` is 'diagnostic'. */
  readonly codes: readonly string[];
  /** `file` from the root of the repository, and the name of the test in it, word for word. */
  readonly test: { readonly file: string; readonly name: string };
}

/** One practice of AWS's guidance. */
export interface Practice {
  readonly id: string;
  readonly title: string;
  /** What AWS advises and why, in our words. */
  readonly claim: string;
  readonly source: Source;
  /** The day on which the source was read (YYYY-MM-DD). */
  readonly checkedOn: string;
  readonly targets: readonly Orchestrator[];
  readonly upheld: readonly Upheld[];
}

const checkedOn = '2026-11-30';
const sfn = 'packages/orchestrators/sfn/src';
const unasked = (how: string, file: string, name: string): Upheld => ({ by: 'compiler default', how, codes: [], test: { file, name } });
const finding = (codes: readonly string[], how: string, file: string, name: string): Upheld => ({ by: 'diagnostic', how, codes, test: { file, name } });
const advice = (code: string, how: string): Upheld => finding([code], how, 'packages/asl/src/check/advice.test.ts', '$what is advised against, and taken');
const practice = <Id extends string>(id: Id, title: string, claim: string, source: Source, targets: readonly Orchestrator[], ...upheld: readonly Upheld[]): Practice & { readonly id: Id } => ({ id, title, claim, source, checkedOn, targets, upheld });

const both = ['glue', 'sfn'] as const;
const shown = ({ value }: { readonly value: number }): string => value.toLocaleString('en-US');

/** The practices of AWS's guidance that Millrace upholds today, each with the tests that prove it. */
export const practices = [
  practice(
    'sfn.timeouts', 'Every task has a timeout',
    'The States Language sets no timeout of its own: a Task whose answer never comes keeps its execution open for years. Give each one the longest time that it may take.',
    sources.paperStepFunctions, ['sfn'],
    unasked('Each Task gets TimeoutSeconds: that of its step, 2 hours where the step names none, 60 seconds for a call that only looks or writes.', `${sfn}/practices.test.ts`, 'every Task of every kind of step has a timeout'),
    advice('ASL2001', 'The check of any other definition warns of a Task without one.'),
  ),
  practice(
    'sfn.heartbeats', 'What waits for a token or a worker has a heartbeat',
    'A worker that died says nothing: only HeartbeatSeconds, shorter than the timeout, tells it from one that is slow.',
    sources.paperStepFunctions, ['sfn'],
    unasked('Nothing that is compiled waits for a token or an activity: the service waits for jobs, and crawls and automations are looked at.', `${sfn}/practices.test.ts`, 'nothing waits for a token or an activity, so nothing needs a heartbeat'),
    advice('ASL2002', 'The check of any other definition warns of such a Task without a heartbeat.'),
  ),
  practice(
    'sfn.payloads', 'Large data goes by its address in S3',
    `A state takes and gives at most ${shown(limits.sfnPayloadBytes)} bytes, and an execution that goes beyond may end. Keep the data in S3 and pass on where it is.`,
    sources.paperStepFunctions, ['sfn'],
    unasked('A job hands on an object of at most 64 KiB, in which a larger result is an S3 URI; a larger object fails its attempt, never the execution.', `${sfn}/practices.test.ts`, 'data of 300 KB goes on by its URI; an outputs object above 64 KiB fails the attempt'),
    unasked('An answer that is too large for a state fails the attempt of its step, and the run goes on as after any failure; what only has to be looked through is asked for in smaller parts.', `${sfn}/practices.test.ts`, 'fails the step, and what follows is decided as after any failure: a %s'),
    advice('ASL2003', 'The check of any other definition warns of large literals.'),
    advice('ASL2016', 'The check of any other definition warns of an answer of any size that is passed on whole.'),
  ),
  practice(
    'sfn.logGroup', 'Executions write to a log group whose name leaves room in the policy',
    `Where logging is switched on, Step Functions adds the log group to the resource policy of CloudWatch Logs, which holds at most ${shown(limits.logsResourcePolicyCharacters)} characters. Groups whose names begin with /aws/vendedlogs/ are let in without a line of their own once it nears that.`,
    sources.paperStepFunctions, ['sfn'],
    unasked('Each state machine logs every event, without the data of its states, to /aws/vendedlogs/states/NAME-Logs, which the deploy creates and keeps for 30 days.', `${sfn}/practices.test.ts`, 'executions log every event, and no data, to a group below /aws/vendedlogs/states/'),
  ),
  practice(
    'sfn.tracing', 'Executions are traced by X-Ray',
    'A trace shows where the time of an execution went, over the services that it calls.',
    sources.sfnControls, ['sfn'],
    unasked('Tracing is on in each state machine, and a role that Millrace creates may send the segments.', `${sfn}/practices.test.ts`, 'executions are traced, and the role may send what is traced'),
  ),
  practice(
    'sfn.lambdaErrors', 'Passing errors of Lambda are tried again',
    'Lambda now and then refuses a call for reasons that pass by themselves. Retry these, with growing waits.',
    sources.sfnBestPractices, ['sfn'],
    unasked('A call that Lambda was too busy to take is tried up to 10 times, with jitter, and counts as no attempt.', `${sfn}/calls.test.ts`, 'that is too busy is asked again, and that is no attempt'),
    advice('ASL2005', 'The check of any other definition warns of a call without such a Retry.'),
  ),
  practice(
    'sfn.historyLimit', 'No execution fills its history',
    `An execution fails once its history has ${shown(limits.sfnHistoryEvents)} events: what needs more belongs into several executions.`,
    sources.sfnBestPractices, ['sfn'],
    finding(['MR5011'], 'A pipeline whose run must go beyond is refused; one whose run would at its timeouts and retries is warned of. Calls that are throttled, and crawls of others that are waited for, are not counted.', `${sfn}/practices.test.ts`, 'a run that must fill its history is refused, one that could is warned of'),
  ),
  practice(
    'glue.workflowSize', 'A workflow has at most 100 nodes',
    `With more than ${limits.glueNodesPerWorkflow.value} jobs, crawlers and triggers, resuming and stopping a workflow run may fail.`,
    sources.glueRestrictions, ['glue'],
    finding(['MR4105'], 'A larger workflow is warned of; the triggers and jobs that Millrace generates count.', 'packages/orchestrators/glue/src/practices.test.ts', 'a workflow of more than 100 nodes is warned of, one of 100 is not'),
  ),
  practice(
    'roles.leastPrivilege', 'Roles may do what they must and no more',
    'Grant a role only the actions, on only the resources, that its task needs.',
    sources.paperMwaa, both,
    unasked('Each created role has one policy of concrete ARNs; a statement that cannot name its resources is on a list, with its reason.', 'packages/workload/src/resources/roles.test.ts', 'name every resource only where a reason is written down'),
  ),
  practice(
    'arguments.noSecrets', 'No secret is an argument',
    'Arguments of job runs are logged, and anyone who may look at a job run reads them. Pass the name of a secret, and let the job fetch it.',
    sources.glueModel, both,
    unasked('A secret is declared by its name; arguments, payloads and S3 hold the name alone, and the job reads the value from Secrets Manager.', `${sfn}/outputs.test.ts`, 'of a secret only the name is an argument'),
    unasked('The bootstrap of Glue workflows fills in the name alone.', 'packages/runtime/src/decide-bootstrap.test.ts', 'gives the name of a secret, never its value'),
    finding(['MR2014'], 'A value or default that looks like a secret is refused, and no message repeats it.', 'packages/params/src/rules.test.ts', '%s is refused and never shown'),
  ),
  practice(
    'runs.repeatable', 'A run that goes again writes the same partition',
    'What runs again should produce the same data, so reading and writing a partition must be idempotent.',
    sources.paperMwaa, both,
    unasked('Parameters and the day of a run are frozen when it starts: retries and every resume get the same, and so name the same partition.', 'packages/workload/src/runs/store.test.ts', 'keeps what was written first: parameters are frozen'),
  ),
  practice(
    'jobs.parameters', 'What differs between runs and environments is a parameter',
    'A job that reads its places and its day from parameters serves every environment and every day with one script.',
    sources.paperParameters, both,
    finding(['MR2401'], '`millrace params check` holds each script against what its steps pass.', 'tests/cli/params.test.ts', 'names the line of a fault'),
  ),
] as const satisfies readonly Practice[];

export type PracticeId = (typeof practices)[number]['id'];
