import { describe, expect, test } from 'vitest';
import { killDrawn, killEverywhere, killTwice, killWhile } from './campaign.ts';
import { manners } from './subject.ts';
import { subjects } from './subjects.ts';

/** One commit in so many is killed behind; the evidence kills behind each. */
const step = Number(process.env['MILLRACE_KILL_EVERY'] ?? 11);

const places = subjects.map((subject, index) => ({ subject, name: subject.name, manner: manners[(index * 7) % manners.length] ?? manners[0], from: 1 + ((index * 5) % step) }));

describe('an execution that is killed from outside', () => {
  test.each(places)('is resumed to its end, no kept step runs again, and no step is ever live twice: $name', async ({ subject, manner, from }) => {
    if (manner === undefined) throw new Error('no manner');
    const { kills, resumes, faults } = await killEverywhere(subject, manner, step, from);
    console.log(`${subject.name}: ${kills} kills, resumes ${resumes.native} native, ${resumes.skipMap} by skip map`);
    expect(kills).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  test('is killed again in its resumed run', async () => {
    const found = await Promise.all(subjects.slice(0, 3).map((subject, seed) => killTwice(subject, 2, seed)));
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('belongs to a drawn pipeline', async () => {
    const { kills, faults } = await killDrawn([1, 2, 3], 2);
    expect(kills).toBeGreaterThan(4);
    expect(faults).toEqual([]);
  });

  // Bugs that were found so.
  test.each([
    ['an automation whose start was not answered held its run for ever', 'called', 'scale'],
    ['a stream whose start was not answered held its run for ever', 'streaming', 'feed'],
    ['a redrive looked for outputs under the number of the new continuation', 'handing', 'count outputs'],
  ] as const)('%s', async (_bug, name, state) => {
    const subject = subjects.find((one) => one.name === name);
    if (subject === undefined) throw new Error(`There is no subject '${name}'.`);
    const { kills, faults } = await killWhile(subject, { reaction: 'at once', end: 'ABORTED', moment: 'soon' }, state);
    expect(kills).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});
