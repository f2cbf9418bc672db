import { AwsError } from '../host/types.ts';
import { crawlerKey, crawlers, startCrawl } from './crawl-life.ts';
import { startRun } from './job-run-life.ts';
import { jobs } from './jobs.ts';
import { type Ctx, key, notFound } from './kit.ts';
import { glueQuestions } from './questions.ts';
import { nodeKey } from './run-progress.ts';
import { type Trigger, triggers } from './trigger-rules.ts';
import { refusedWorkflow, startRunOf, startWorkflow, target, workflowNamed, workflows } from './workflow-start.ts';

/** Fires a start trigger: the run of its workflow, or its actions where it has none. Throws what the starts throw. */
export function fireNow(ctx: Ctx, trigger: Trigger): void {
  if (trigger.WorkflowName !== undefined) {
    startWorkflow(ctx, workflowNamed(ctx, trigger.WorkflowName), {}, null);
    return;
  }
  if (!startChain(ctx, trigger)) for (const one of trigger.Actions) act(ctx, trigger.Name, one);
}

/**
 * Triggers without a workflow follow one another, too, where each run descends from one start trigger: that is a run of a workflow without
 * a name. False where nothing follows.
 */
function startChain(ctx: Ctx, start: Trigger): boolean {
  const followers = triggers.list(ctx).flatMap(({ row }) => (row.Type === 'CONDITIONAL' && row.WorkflowName === undefined ? [row] : []));
  const reached = [start];
  const work = new Set(start.Actions.map((one) => nodeKey('', ...target(one))));
  for (let open = followers; open.length > 0; ) {
    const next = open.filter(({ Predicate }) => (Predicate?.Conditions ?? []).some((one) => work.has(nodeKey('', ...target(one)))));
    if (next.length === 0) break;
    reached.push(...next);
    for (const one of next.flatMap(({ Actions }) => Actions)) work.add(nodeKey('', ...target(one)));
    open = open.filter((one) => !next.includes(one));
  }
  if (reached.length > 1) startRunOf(ctx, { workflow: '', properties: {}, batch: null, triggers: reached });
  return reached.length > 1;
}

function act(ctx: Ctx, trigger: string, { JobName, CrawlerName, Arguments = {}, ...settings }: Trigger['Actions'][number]): void {
  if (JobName !== undefined) {
    const job = jobs.get(ctx, key(JobName));
    if (job === null) throw notFound(`The job '${JobName}'`);
    startRun(ctx, job, { runArguments: Arguments, replaceDefaults: false, settings, trigger, node: null });
  }
  const crawler = CrawlerName === undefined ? null : crawlers.get(ctx, crawlerKey(CrawlerName));
  if (crawler !== null) startCrawl(ctx, crawler, null);
}

/** By a timer: nobody is there to be told of a refusal. */
export function fireScheduled(ctx: Ctx, trigger: Trigger): void {
  if (trigger.WorkflowName === undefined) {
    if (!startChain(ctx, trigger)) for (const one of trigger.Actions) unlessRefused(() => act(ctx, trigger.Name, one));
    return;
  }
  const workflow = workflows.get(ctx, key(trigger.WorkflowName));
  if (workflow === null) return;
  const refusal = unlessRefused(() => startWorkflow(ctx, workflow, {}, null));
  if (refusal?.name === 'ConcurrentRunsExceededException' && ctx.world.ask(glueQuestions.scheduledOverlap) === 'errorRun') refusedWorkflow(ctx, workflow);
}

/** Gives back what AWS would have refused. */
export function unlessRefused(work: () => void): AwsError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
