import { parsePipeline, type Pipeline } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { mermaid } from './mermaid.ts';
import { svg } from './svg.ts';

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
    const picture = await svg(pipeline());
    for (const name of ['end', 'ends', 'both', 'on-failure', 'finally']) expect(picture).toContain(`aria-label="${name}, Glue job"`);
    expect(picture).toContain('Glue job · 2 retries');
    expect(picture).toContain('Glue job · any');
    expect(picture).toContain('>failed</text>');
    expect(picture).toContain('prefers-color-scheme: dark');
    expect(picture).not.toContain('NaN');
  });

  it('is the same bytes every time', async () => {
    expect(await svg(pipeline())).toBe(await svg(pipeline()));
  });
});
