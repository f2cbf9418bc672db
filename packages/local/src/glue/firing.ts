import { AwsError, type OpenQuestion } from '../host/types.ts';
import { crawlerKey, crawlers, refusedCrawl, startCrawl } from './crawl-life.ts';
import { refusedRun, startRun } from './job-run-life.ts';
import type { StartOptions } from './job-run-new.ts';
import type { NodeRef } from './job-run-rows.ts';
import { jobs } from './jobs.ts';
import { glueQuestions } from './questions.ts';
import { below, type Ctx, handler, key, seconds } from './kit.ts';
import { type Action, type Condition, liveCounts, nodeKey, runNodes, type RunTrigger, runTriggers, unseenEnds } from './run-progress.ts';
import { type RunKey, saveRun, type WorkflowRun, workflowRun } from './run-rows.ts';

export function fire(ctx: Ctx, run: RunKey, trigger: RunTrigger): void {
  runTriggers.put(ctx, key(run.runId, trigger.name), { ...trigger, fired: true });
  const predecessors = trigger.conditions.flatMap(({ JobName, State }) => {
    const node = JobName === undefined ? null : runNodes.get(ctx, nodeKey(run.runId, 'JOB', JobName));
    const RunId = node?.attempts.at(-1);
    return JobName === undefined || RunId === undefined || node?.last !== State ? [] : [{ JobName, RunId }];
  });
  for (const action of trigger.actions) perform(ctx, run, trigger.name, action, predecessors);
}

/** Starts a trigger's job or crawler; what cannot start becomes an attempt that ended at once. */
export function perform(ctx: Ctx, run: RunKey, trigger: string, action: Action, predecessors: StartOptions['predecessors'] = []): void {
  if (action.JobName !== undefined) performJob(ctx, { ...run, type: 'JOB', name: action.JobName }, trigger, action, predecessors);
  if (action.CrawlerName !== undefined) performCrawl(ctx, { ...run, type: 'CRAWLER', name: action.CrawlerName });
}

function performJob(ctx: Ctx, node: NodeRef, trigger: string, action: Action, predecessors: NonNullable<StartOptions['predecessors']>): void {
  const job = jobs.get(ctx, key(node.name));
  if (job === null) {
    refusedRun(ctx, node.name, trigger, node, 'ERROR', `The job '${node.name}' does not exist.`);
    return;
  }
  const { JobName: _job, CrawlerName: _crawler, Arguments: runArguments = {}, ...settings } = action;
  const replaceDefaults = replaces(ctx, runArguments, job.DefaultArguments ?? {});
  try {
    startRun(ctx, job, { runArguments, replaceDefaults, settings, trigger, node, predecessors });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const state = ctx.world.ask(glueQuestions.busyJobNode) === 'ERROR' ? 'ERROR' : 'FAILED';
    refusedRun(ctx, node.name, trigger, node, state, `${error.name}: ${error.message}`);
  }
}

/** AWS says of trigger arguments both that they override the defaults and that they replace them. */
function replaces(ctx: Ctx, given: Readonly<Record<string, string>>, defaults: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(given);
  if (names.length === 0 || Object.keys(defaults).every((one) => Object.hasOwn(given, one))) return false;
  return ctx.world.ask(glueQuestions.triggerArguments) === 'replace';
}

function performCrawl(ctx: Ctx, node: NodeRef): void {
  const crawler = crawlers.get(ctx, crawlerKey(node.name));
  if (crawler === null) {
    refusedCrawl(ctx, node.name, node, `The crawler '${node.name}' does not exist.`);
    return;
  }
  try {
    startCrawl(ctx, crawler, node);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    refusedCrawl(ctx, node.name, node, `${error.name}: ${error.message}`);
  }
}

