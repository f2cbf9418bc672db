import { describe, expect, test } from 'vitest';
import { subjects } from './subjects.ts';
import { troubleEverywhere } from './task-errors.ts';
import { troubles } from './troubled.ts';

/** One call in so many is troubled; the evidence troubles each. */
const step = Number(process.env['MILLRACE_TROUBLE_EVERY'] ?? 9);

describe('a service that fails at a call of a state machine', () => {
  test.each(troubles.flatMap((trouble, index) => subjects.map((subject, place) => ({ trouble, subject, name: subject.name, from: 1 + ((index + 2 * place) % 3) }))))('$name, $trouble: the run ends as without it, or says why and is resumed to its end', async ({ trouble, subject, from }) => {
    const { calls, faults } = await troubleEverywhere(subject, trouble, step, from);
    expect(calls).toBeGreaterThan(1);
    expect(faults).toEqual([]);
  });
});
