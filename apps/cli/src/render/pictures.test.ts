import { parsePipeline, type Pipeline } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { mermaid } from './mermaid.ts';
import { picture } from './picture/index.ts';
import { layout, type Rect } from './picture/layout.ts';
import { routes } from './picture/route.ts';
import { run, step } from './render.fixture.ts';

const job = { kind: 'glueJob', type: 'pythonshell', script: './a.py', timeout: '10m' };
function pipeline(): Pipeline {
  const { pipeline: read, problems } = parsePipeline({
    name: 'orders',
    steps: { end: job, ends: { ...job, after: [{ step: 'end', on: 'failed' }], retry: { attempts: 2 } }, both: { ...job, after: ['end', 'ends'], join: 'any' } },
    onFailure: job,
    finally: job,
  });
  if (read === null) throw new Error(JSON.stringify(problems));
  return read;
}

describe('a pipeline as Mermaid', () => {
  it('has a node a step, words on edges, and no id that Mermaid keeps for itself', () => {
    const text = mermaid(pipeline());
    expect(text).toContain('step-end -- failed --> step-ends');
    expect(text).toContain('step-both["both (any)"]');
    expect(text).toContain('failed(["if the run failed"]) -.-> step-on-failure');
    expect(text).toContain('ended(["finally"]) -.-> step-finally');
    expect(text).not.toMatch(/(^|\s)end[\s[]/m);
  });
});

describe('a pipeline as a picture', () => {
  it('names every step and its marks, for eyes and for screen readers', async () => {
    const drawn = await picture(pipeline());
    for (const name of ['end', 'ends', 'both', 'on-failure', 'finally']) expect(drawn).toContain(`aria-label="${name}, Python shell job"`);
    expect(drawn).toContain('Python shell job · 2 retries');
    expect(drawn).toContain('>any</text>');
    expect(drawn).toContain('>failed</text>');
    expect(drawn).toContain('>if the run failed</text>');
    expect(drawn).toContain('prefers-color-scheme:dark');
    expect(drawn).not.toMatch(/NaN|undefined/);
  });

  it('is the same bytes every time', async () => {
    expect(await picture(pipeline())).toBe(await picture(pipeline()));
  });

  it('of a run tells states, times and tries', async () => {
    const failed = step('failed', 0, 61_500);
    const drawn = await picture(pipeline(), { run: run('failed', { end: { ...failed, attempts: [...failed.attempts, ...failed.attempts] }, ends: step('skipped'), both: step('pending') }) });
    expect(drawn).toContain('>orders · failed</text>');
    expect(drawn).toContain('>failed · 2m 03s · 2 tries</text>');
    expect(drawn).toContain('aria-label="ends, Python shell job, skipped" class="faint"');
  });

  it('shows what a target generates beside the steps it serves', async () => {
    const helper = { because: 'a join', dpu: 0.0625, delaySeconds: 60 };
    const drawn = await picture(pipeline(), { helpers: [{ ...helper, name: 'g', kind: 'gate', step: 'both' }, { ...helper, name: 'o', kind: 'opener', step: null }] });
    expect(drawn).toContain('>gate +1m 00s</text>');
    expect(drawn).toContain('>for the whole run: opener</text>');
  });
});

describe('the edges of a picture', () => {
  const wide = parsePipeline({
    name: 'wide',
    steps: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`step-${index}${index % 7 === 0 ? '-with-a-very-long-name' : ''}`, {
      ...job,
      after: [...(index >= 5 ? [{ step: nameOf(index - 5), on: index % 3 === 0 ? 'finished' : 'succeeded' }] : []), ...(index >= 13 ? [{ step: nameOf(index - 13), on: index % 4 === 0 ? 'failed' : 'succeeded' }] : [])],
    }])),
  }).pipeline as Pipeline;

  it('cross no box, and no two words cover each other', async () => {
    const plan = await layout(wide.steps, () => ({ width: 200, height: 50 }));
    const drawn = routes(plan, () => 0);
    const inside = ({ x, y }: { x: number; y: number }, box: Rect): boolean => x > box.x + 0.5 && x < box.x + box.width - 0.5 && y > box.y + 0.5 && y < box.y + box.height - 0.5;
    const crossed = drawn.flatMap(({ wire, points }) => [...plan.boxes].filter(([, box]) => points.some((point) => inside(point, box))).map(([name]) => `${wire.from} -> ${wire.to} crosses ${name}`));
    expect(crossed).toEqual([]);
    const labels = drawn.flatMap(({ label }) => (label === null ? [] : [label]));
    expect(labels).toHaveLength(wide.steps.flatMap(({ after }) => after).filter(({ on }) => on !== 'succeeded').length);
    const covered = labels.filter((one, index) => labels.slice(index + 1).some((other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height));
    expect(covered).toEqual([]);
  });
});

function nameOf(index: number): string {
  return `step-${index}${index % 7 === 0 ? '-with-a-very-long-name' : ''}`;
}
