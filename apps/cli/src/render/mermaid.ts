import type { Pipeline, Step } from '@millrace/core';

const shapes: Readonly<Record<Step['kind'], readonly [open: string, close: string]>> = {
  glueJob: ['[', ']'],
  crawler: ['[(', ')]'],
  lambda: ['>', ']'],
  sns: ['(', ')'],
  ssm: ['[/', '/]'],
  wait: ['((', '))'],
};

/** The pipeline as a Mermaid flowchart: words other than `succeeded` on their edges, `any` joins marked, handlers dotted. */
export function mermaid(pipeline: Pipeline): string {
  const lines = ['flowchart LR'];
  const node = (step: Step): string => {
    const [open, close] = shapes[step.kind];
    return `  ${step.name}${open}"${step.name}${step.join === 'any' && step.after.length > 1 ? ' (any)' : ''}"${close}`;
  };
  for (const step of pipeline.steps) lines.push(node(step));
  for (const step of pipeline.steps) {
    for (const { step: from, on } of step.after) lines.push(on === 'succeeded' ? `  ${from} --> ${step.name}` : `  ${from} -- ${on} --> ${step.name}`);
  }
  for (const [handler, label] of [[pipeline.onFailure, 'on failure'], [pipeline.finally, 'finally']] as const) {
    if (handler !== null) lines.push(node(handler), `  ends(["${label}"]) -.-> ${handler.name}`);
  }
  return `${lines.join('\n')}\n`;
}
