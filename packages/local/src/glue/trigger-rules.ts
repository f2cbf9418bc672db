import { limits } from '@millrace/facts';
import { crawlers, crawlerKey } from './crawl-life.ts';
import { anything, integer, invalid, listOf, longText, members, name, oneOf, stringMap } from './input.ts';
import { jobs } from './jobs.ts';
import { type Ctx, key, notFound, table } from './kit.ts';
import { checkSchedule } from './trigger-schedule.ts';

export const triggerTypes = oneOf('SCHEDULED', 'CONDITIONAL', 'ON_DEMAND', 'EVENT');
const condition = members({}, { LogicalOperator: oneOf('EQUALS'), JobName: name, State: longText, CrawlerName: name, CrawlState: longText });
export const predicate = members({}, { Logical: oneOf('AND', 'ANY'), Conditions: listOf(condition, limits.glueConditionsPerTrigger.value) });
export const action = members(
  {},
  { JobName: name, CrawlerName: name, Arguments: stringMap, Timeout: integer(1, 10_080), SecurityConfiguration: name, NotificationProperty: anything },
);
export const eventBatching = members({ BatchSize: integer(1, 100) }, { BatchWindow: integer(1, 900) });

export type Trigger = {
  readonly Name: string;
  readonly WorkflowName?: string;
  readonly Type: ReturnType<typeof triggerTypes>;
  readonly State: 'CREATING' | 'CREATED' | 'ACTIVATING' | 'ACTIVATED' | 'DEACTIVATING' | 'DEACTIVATED' | 'DELETING' | 'UPDATING';
  readonly Description?: string;
  readonly Schedule?: string;
  readonly Actions: readonly ReturnType<typeof action>[];
  readonly Predicate?: ReturnType<typeof predicate>;
  readonly EventBatchingCondition?: ReturnType<typeof eventBatching>;
};
export const triggers = table<Trigger>('trigger');
/** Names of a workflow's triggers, keyed below the workflow. */
export const workflowTriggers = table<true>('workflowTrigger');

/** Throws InvalidInputException or EntityNotFoundException for what Glue refuses. */
export function checkTrigger(ctx: Ctx, given: Omit<Trigger, 'State'>): void {
  const where = `The trigger '${given.Name}'`;
  if (given.Type === 'CONDITIONAL') checkPredicate(ctx, where, given.Predicate);
  else if (given.Predicate !== undefined) throw invalid(`${where} is ${given.Type}, so it cannot have a Predicate.`);
  if (given.Type === 'SCHEDULED') {
    if ((given.Schedule ?? '') === '') throw invalid(`${where} is SCHEDULED, so it needs a Schedule.`);
    checkSchedule(ctx, where, given.Schedule ?? '');
  } else if ((given.Schedule ?? '') !== '') throw invalid(`${where} is ${given.Type}, so it cannot have a Schedule.`);
  if (given.Type === 'EVENT' && given.WorkflowName === undefined) throw invalid(`${where} is an EVENT trigger, so it must belong to a workflow.`);
  if (given.Type !== 'EVENT' && given.EventBatchingCondition !== undefined) throw invalid(`${where} is ${given.Type}, so it cannot have an EventBatchingCondition.`);
  checkActions(ctx, where, given);
}

const jobStates = ['SUCCEEDED', 'STOPPED', 'FAILED', 'TIMEOUT'];
const crawlStates = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

function checkPredicate(ctx: Ctx, where: string, given: Trigger['Predicate']): void {
  const conditions = given?.Conditions ?? [];
  if (conditions.length === 0) throw invalid(`${where} is CONDITIONAL, so it needs a Predicate with at least one condition.`);
  if (conditions.length > 1 && given?.Logical === undefined) throw invalid(`${where} has ${String(conditions.length)} conditions, so Predicate.Logical must be AND or ANY.`);
  for (const one of conditions) {
    if (one.LogicalOperator === undefined) throw invalid(`${where} has a condition without LogicalOperator. Set it to EQUALS.`);
    if ((one.JobName === undefined) === (one.CrawlerName === undefined)) throw invalid(`${where} has a condition that does not name exactly one job or crawler.`);
    if (one.JobName !== undefined) {
      checkState(where, 'State', one.State, one.CrawlState, jobStates);
      needJob(ctx, one.JobName);
    }
    if (one.CrawlerName !== undefined) {
      checkState(where, 'CrawlState', one.CrawlState, one.State, crawlStates);
      needCrawler(ctx, one.CrawlerName);
    }
  }
}

function checkState(where: string, member: string, state: string | undefined, other: string | undefined, allowed: readonly string[]): void {
  if (state === undefined || other !== undefined) throw invalid(`${where} has a condition that must set ${member}, and no other state: State is for jobs, CrawlState for crawlers.`);
  if (!allowed.includes(state)) throw invalid(`${where} waits for the ${member} '${state}'; a condition can wait for ${allowed.join(', ')}.`);
}

function checkActions(ctx: Ctx, where: string, given: Omit<Trigger, 'State'>): void {
  if (given.Actions.length === 0) throw invalid(`${where} has no action.`);
  const watched = new Set((given.Predicate?.Conditions ?? []).map((one) => one.JobName));
  for (const one of given.Actions) {
    if ((one.JobName === undefined) === (one.CrawlerName === undefined)) throw invalid(`${where} has an action that does not name exactly one job or crawler.`);
    if (one.JobName !== undefined) needJob(ctx, one.JobName);
    if (one.CrawlerName !== undefined) needCrawler(ctx, one.CrawlerName);
    if (one.JobName !== undefined && watched.has(one.JobName)) throw invalid(`${where} cannot both wait for the job '${one.JobName}' and start it.`);
  }
  const { glueJobsPerTrigger: { value: mostJobs }, glueCrawlersPerTrigger: { value: mostCrawlers } } = limits;
  if (given.Actions.filter((one) => one.JobName !== undefined).length > mostJobs) throw invalid(`${where} has more than ${mostJobs} jobs in its actions.`);
  if (given.Actions.filter((one) => one.CrawlerName !== undefined).length > mostCrawlers) throw invalid(`${where} has more than ${mostCrawlers} crawlers in its actions.`);
}

function needJob(ctx: Ctx, given: string): void {
  if (jobs.get(ctx, key(given)) === null) throw notFound(`The job '${given}'`);
}
function needCrawler(ctx: Ctx, given: string): void {
  if (crawlers.get(ctx, crawlerKey(given)) === null) throw notFound(`The crawler '${given}'`);
}
