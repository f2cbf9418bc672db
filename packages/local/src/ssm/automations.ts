import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Input, isRecord } from '../service/input.ts';
import { type Ctx, nextNumber, page, uuid } from '../service/kit.ts';
import { type AutomationRow, automations, documents, listing, operation, refused, tokens, type StepRun } from './rows.ts';
import { beginStep, stopStep } from './steps.ts';
import { parameterValues } from './variables.ts';

export const automationOperations: Readonly<Record<string, Operation>> = {
  StartAutomationExecution: operation((ctx, input) => {
    const name = input.text('DocumentName').replace(/^.*:document\//u, '');
    const document = documents.get(ctx, name);
    if (document === null) throw refused('AutomationDefinitionNotFoundException', `Document with name ${name} not found.`);
    const given = input.maybeInput('Parameters')?.json ?? {};
    const unknown = Object.keys(given).find((one) => !Object.hasOwn(document.parameters, one));
    if (unknown !== undefined) throw refused('InvalidAutomationExecutionParametersException', `Unexpected parameter ${unknown} is passed to the document ${name}.`);
    const missing = Object.entries(document.parameters).find(([one, about]) => !Object.hasOwn(given, one) && !(isRecord(about) && Object.hasOwn(about, 'default')))?.[0];
    if (missing !== undefined) throw refused('InvalidAutomationExecutionParametersException', `The parameter ${missing} of the document ${name} is missing.`);
    const token = input.maybeText('ClientToken')?.toLowerCase() ?? null;
    const asked = JSON.stringify([name, given]);
    const earlier = token === null ? null : tokens.get(ctx, token);
    if (earlier !== null && earlier.asked !== asked) throw refused('IdempotentParameterMismatch', 'The same client token was given with other parameters.');
    if (earlier !== null) return { AutomationExecutionId: earlier.id };
    const id = uuid(ctx);
    if (token !== null) tokens.put(ctx, token, { id, asked });
    const runs = document.steps.map((step): StepRun => ({ name: step.name, action: step.action, status: 'Pending', start: null, end: null, outputs: {}, message: null }));
    const row: AutomationRow = {
      id, document: name, steps: document.steps, parameters: parameterValues(document.parameters, given), outputs: document.outputs, status: 'InProgress', start: ctx.world.now(), end: null,
      at: 0, runs, message: null,
    };
    listing.put(ctx, String(999_999_999_999 - Number(nextNumber(ctx))).padStart(12, '0'), id);
    beginStep(ctx, row);
    return { AutomationExecutionId: id };
  }),
  GetAutomationExecution: operation((ctx, input) => ({ AutomationExecution: { ...described(automationAt(ctx, input)), StepExecutions: automationAt(ctx, input).runs.map(stepDescribed), StepExecutionsTruncated: false } })),
  DescribeAutomationExecutions: operation((ctx, input) => {
    const filters = input.inputs('Filters').map((filter) => ({ by: filter.text('Key'), values: filter.texts('Values') }));
    const all = listing.list(ctx).flatMap(({ key, row: id }) => {
      const row = automations.get(ctx, id);
      return row !== null && filters.every((filter) => fits(row, filter)) ? [{ key, row }] : [];
    });
    const found = page(all, input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 50) ?? 50);
    return { AutomationExecutionMetadataList: found.rows.map(({ row }) => ({ ...described(row), AutomationType: 'Local' })), ...(found.next === null ? {} : { NextToken: found.next }) };
  }),
  DescribeAutomationStepExecutions: operation((ctx, input) => ({ StepExecutions: automationAt(ctx, input).runs.map(stepDescribed) })),
  StopAutomationExecution: operation((ctx, input) => {
    const row = automationAt(ctx, input);
    if (row.status !== 'InProgress') throw refused('InvalidAutomationStatusUpdateException', `The automation execution ${row.id} has ended already.`);
    stopStep(ctx, row, input.oneOf('Type', ['Cancel', 'Complete'], 'Cancel') === 'Cancel' ? 'Cancelled' : 'Success');
    return {};
  }),
};

function automationAt(ctx: Ctx, input: Input): AutomationRow {
  const id = input.text('AutomationExecutionId');
  const row = automations.get(ctx, id);
  if (row === null) throw refused('AutomationExecutionNotFoundException', `Couldn't find automation execution ${id}.`);
  return row;
}

function fits(row: AutomationRow, { by, values }: { readonly by: string; readonly values: readonly string[] }): boolean {
  if (by === 'ExecutionId') return values.includes(row.id);
  if (by === 'ExecutionStatus') return values.includes(row.status);
  if (by === 'DocumentNamePrefix') return values.some((prefix) => row.document.startsWith(prefix));
  throw refused('InvalidFilterKey', `The embedded AWS does not filter automations by ${by}.`);
}

const texts = (values: { readonly [name: string]: Json }): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [typeof value === 'string' ? value : JSON.stringify(value)]]));

function described(row: AutomationRow): { readonly [key: string]: Json } {
  const outputs = row.outputs.map((output): [string, Json] => {
    const [step = '', name = ''] = output.split('.');
    return [output, row.runs.find((run) => run.name === step)?.outputs[name] ?? ''];
  });
  return {
    AutomationExecutionId: row.id, DocumentName: row.document, DocumentVersion: '1', AutomationExecutionStatus: row.status, ExecutionStartTime: row.start / 1000, Mode: 'Auto',
    Parameters: texts(row.parameters), Outputs: texts(Object.fromEntries(outputs)),
    ...(row.end === null ? {} : { ExecutionEndTime: row.end / 1000 }),
    ...(row.message === null ? {} : { FailureMessage: row.message }),
    ...(row.status === 'InProgress' ? { CurrentStepName: row.runs[row.at]?.name ?? '', CurrentAction: row.runs[row.at]?.action ?? '' } : {}),
  };
}

function stepDescribed(run: StepRun): Json {
  return {
    StepName: run.name, Action: run.action, StepStatus: run.status, Outputs: texts(run.outputs),
    ...(run.start === null ? {} : { ExecutionStartTime: run.start / 1000 }),
    ...(run.end === null ? {} : { ExecutionEndTime: run.end / 1000 }),
    ...(run.message === null ? {} : { FailureMessage: run.message }),
  };
}
