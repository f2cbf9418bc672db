import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { job, pipelineOf, site, sourcesOf } from './test/pipelines.ts';
import type { SfnPort } from './port.ts';
import { stateMachineProvider } from './provider.ts';

/** One state machine, kept as Step Functions keeps it: the definition as text. */
function kept() {
  let machine: Record<string, unknown> | null = null;
  let tags: unknown = [];
  const calls: string[] = [];
  const missing = Object.assign(new Error('no such state machine'), { name: 'StateMachineDoesNotExist' });
  const states = async (operation: string, input: Record<string, unknown>): Promise<unknown> => {
    calls.push(operation);
    if (operation === 'CreateStateMachine') [machine, tags] = [{ ...input, status: 'ACTIVE' }, input['tags']];
    else if (machine === null) throw missing;
    else if (operation === 'UpdateStateMachine') machine = { ...machine, ...input };
    else if (operation === 'DeleteStateMachine') machine['status'] = 'DELETING';
    else if (operation === 'ListTagsForResource') return { tags };
    return machine ?? {};
  };
  const gone = (): void => { machine = null; };
  // A double of one service: the shapes are those of the calls above.
  return { port: { states, glue: states } as unknown as SfnPort, calls, gone };
}

const pipeline = pipelineOf([job('a')]);
const machine = compile(pipeline, site, sourcesOf(pipeline)).resources.at(-1);
if (machine === undefined) throw new Error('nothing was compiled');

describe('state machines', () => {
  test('are read back as they were put, so that a second deploy changes nothing', async () => {
    const provider = stateMachineProvider(kept().port, site);
    expect(await provider.read(machine.name)).toBeNull();
    await provider.put(machine, null);
    expect(await provider.read(machine.name)).toEqual({ props: machine.props, owner: 'dev/orders', sha256: null });
  });

  test('are updated in place', async () => {
    const { port, calls } = kept();
    const provider = stateMachineProvider(port, site);
    await provider.put(machine, null);
    await provider.put(machine, await provider.read(machine.name));
    expect(calls.slice(-2)).toEqual(['UpdateStateMachine', 'TagResource']);
  });

  test('one that is being deleted is not settled, and counts as gone', async () => {
    const { port, gone } = kept();
    const provider = stateMachineProvider(port, site);
    await provider.put(machine, null);
    await provider.remove(machine.name);
    expect([await provider.read(machine.name), await provider.settled(machine.name)]).toEqual([null, false]);
    gone();
    await provider.remove(machine.name);
    expect(await provider.settled(machine.name)).toBe(true);
  });
});
