import { describe, expect, test } from 'vitest';
import { killDrawn, killEverywhere, killTwice } from './campaign.ts';
import { manners } from './subject.ts';
import { subjects } from './subjects.ts';

/** One commit in so many is killed behind; the evidence kills behind each. */
const step = Number(process.env['MILLRACE_KILL_EVERY'] ?? 8);

const places = subjects.map((subject, index) => ({ subject, name: subject.name, manner: manners[(index * 7) % manners.length] ?? manners[0], from: 1 + ((index * 5) % step) }));

describe('an execution that is killed from outside', () => {
  test.each(places)('is resumed to its end, no kept step runs again, and no step is ever live twice: $name', async ({ subject, manner, from }) => {
    if (manner === undefined) throw new Error('no manner');
    const { kills, resumes, faults } = await killEverywhere(subject, manner, step, from);
    console.log(`${subject.name}: ${kills} kills, resumes ${resumes.native} native, ${resumes.skipMap} by skip map`);
    expect(kills).toBeGreaterThan(1);
    expect(faults).toEqual([]);
  });

  test('is killed again in its resumed run', async () => {
    const found = await Promise.all(subjects.slice(0, 4).map((subject, seed) => killTwice(subject, 2, seed)));
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('belongs to a drawn pipeline', async () => {
    const { kills, faults } = await killDrawn([1, 2, 3, 4, 5, 6], 2);
    expect(kills).toBeGreaterThan(10);
    expect(faults).toEqual([]);
  });
});
