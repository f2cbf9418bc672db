import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { crawlRow, stopCrawl } from './crawl-life.ts';
import { flag, integer, invalid, listOf, longText, members, name, stringMap } from './input.ts';
import { askToStop } from './job-run-life.ts';
import { jobRunRow } from './job-run-rows.ts';
import { alreadyExists, below, type Ctx, isRemembered, key, notFound, operation, page, seconds } from './kit.ts';
import { glueQuestions } from './questions.ts';
import { resume } from './resume.ts';
import { liveAttempts, scheduleReaction } from './run-progress.ts';
import { runOrder, saveRun, type WorkflowRun, workflowRun } from './run-rows.ts';
import { dropTags, putTags } from './tags.ts';
import { designGraph, runGraph, statistics } from './workflow-graph.ts';
import { startWorkflow, triggersOf, type Workflow, workflowNamed, workflows } from './workflow-start.ts';

const settings = { Description: longText, DefaultRunProperties: stringMap, MaxConcurrentRuns: integer(1) } as const;
const listed = members({}, { NextToken: longText, MaxResults: integer(1, 1000) });
const ofRun = { Name: name, RunId: name } as const;

function runNamed(ctx: Ctx, { Name, RunId }: { readonly Name: string; readonly RunId: string }): WorkflowRun {
  const found = workflowRun(ctx, Name, RunId);
  if (found === null || !isRemembered(ctx, found.CompletedOn)) throw notFound(`The run '${RunId}' of the workflow '${Name}'`);
  return found;
}
const shownRun = (ctx: Ctx, run: WorkflowRun, graph: boolean | undefined): Json => ({
  ...run,
  Statistics: statistics(ctx, run.WorkflowRunId),
  ...(graph === true ? { Graph: runGraph(ctx, run.Name, run.WorkflowRunId) } : {}),
});
function shown(ctx: Ctx, workflow: Workflow, graph: boolean | undefined): Json {
  const last = runOrder(ctx, workflow.Name)[0];
  const run = last === undefined ? null : workflowRun(ctx, workflow.Name, last.row);
  return {
    ...workflow,
    ...(run === null ? {} : { LastRun: shownRun(ctx, run, graph) }),
    ...(graph === true ? { Graph: designGraph(ctx, workflow.Name, triggersOf(ctx, workflow.Name)) } : {}),
  };
}

