import { sha256, stableJson } from '@millrace/core';
import { z } from 'zod';
import { DeployRefused, deployProblem } from './catalogue.ts';
import type { Resolved } from './engine/resolve.ts';
import type { ChangeSet } from './types.ts';

/** A plan that waits for approval: bound to what was wanted and to what was live when it was made. */
export interface SavedPlan {
  readonly schemaVersion: 1;
  readonly owner: string;
  readonly environment: string;
  readonly target: string;
  /** Hash of everything that is wanted, contents of objects included. */
  readonly desired: string;
  readonly changes: ChangeSet;
}

const json = z.custom<ChangeSet['changes'][number]['fields'][number]['from']>((value) => value !== undefined);
const field = z.strictObject({ path: z.string(), from: json, to: json, by: z.enum(['edit', 'drift']) });
const change = z.strictObject({
  id: z.string(),
  name: z.string(),
  // Any text: what is applied is compared with what would be planned now.
  type: z.custom<ChangeSet['changes'][number]['type']>((value) => typeof value === 'string'),
  action: z.enum(['create', 'update', 'replace', 'delete']),
  fields: z.array(field),
});
const changes = z.strictObject({ schemaVersion: z.literal(1), basis: z.string(), changes: z.array(change), unchanged: z.number() });
const saved = z.strictObject({ schemaVersion: z.literal(1), owner: z.string(), environment: z.string(), target: z.string(), desired: z.string(), changes });

/** Of which deploy a plan is. */
export interface PlanAbout {
  readonly owner: string;
  readonly environment: string;
  readonly target: string;
  readonly desired: readonly Resolved[];
}

/** @example await writeFile('plan.json', planText(plan.changes, about)) */
export function planText(planned: ChangeSet, about: PlanAbout): string {
  const { owner, environment, target, desired } = about;
  const plan: SavedPlan = { schemaVersion: 1, owner, environment, target, desired: hashOf(desired), changes: planned };
  return `${stableJson(plan, 2)}\n`;
}

/**
 * The changes of a saved plan; `apply` then refuses them when what is live has changed. Throws `DeployRefused`: MR7015 when the text is no
 * plan or one of another pipeline, environment or target, MR7012 when the pipeline has changed since.
 */
export function readPlan(text: string, about: PlanAbout): ChangeSet {
  const parsed = saved.safeParse(parse(text));
  const refuse = (code: 'MR7012' | 'MR7015', message: string): never => {
    throw new DeployRefused([deployProblem(code, message, '')]);
  };
  if (!parsed.success) return refuse('MR7015', 'The file is no plan that Millrace wrote.');
  const { owner, environment, target, desired } = parsed.data;
  if (owner !== about.owner || environment !== about.environment || target !== about.target) {
    return refuse('MR7015', `The plan is of ${owner} in environment '${environment}' on ${target}, not of ${about.owner} in '${about.environment}' on ${about.target}.`);
  }
  return desired === hashOf(about.desired) ? parsed.data.changes : refuse('MR7012', 'The pipeline, its scripts or the environment have changed since this plan was made.');
}

const hashOf = (desired: readonly Resolved[]): string =>
  sha256(stableJson(desired.map(({ id, type, name, props, sha256: content }) => ({ id, type, name, props, sha256: content }))));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
