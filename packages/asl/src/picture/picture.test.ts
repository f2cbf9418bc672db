import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { outlineOf, statesIn } from '../outline/outline.ts';
import { run } from '../run/run.ts';
import { branchOf, machineOf, task } from '../testing.ts';
import { mostStates } from './extent.ts';
import { loadDagre } from './graph.ts';
import type { Rect } from './layout.ts';
import { machines } from './machines.fixture.ts';
import { mermaidOf } from './mermaid.ts';
import { boxSize, keyOf, planRegion, type PlannedRegion } from './plan.ts';
import { svgOf } from './svg.ts';
import { cutTo, duration, escaped, widthOf, wrapped } from './words.ts';

const entries = Object.entries(machines) as [string, Json][]; // fromEntries of the same

describe.each(entries)('the picture of %s', (_name, machine) => {
  test('names every state, in a list that a screen reader reads', async () => {
    const drawn = await svgOf(machine);
    for (const { name } of statesIn(machine)) expect(drawn).toContain(`<g role="listitem" aria-label="${escaped(name)}, `);
    expect(drawn).toMatch(/^<svg [^>]*role="list" aria-labelledby="asl-title asl-desc"><title id="asl-title">.+<\/title><desc id="asl-desc">.+<\/desc>/u);
  });

  test('is well-formed: every element is closed', async () => {
    const open: string[] = [];
    for (const [, end, name = '', empty] of (await svgOf(machine)).matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/gu)) {
      if (end === '/') expect(open.pop()).toBe(name);
      else if (empty !== '/') open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('is the same for the same machine', async () => {
    expect(await svgOf(machine)).toBe(await svgOf(structuredClone(machine)));
  });

  test('has no two boxes that cover each other, and no way or word that crosses a box', async () => {
    for (const region of regionsIn(planRegion(await loadDagre(), outlineOf(machine), null))) expect(faultsOf(region)).toEqual([]);
  });

  test('as Mermaid has every state and way', () => {
    const text = mermaidOf(machine);
    const states = statesIn(machine);
    expect(text.match(/-->|-\.->/gu)).toHaveLength(states.flatMap(({ ways }) => ways).length + 1 + states.flatMap(({ inner }) => inner).length);
  });
});

function regionsIn(region: PlannedRegion): readonly PlannedRegion[] {
  return [region, ...region.states.flatMap(({ inner }) => inner.flatMap(regionsIn))];
}

function faultsOf({ laid, states, wires }: PlannedRegion): readonly string[] {
  const boxes = states.map((planned) => ({ name: planned.state.name, rect: { ...(laid.boxes.get(keyOf(planned.state.name)) as Rect), ...boxSize(planned) } })); // every state was laid out
  const overlap = (a: Rect, b: Rect): boolean => a.x + 0.5 < b.x + b.width && b.x + 0.5 < a.x + a.width && a.y + 0.5 < b.y + b.height && b.y + 0.5 < a.y + a.height;
  const passes = laid.wires.flatMap(({ wire, passes: rows }) => rows.map(({ x, top, bottom }) => ({ name: `the way ${wire.key}`, rect: { x: x - 1, y: top, width: 2, height: bottom - top } })));
  const words = laid.wires.filter(({ wire }) => wire.label.width > 0 && wire.from !== wire.to).map(({ wire, middle }) => ({ name: `the words of ${wire.key}`, rect: { x: middle.x - wire.label.width / 2, y: middle.y - wire.label.height / 2, ...wire.label } }));
  expect(wires.size).toBe(laid.wires.length);
  return [...boxes, ...passes, ...words].flatMap((one) => boxes.filter((box) => box !== one && overlap(box.rect, one.rect)).map((box) => `${one.name} crosses ${box.name}`));
}

describe('the picture of an execution', () => {
  test('tells outcomes, attempts, times, errors and the ways that were taken', async () => {
    const end = await run(machines.errors, {}, { tasks: { Reserve: [{ error: 'Lambda.TooManyRequestsException' }, { output: 1, ms: 250 }], Pay: { error: 'Declined', ms: 40_000 }, '*': { output: 1 } } });
    const drawn = await svgOf(machines.errors, { execution: end, title: 'Order 7' });
    expect(drawn).toContain('>Order 7</text>');
    expect(drawn).toContain('>FAILED after 41.2s · NotSold</text>');
    expect(drawn).toContain('>succeeded · 1.2s · 2 attempts</text>');
    expect(drawn).toContain('aria-label="Pay, Task, caught, sqs sendMessage.waitForTaskToken, caught · 40s, Declined, next Ship or on an error Undo"');
    expect(drawn.match(/class="way taken-catch"/gu)).toHaveLength(1);
    expect(drawn.match(/class="way taken"/gu)).toHaveLength(4);
    expect(drawn.match(/role="listitem" aria-label="[^"]*" class="faint"/gu)).toHaveLength(2);
  });

  test('counts visits of a loop and of the items of a Map, and shows the worst of these', async () => {
    const machine = machineOf({ M: { Type: 'Map', ToleratedFailureCount: 1, ItemProcessor: branchOf({ I: task() }), End: true } });
    const drawn = await svgOf(machine, { execution: await run(machine, [1, 2, 3], { tasks: { I: [{ output: 1 }, { error: 'E' }, { output: 1 }] } }) });
    expect(drawn).toContain('>failed · 0ms · 3 visits · 1 failed</text>');
    expect(drawn).toContain('class="group b-succeeded"');
  });

  test('may be one that still runs', async () => {
    const machine = machineOf({ T: task() });
    expect(await svgOf(machine, { execution: await run(machine, {}, { tasks: () => null }) })).toContain('RUNNING after 0ms');
  });

  test('as Mermaid colours what was visited', async () => {
    const machine = machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Fail', Error: 'x' } });
    expect(mermaidOf(machine, { execution: await run(machine, {}) })).toContain('class s0 succeeded\n  s1(["B<br/>Fail · x"])\n  class s1 failed');
  });
});

test('names cannot end an attribute, an element or a Mermaid text', async () => {
  const name = '"]--><script>alert(1)</script>\u0000\uD800#';
  const machine = { StartAt: name, States: { [name]: { Type: 'Pass', Comment: ']]><script>', End: true } } };
  const drawn = await svgOf(machine, { title: '<script>' });
  expect(drawn).not.toMatch(/<script|\u0000|\uD800(?![\uDC00-\uDFFF])/u);
  expect(mermaidOf(machine)).toContain('s0[/"#34;]--#62;#60;script#62;alert(1)');
});

test('several pictures stand in one page, each with its own names', async () => {
  expect(await svgOf(machines.chain, { id: 'one' })).toMatch(/class="one".*\.one \.box\{.*id="one-tip".*url\(#one-tip\)/su);
  await expect(svgOf(machines.chain, { id: 'a"b' })).rejects.toThrow("The id 'a\"b' cannot name classes");
});

test('what is no definition gives an empty picture', async () => {
  for (const json of [null, {}, { States: { A: 1 } }] as Json[]) expect(await svgOf(json)).toContain('with 0 states at its top');
});

test('many catchers of one state are told in the boxes, and the last one is drawn', async () => {
  const caught = (i: number) => task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }], Next: i === 9 ? 'Done' : `S${i + 1}` });
  const drawn = await svgOf(machineOf({ ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`S${i}`, caught(i)])), Done: { Type: 'Succeed' }, 'Give up': { Type: 'Fail' } }));
  expect(drawn.match(/>any error → Give up</gu)).toHaveLength(9);
  expect(drawn.match(/class="way catch"/gu)).toHaveLength(1);
});

