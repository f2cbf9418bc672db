import { AwsError, type Operation } from '../host/types.ts';
import { flag, integer, invalid, listOf, longText, members, name, stringMap, text } from './input.ts';
import { canonical, jobs } from './jobs.ts';
import { alreadyExists, type Ctx, key, notFound, operation, page } from './kit.ts';
import { glueQuestions } from './questions.ts';
import { hasTags, putTags } from './tags.ts';
import { bringTo, isDeleting, needQuiet } from './trigger-changes.ts';
import { fireNow } from './trigger-firing.ts';
import { action, checkTrigger, eventBatching, predicate, type Trigger, triggers, triggerTypes, workflowTriggers } from './trigger-rules.ts';
import { triggersOf, workflowNamed } from './workflow-start.ts';

const parts = { Description: text(0, 2048), Schedule: longText, Predicate: predicate, EventBatchingCondition: eventBatching } as const;
const createInput = members({ Name: name, Type: triggerTypes, Actions: listOf(action) }, { ...parts, WorkflowName: name, StartOnCreation: flag, Tags: stringMap });
const updateInput = members({ Name: name, TriggerUpdate: members({}, { Name: name, Actions: listOf(action), ...parts }) }, {});
const listed = members({}, { NextToken: longText, MaxResults: integer(1, 1000), DependentJobName: name, Tags: stringMap });
const named = members({ Name: name }, {});

function triggerNamed(ctx: Ctx, given: string): Trigger {
  const found = triggers.get(ctx, key(given));
  if (found === null) throw notFound(`The trigger '${given}'`);
  return found;
}

/** Starting and stopping overtake other changes; only a deletion cannot be undone. */
function changeable(ctx: Ctx, given: string): Trigger {
  const found = triggerNamed(ctx, given);
  if (isDeleting(ctx, given)) throw invalid(`The trigger '${given}' is being deleted.`);
  return found;
}
const settledState = (state: Trigger['State']): 'CREATED' | 'ACTIVATED' | 'DEACTIVATED' => (state === 'ACTIVATED' || state === 'DEACTIVATED' ? state : 'CREATED');

function sameAgain(ctx: Ctx, before: Trigger, given: Omit<Trigger, 'State'>): boolean {
  const { State: _state, ...rest } = before;
  return canonical(rest) === canonical(given) && !isDeleting(ctx, given.Name) && ctx.world.ask(glueQuestions.createAgain) === 'accepted';
}

function checkCreation(ctx: Ctx, given: ReturnType<typeof createInput>): void {
  if (given.StartOnCreation === true && (given.Type === 'ON_DEMAND' || given.Type === 'EVENT')) throw invalid(`StartOnCreation cannot be true for the ${given.Type} trigger '${given.Name}'.`);
  checkTrigger(ctx, given);
  if (given.WorkflowName === undefined) return;
  workflowNamed(ctx, given.WorkflowName);
  const start = given.Type === 'CONDITIONAL' ? undefined : triggersOf(ctx, given.WorkflowName).find((one) => one.Type !== 'CONDITIONAL');
  if (start !== undefined) throw invalid(`The workflow '${given.WorkflowName}' has a start trigger already: '${start.Name}'.`);
}

function clash(before: Trigger, given: Omit<Trigger, 'State'>): AwsError {
  const { State: _state, ...rest } = before;
  if (canonical(rest) === canonical(given)) return alreadyExists(`The trigger '${given.Name}'`);
  return new AwsError('IdempotentParameterMismatchException', `The trigger '${given.Name}' was already submitted with a different configuration. Use UpdateTrigger, or another name.`);
}

const pageOf = (ctx: Ctx, input: ReturnType<typeof listed>) => {
  const { DependentJobName: job, Tags } = input;
  if (job !== undefined && jobs.get(ctx, key(job)) === null) throw notFound(`The job '${job}'`);
  const starts = (row: Trigger): boolean => job === undefined || row.Actions.some((one) => one.JobName === job);
  return page(triggers.list(ctx).filter(({ row }) => starts(row) && hasTags(ctx, 'trigger', row.Name, Tags)), input);
};

