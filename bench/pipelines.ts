import type { Site, Source, Sources } from '@millrace/core';

/** A pipeline of n jobs in the shape that data pipelines have: layers of about eight, each job after one to three of the layer before. */
export function layered(count: number, width = 8): unknown {
  const name = (index: number): string => `step-${index}`;
  const steps = Array.from({ length: count }, (_, index) => {
    const layer = Math.floor(index / width);
    const before = layer === 0 ? [] : [0, 1, 2].slice(0, 1 + (index % 3)).map((shift) => name((layer - 1) * width + ((index + shift * 3) % width)));
    return { name: name(index), kind: 'glueJob', type: 'pythonshell', script: './job.py', args: { DAY: { param: 'day' } }, after: [...new Set(before)], timeout: '30m' };
  });
  return { name: 'bench', timezone: 'UTC', params: { day: { type: 'date', default: '2026-01-31' } }, steps };
}

const text = 'print("hello")\n';
export const sources: Sources = new Map<string, Source>([['./job.py', { text, sha256: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184' }]]);

const role = 'arn:aws:iam::000000000000:role/bench';
export const site: Site = { prefix: 'bench', region: 'us-east-1', account: '000000000000', scripts: 'scripts', runs: 'runs', roles: { job: role, crawler: role, stateMachine: role, helper: role, events: role }, params: {} };