export const firingHandlers = {
  /** Runs after all ends of an instant are recorded. */
  reactToEnds: handler<RunKey>((ctx, { workflow, runId }) => {
    const row = workflowRun(ctx, workflow, runId);
    if (row === null || (row.Status !== 'RUNNING' && row.Status !== 'STOPPING')) return;
    // What fires may end at once, so this goes on until nothing new has ended.
    for (let ends = takeEnds(ctx, runId); ends.length > 0; ends = takeEnds(ctx, runId)) {
      if (row.Status === 'RUNNING') react(ctx, { workflow, runId }, ends);
    }
    if ((liveCounts.get(ctx, runId) ?? 0) === 0) complete(ctx, row);
  }),
};

type End = { readonly type: NodeRef['type']; readonly name: string; readonly state: string };
function takeEnds(ctx: Ctx, runId: string): readonly End[] {
  const ends = unseenEnds.list(ctx, below(runId));
  for (const end of ends) unseenEnds.remove(ctx, end.key);
  return ends.map(({ row }) => row);
}

function complete(ctx: Ctx, row: WorkflowRun): void {
  saveRun(ctx, { ...row, Status: row.Status === 'STOPPING' ? 'STOPPED' : 'COMPLETED', CompletedOn: seconds(ctx) });
}

function react(ctx: Ctx, run: RunKey, ends: readonly End[]): void {
  const watching = new Set(ends.flatMap(({ type, name }) => runNodes.get(ctx, nodeKey(run.runId, type, name))?.watchers ?? []));
  const due: { readonly trigger: RunTrigger; readonly times: number }[] = [];
  // All joins are decided on what was recorded before anything of this instant fires.
  for (const name of [...watching].sort()) {
    const trigger = runTriggers.get(ctx, key(run.runId, name));
    if (trigger?.active !== true) continue;
    const times = trigger.logical === 'ANY' ? timesAny(ctx, trigger, ends) : timesAll(ctx, run.runId, trigger);
    if (times > 0) due.push({ trigger, times });
  }
  for (const { trigger, times } of due) for (let n = 0; n < times; n++) fire(ctx, run, trigger);
}

/** Whether ANY fires again for its second satisfied condition is open. */
function timesAny(ctx: Ctx, trigger: RunTrigger, ends: readonly End[]): number {
  const hits = ends.filter((end) => trigger.conditions.some((one) => isAbout(one, end) && wanted(one) === end.state)).length;
  const usual = hits > 0 && !trigger.fired ? 1 : 0;
  if (hits === usual) return usual;
  return ctx.world.ask(glueQuestions.anyFires) === 'each' ? hits : usual;
}

function timesAll(ctx: Ctx, runId: string, trigger: RunTrigger): number {
  if (trigger.fired) return 0;
  const judged = trigger.conditions.map((one) => judge(ctx, runId, one));
  // Open questions are asked only where nothing else decides.
  if (judged.some(({ holds }) => !holds)) return 0;
  const asked = judged.flatMap(({ asks }) => asks);
  return asked.every(({ question, holdsIf }) => ctx.world.ask(question) === holdsIf) ? 1 : 0;
}

type Ask = { readonly question: OpenQuestion; readonly holdsIf: string };
const lastOrEver: Ask = { question: glueQuestions.conditionHolds, holdsIf: 'ever' };
const keptCounts: Ask = { question: glueQuestions.keptNodeCounts, holdsIf: 'yes' };

/** Whether a condition can hold, and on which open questions that depends. */
function judge(ctx: Ctx, runId: string, condition: Condition): { readonly holds: boolean; readonly asks: readonly Ask[] } {
  const node = runNodes.get(ctx, nodeKey(runId, ...subject(condition)));
  const state = wanted(condition);
  if (node === null || !node.ever.includes(state)) return { holds: false, asks: [] };
  return { holds: true, asks: [...(node.last === state ? [] : [lastOrEver]), ...(node.kept ? [keptCounts] : [])] };
}

export const subject = (one: Condition): [type: NodeRef['type'], name: string] => (one.JobName === undefined ? ['CRAWLER', one.CrawlerName ?? ''] : ['JOB', one.JobName]);
const wanted = (one: Condition): string => one.State ?? one.CrawlState ?? '';
function isAbout(one: Condition, end: End): boolean {
  const [type, name] = subject(one);
  return type === end.type && name === end.name;
}
