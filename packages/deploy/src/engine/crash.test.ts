import type { Resource, ResourceType } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../index.ts';
import { deploy, LOCATION, resource, tearDown, wanted, world, type World } from '../test/world.ts';

const type = fc.constantFrom<ResourceType>('Millrace::S3Object', 'AWS::Glue::Job', 'AWS::Glue::Trigger', 'AWS::Glue::Workflow');
interface Slot {
  readonly type: ResourceType;
  readonly value: number;
  readonly fixed: string;
  readonly wanted: boolean;
}
const one: fc.Arbitrary<Slot> = fc.record({ type, value: fc.integer({ min: 0, max: 2 }), fixed: fc.constantFrom('A', 'B'), wanted: fc.boolean() });
/** Two versions of one pipeline: a slot is there or not, and each resource may need those before it. */
const list = fc.array(one, { minLength: 5, maxLength: 5 });

function build(slots: readonly Slot[]): readonly Resource[] {
  return slots.flatMap((slot, index) => {
    if (!slot.wanted) return [];
    const after = slots.slice(0, index).flatMap((other, place) => (other.wanted ? [`r${place}`] : []));
    return resource(`r${index}`, { type: slot.type, props: { Value: slot.value, Type: slot.fixed }, after });
  });
}

/** What is live, but for the objects that the manifest keeps for runs. */
async function state(w: World): Promise<unknown> {
  const retired = new Set(((await readManifest(w.store, LOCATION))?.manifest.retired ?? []).map(({ name }) => `Millrace::S3Object ${name}`));
  return Object.fromEntries([...w.live].flatMap(([key, live]) => (retired.has(key) ? [] : [[key, live.props]])));
}
function goal(resources: readonly Resource[]): unknown {
  return Object.fromEntries(wanted(resources).map((each) => [`${each.type} ${each.name}`, each.props]));
}

/** Does `work` with a crash at the first call, then at the second, and so on, each in a world of its own, until it gets through. */
async function atEveryCall(prepare: () => Promise<World>, work: (w: World) => Promise<unknown>, after: (w: World) => Promise<void>): Promise<void> {
  for (const when of ['before', 'after'] as const) {
    for (let n = 1; ; n += 1) {
      const w = await prepare();
      w.crashAt(n, when);
      await work(w).catch((error: unknown) => {
        if (!w.crashed()) throw error;
      });
      const through = !w.crashed();
      w.crashAt(null);
      await after(w);
      if (through) break;
    }
  }
}

describe('a crash at any call', () => {
  it('of a deploy: the next one reaches the same state, leaves no orphan, and the one after it writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(list, list, async (before, then) => {
        const [old, next] = [build(before), build(then)];
        const prepare = async (): Promise<World> => {
          const w = world({ asyncRemoval: true });
          await deploy(w, old);
          return w;
        };
        await atEveryCall(prepare, (w) => deploy(w, next), async (w) => {
          await deploy(w, next);
          expect(await state(w)).toEqual(goal(next));
          w.writes.length = 0;
          await deploy(w, next);
          expect(w.writes).toEqual([]);
        });
      }),
      { numRuns: 24 },
    );
  });

  it('of a deploy: going back to the old version, or destroying, leaves nothing of the new one', async () => {
    await fc.assert(
      fc.asyncProperty(list, list, async (before, then) => {
        const [old, next] = [build(before), build(then)];
        const prepare = async (): Promise<World> => {
          const w = world();
          await deploy(w, old);
          return w;
        };
        await atEveryCall(prepare, (w) => deploy(w, next), async (w) => {
          await deploy(w, old);
          expect(await state(w)).toEqual(goal(old));
          await tearDown(w);
          expect(await state(w)).toEqual({});
        });
      }),
      { numRuns: 12 },
    );
  });

  it('of a destroy: the next one finishes it', async () => {
    await fc.assert(
      fc.asyncProperty(list, async (slots) => {
        const prepare = async (): Promise<World> => {
          const w = world({ asyncRemoval: true });
          await deploy(w, build(slots));
          return w;
        };
        await atEveryCall(prepare, tearDown, async (w) => {
          await tearDown(w);
          expect(await state(w)).toEqual({});
          expect(await readManifest(w.store, LOCATION)).toBeNull();
        });
      }),
      { numRuns: 12 },
    );
  });

  it('of a destroy: a deploy instead brings everything back', async () => {
    await fc.assert(
      fc.asyncProperty(list, list, async (before, then) => {
        const [old, next] = [build(before), build(then)];
        const prepare = async (): Promise<World> => {
          const w = world();
          await deploy(w, old);
          return w;
        };
        await atEveryCall(prepare, tearDown, async (w) => {
          await deploy(w, next);
          expect(await state(w)).toEqual(goal(next));
        });
      }),
      { numRuns: 12 },
    );
  });
});