export const triggerOperations: Readonly<Record<string, Operation>> = {
  CreateTrigger: operation(createInput, (ctx, input) => {
    const { StartOnCreation, Tags, ...given } = input;
    const before = triggers.get(ctx, key(given.Name));
    if (before !== null) {
      if (!sameAgain(ctx, before, given)) throw clash(before, given);
      return { Name: given.Name };
    }
    needQuiet(ctx, given.Name, given.WorkflowName);
    checkCreation(ctx, input);
    bringTo(ctx, given, 'CREATING', StartOnCreation === true ? 'ACTIVATED' : 'CREATED');
    if (given.WorkflowName !== undefined) workflowTriggers.put(ctx, key(given.WorkflowName, given.Name), true);
    putTags(ctx, 'trigger', given.Name, Tags);
    return { Name: given.Name };
  }),
  UpdateTrigger: operation(updateInput, (ctx, { Name, TriggerUpdate }) => {
    const { WorkflowName, Type, State } = triggerNamed(ctx, Name);
    const { Actions, ...rest } = TriggerUpdate;
    if (Actions === undefined) throw invalid('TriggerUpdate.Actions is required: an update overwrites the whole definition.');
    const next: Trigger = { ...rest, Name, Type, Actions, State, ...(WorkflowName === undefined ? {} : { WorkflowName }) };
    needQuiet(ctx, Name, WorkflowName);
    checkTrigger(ctx, next);
    if (State === 'ACTIVATED' && ctx.world.ask(glueQuestions.updateOfActivated) === 'refused') throw invalid(`The trigger '${Name}' is ACTIVATED. Stop it before it is updated.`);
    bringTo(ctx, next, 'UPDATING', settledState(State));
    return { Trigger: { ...next, State: triggerNamed(ctx, Name).State } };
  }),
  GetTrigger: operation(named, (ctx, { Name }) => ({ Trigger: triggerNamed(ctx, Name) })),
  GetTriggers: operation(listed, (ctx, input) => {
    const { rows, more } = pageOf(ctx, input);
    return { Triggers: rows.map(({ row }) => row), ...more };
  }),
  ListTriggers: operation(listed, (ctx, input) => {
    const { rows, more } = pageOf(ctx, input);
    return { TriggerNames: rows.map(({ row }) => row.Name), ...more };
  }),
  BatchGetTriggers: operation(members({ TriggerNames: listOf(name) }, {}), (ctx, { TriggerNames }) => {
    const found = TriggerNames.map((one) => triggers.get(ctx, key(one)));
    return { Triggers: found.filter((one): one is Trigger => one !== null), TriggersNotFound: TriggerNames.filter((_, index) => found[index] === null) };
  }),
  DeleteTrigger: operation(named, (ctx, { Name }) => {
    const found = triggers.get(ctx, key(Name));
    // A trigger that is not there is deleted all the same: AWS answers success.
    if (found === null || isDeleting(ctx, Name)) return { Name };
    needQuiet(ctx, Name, found.WorkflowName);
    bringTo(ctx, found, 'DELETING', null);
    return { Name };
  }),
  StartTrigger: operation(named, (ctx, { Name }) => {
    const found = changeable(ctx, Name);
    if (found.Type === 'EVENT') throw invalid(`The trigger '${Name}' is an EVENT trigger: events start it, StartTrigger does not.`);
    if (found.Type === 'ON_DEMAND') fireNow(ctx, found);
    else if (found.State !== 'ACTIVATED' && found.State !== 'ACTIVATING') bringTo(ctx, found, 'ACTIVATING', 'ACTIVATED');
    return { Name };
  }),
  StopTrigger: operation(named, (ctx, { Name }) => {
    const found = changeable(ctx, Name);
    if (found.State === 'CREATED') throw invalid(`The trigger '${Name}' is CREATED, not ACTIVATED, so it cannot be stopped.`);
    if (found.State !== 'DEACTIVATED' && found.State !== 'DEACTIVATING') bringTo(ctx, found, 'DEACTIVATING', 'DEACTIVATED');
    return { Name };
  }),
};
