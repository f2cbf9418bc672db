import type { Pipeline, Step } from '@millrace/core';

const shapes: Readonly<Record<Step['kind'], readonly [open: string, close: string]>> = {
  glueJob: ['[', ']'],
  crawler: ['[(', ')]'],
  lambda: ['>', ']'],
  sns: ['(', ')'],
  ssm: ['[/', '/]'],
  wait: ['((', '))'],
};

/** `end` and a few other step names are words of Mermaid's own; behind a prefix none is. */
const id = (step: string): string => `step-${step}`;

/** The pipeline as a Mermaid flowchart: words other than `succeeded` on their edges, `any` joins marked, handlers dotted. */
export function mermaid(pipeline: Pipeline): string {
  const lines = ['flowchart LR'];
  const node = (step: Step): string => {
    const [open, close] = shapes[step.kind];
    return `  ${id(step.name)}${open}"${step.name}${step.join === 'any' && step.after.length > 1 ? ' (any)' : ''}"${close}`;
  };
  for (const step of pipeline.steps) lines.push(node(step));
  for (const step of pipeline.steps) {
    for (const { step: from, on } of step.after) lines.push(on === 'succeeded' ? `  ${id(from)} --> ${id(step.name)}` : `  ${id(from)} -- ${on} --> ${id(step.name)}`);
  }
  for (const [handler, when, label] of [[pipeline.onFailure, 'failed', 'if the run failed'], [pipeline.finally, 'ended', 'finally']] as const) {
    if (handler !== null) lines.push(node(handler), `  ${when}(["${label}"]) -.-> ${id(handler.name)}`);
  }
  return `${lines.join('\n')}\n`;
}