export const workflowOperations: Readonly<Record<string, Operation>> = {
  CreateWorkflow: operation(members({ Name: name }, { ...settings, Tags: stringMap }), (ctx, { Tags, ...given }) => {
    if (workflows.get(ctx, key(given.Name)) !== null) throw alreadyExists(`The workflow '${given.Name}'`);
    const now = seconds(ctx);
    workflows.put(ctx, key(given.Name), { ...given, DefaultRunProperties: given.DefaultRunProperties ?? {}, CreatedOn: now, LastModifiedOn: now });
    putTags(ctx, 'workflow', given.Name, Tags);
    return { Name: given.Name };
  }),
  UpdateWorkflow: operation(members({ Name: name }, settings), (ctx, given) => {
    const { CreatedOn } = workflowNamed(ctx, given.Name);
    workflows.put(ctx, key(given.Name), { ...given, DefaultRunProperties: given.DefaultRunProperties ?? {}, CreatedOn, LastModifiedOn: seconds(ctx) });
    return { Name: given.Name };
  }),
  GetWorkflow: operation(members({ Name: name }, { IncludeGraph: flag }), (ctx, { Name, IncludeGraph }) => ({ Workflow: shown(ctx, workflowNamed(ctx, Name), IncludeGraph) })),
  ListWorkflows: operation(listed, (ctx, input) => {
    const { rows, more } = page(workflows.list(ctx), input, 25);
    return { Workflows: rows.map(({ row }) => row.Name), ...more };
  }),
  BatchGetWorkflows: operation(members({ Names: listOf(name, 25) }, { IncludeGraph: flag }), (ctx, { Names, IncludeGraph }) => {
    const found = Names.map((one) => workflows.get(ctx, key(one)));
    return { Workflows: found.flatMap((one) => (one === null ? [] : [shown(ctx, one, IncludeGraph)])), MissingWorkflows: Names.filter((_, index) => found[index] === null) };
  }),
  DeleteWorkflow: operation(members({ Name: name }, {}), (ctx, { Name }) => {
    // Triggers, jobs and crawlers stay, as on AWS.
    workflows.remove(ctx, key(Name));
    dropTags(ctx, 'workflow', Name);
    return { Name };
  }),
  StartWorkflowRun: operation(members({ Name: name }, { RunProperties: stringMap }), (ctx, { Name, RunProperties }) => ({
    RunId: startByHand(ctx, workflowNamed(ctx, Name), RunProperties ?? {}),
  })),
  GetWorkflowRun: operation(members(ofRun, { IncludeGraph: flag }), (ctx, input) => ({ Run: shownRun(ctx, runNamed(ctx, input), input.IncludeGraph) })),
  GetWorkflowRuns: operation(members({ Name: name }, { IncludeGraph: flag, NextToken: longText, MaxResults: integer(1, 1000) }), (ctx, input) => {
    const order = runOrder(ctx, input.Name);
    if (order.length === 0) workflowNamed(ctx, input.Name);
    const { rows, more } = page(order, input, 25);
    const runs = rows.flatMap(({ row }) => workflowRun(ctx, input.Name, row) ?? []);
    const told = runs.filter(({ CompletedOn }) => isRemembered(ctx, CompletedOn));
    return { Runs: told.map((run) => shownRun(ctx, run, input.IncludeGraph)), ...(told.length === runs.length ? more : {}) };
  }),
  GetWorkflowRunProperties: operation(members(ofRun, {}), (ctx, input) => ({ RunProperties: runNamed(ctx, input).WorkflowRunProperties })),
  PutWorkflowRunProperties: operation(members({ ...ofRun, RunProperties: stringMap }, {}), (ctx, input) => {
    const run = runNamed(ctx, input);
    saveRun(ctx, { ...run, WorkflowRunProperties: { ...run.WorkflowRunProperties, ...input.RunProperties } });
    return {};
  }),
  StopWorkflowRun: operation(members(ofRun, {}), (ctx, input) => {
    const run = runNamed(ctx, input);
    if (run.Status !== 'RUNNING') throw new AwsError('IllegalWorkflowStateException', `The run '${input.RunId}' is ${run.Status}; only a RUNNING run can be stopped.`);
    saveRun(ctx, { ...run, Status: 'STOPPING' });
    stopAttempts(ctx, input.RunId);
    scheduleReaction(ctx, { workflow: input.Name, runId: input.RunId });
    return {};
  }),
  ResumeWorkflowRun: operation(members({ ...ofRun, NodeIds: listOf(name) }, {}), (ctx, input) => {
    const { runId, nodeIds } = resume(ctx, workflowNamed(ctx, input.Name), runNamed(ctx, input), input.NodeIds);
    return { RunId: runId, NodeIds: nodeIds };
  }),
};

/** A start trigger that waits for a time or an event may or may not be passed over. */
function startByHand(ctx: Ctx, workflow: Workflow, properties: Readonly<Record<string, string>>): string {
  const start = triggersOf(ctx, workflow.Name).find(({ Type }) => Type === 'EVENT' || Type === 'SCHEDULED');
  const refused = start !== undefined && ctx.world.ask(glueQuestions.startOfOtherStart) === 'refused';
  if (refused) throw invalid(`The workflow '${workflow.Name}' is started by its ${start.Type} trigger '${start.Name}'.`);
  return startWorkflow(ctx, workflow, properties, null);
}

function stopAttempts(ctx: Ctx, runId: string): void {
  for (const { key: at, row: node } of liveAttempts.list(ctx, below(runId))) {
    // Ids hold no slash, so the last part of the key is the attempt.
    const id = at.slice(at.lastIndexOf('/') + 1);
    const job = node.type === 'JOB' ? jobRunRow(ctx, node.name, id) : null;
    if (job !== null) askToStop(ctx, job);
    const crawl = node.type === 'CRAWLER' ? crawlRow(ctx, node.name, id) : null;
    if (crawl?.state === 'RUNNING') stopCrawl(ctx, crawl);
  }
}