const chainOf = (count: number): Json => machineOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`S${i}`, i === count - 1 ? { Type: 'Succeed' } : { Type: 'Pass', Next: `S${i + 1}` }])));

test(`${mostStates} states are drawn`, async () => {
  expect(await svgOf(chainOf(mostStates))).toContain(`>S${mostStates - 1}</text>`);
});

test('a bug: a chain of 3,000 states ended in a RangeError of the layout library', async () => {
  await expect(svgOf(chainOf(3000))).rejects.toThrow('A picture shows at most 1500 states, and this state machine has more. Use Mermaid for it');
  expect(mermaidOf(chainOf(3000))).toContain('s2999');
});

test('a bug: Parallel states nested 1,000 deep ended in a RangeError', async () => {
  const nested = (levels: number): Json => Array.from({ length: levels }).reduce<Json>((inner, _, i) => branchOf({ [`P${i}`]: { Type: 'Parallel', Branches: [inner], End: true } }), branchOf({ X: { Type: 'Pass', End: true } }));
  await expect(svgOf(nested(1000))).rejects.toThrow('more than 125 levels deep, which cannot be drawn');
  expect(() => mermaidOf(nested(1000))).toThrow('more than 125 levels deep, which cannot be drawn');
  expect(await svgOf(nested(124))).toContain('>X</text>');
  expect(mermaidOf(nested(124))).toContain('X');
});

describe('words', () => {
  test.each([[0, '0ms'], [999.6, '1000ms'], [1000, '1s'], [59_999, '59.9s'], [61_000, '1m 01s'], [3_660_000, '1h 01m'], [200_000_000, '2d 7h']])('%d ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('are wrapped at their joints, and cut at the end', () => {
    expect(wrapped('load all orders of yesterday', 90, 13, 3)).toEqual(['load all', 'orders of', 'yesterday']);
    expect(wrapped('loadAllOrders', 60, 13, 3)).toEqual(['loadAll', 'Orders']);
    const cut = cutTo('x'.repeat(100), 50, 13);
    expect(cut.endsWith('…') && widthOf(cut, 13) <= 50).toBe(true);
  });
});

test('where all errors lead to one state, none is named beside them', async () => {
  const drawn = await svgOf(machineOf({ A: task({ Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'B' }, { ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'B' }), B: { Type: 'Succeed' } }));
  expect(drawn).toContain('any error');
  expect(drawn).not.toContain('>States.DataLimitExceeded<');
});
