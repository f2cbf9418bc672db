import { AwsError } from '../host/types.ts';
import { below, type Ctx, handler, key, table } from './kit.ts';
import { dropTags } from './tags.ts';
import { type Trigger, triggers, workflowTriggers } from './trigger-rules.ts';
import { schedule, unschedule } from './trigger-schedule.ts';

/** What a change comes to; null is that the trigger is gone. */
type Settled = 'CREATED' | 'ACTIVATED' | 'DEACTIVATED' | null;
type InFlight = { readonly to: Settled };

/** Changes that AWS has answered and not finished, by trigger; those of a workflow are also kept below it. */
const changes = table<InFlight>('triggerChange');
const ofWorkflow = table<true>('workflowChange');
const timerOf = (name: string): string => `trigger/${name}`;

/** Throws ConcurrentModificationException while another change of the trigger, or of one of the same workflow, is under way. */
export function needQuiet(ctx: Ctx, name: string, workflow: string | undefined): void {
  if (changes.get(ctx, key(name)) !== null) throw new AwsError('ConcurrentModificationException', `The trigger '${name}' is being changed. Try again when it is done.`);
  if (workflow === undefined || ofWorkflow.list(ctx, below(workflow)).length === 0) return;
  throw new AwsError('ConcurrentModificationException', `The workflow '${workflow}' was modified while the trigger '${name}' was. Change the triggers of a workflow one after the other.`);
}

export const isDeleting = (ctx: Ctx, name: string): boolean => changes.get(ctx, key(name))?.to === null;

/** Takes a trigger to a state, through `meanwhile` where that takes time. A change that is under way is overtaken. */
export function bringTo(ctx: Ctx, trigger: Omit<Trigger, 'State'>, meanwhile: Trigger['State'], to: Settled): void {
  if (trigger.Type === 'SCHEDULED') unschedule(ctx, trigger.Name);
  const { triggerChange, triggerDeletion } = ctx.world.delays;
  const delay = to === null ? triggerDeletion : triggerChange;
  if (delay === 0) {
    settle(ctx, { ...trigger, State: meanwhile }, to);
    return;
  }
  triggers.put(ctx, key(trigger.Name), { ...trigger, State: meanwhile });
  changes.put(ctx, key(trigger.Name), { to });
  if (trigger.WorkflowName !== undefined) ofWorkflow.put(ctx, key(trigger.WorkflowName, trigger.Name), true);
  ctx.effects.push({ type: 'timer', id: timerOf(trigger.Name), at: ctx.world.now() + delay, order: 0, handler: 'triggerChanged', data: { name: trigger.Name } });
}

function settle(ctx: Ctx, trigger: Trigger, to: Settled): void {
  const { Name, WorkflowName } = trigger;
  if (changes.get(ctx, key(Name)) !== null) {
    changes.remove(ctx, key(Name));
    if (WorkflowName !== undefined) ofWorkflow.remove(ctx, key(WorkflowName, Name));
    ctx.effects.push({ type: 'cancelTimer', id: timerOf(Name) });
  }
  if (to !== null) {
    const settled = { ...trigger, State: to };
    triggers.put(ctx, key(Name), settled);
    schedule(ctx, settled);
    return;
  }
  triggers.remove(ctx, key(Name));
  dropTags(ctx, 'trigger', Name);
  if (WorkflowName !== undefined) workflowTriggers.remove(ctx, key(WorkflowName, Name));
}

export const triggerChangeHandlers = {
  triggerChanged: handler<{ readonly name: string }>((ctx, { name }) => {
    const [trigger, change] = [triggers.get(ctx, key(name)), changes.get(ctx, key(name))];
    if (trigger !== null && change !== null) settle(ctx, trigger, change.to);
  }),
};
