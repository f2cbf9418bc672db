import type { Problem } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../index.ts';
import { applyPlan, deploy, plan, resource, world, type World } from '../test/world.ts';

const machine = resource('machine', { type: 'AWS::StepFunctions::StateMachine', props: { Definition: 'v1' } });
const job = resource('job');
const problem = (severity: Problem['severity']): Problem => ({ code: 'MR5020', severity, message: `a ${severity}`, pointer: '/resources/machine', at: null, hint: '' });

/** The same world, whose state machines are judged so; `asked` counts how often. */
function judged(w: World, verdict: readonly Problem[]): World & { readonly asked: () => number } {
  let asked = 0;
  const inner = w.providers.get('AWS::StepFunctions::StateMachine');
  if (inner === undefined) throw new Error('the world has state machines');
  const provider: Provider = { ...inner, validate: async () => {
    asked += 1;
    return verdict;
  } };
  return { ...w, providers: new Map([...w.providers, [inner.type, provider]]), asked: () => asked };
}

describe('what a service says of a resource before it is written', () => {
  it('refuses the plan, and a deploy of a plan that was kept before anything is written', async () => {
    const w = world();
    const refusing = judged(w, [problem('error'), problem('warning')]);
    const found = await plan(refusing, [machine, job]);
    expect([found.problems, found.warnings]).toEqual([[problem('error')], [problem('warning')]]);
    await expect(applyPlan(refusing, [machine, job], found.changes)).rejects.toMatchObject({ problems: [problem('error')] });
    expect(w.writes).toEqual([]);
  });

  it('is asked once where a plan is applied at once, and not at all where nothing changes', async () => {
    const w = judged(world(), [problem('warning')]);
    expect((await deploy(w, [machine, job])).applied).toBe(2);
    expect(w.asked()).toBe(1);
    await deploy(w, [machine, resource('job', { props: { Timeout: 5 } })]);
    expect(w.asked()).toBe(1);
  });
});
