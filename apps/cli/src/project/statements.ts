export type Fields = Readonly<Record<string, unknown>>;
// An object of unknown values is all that is claimed.
export const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});

/** What one statement of a policy allows. */
export interface Allowed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** As JSON text; empty without one. */
  readonly condition: string;
}

/** The statements of a role's inline policies, as a resource has them under `Policies`. */
export function statementsIn(policies: unknown): readonly Allowed[] {
  return list(policies).flatMap((policy) => list(fields(fields(policy)['PolicyDocument'])['Statement'])).map((statement) => {
    const { Action, Resource, Condition } = fields(statement);
    return { actions: texts(Action), resources: texts(Resource), condition: Condition === undefined ? '' : JSON.stringify(Condition) };
  });
}

/**
 * What is needed and not granted, a phrase for each statement. A resource is granted by its own name or by a pattern over it. Of a pattern over
 * resources that carry a tag, as a policy with too many jobs has it, nothing is asked here: it stands for jobs that the deploy makes itself.
 */
export function unmet(needed: readonly Allowed[], granted: readonly Allowed[]): readonly string[] {
  return needed.filter(({ condition }) => !TAGGED.test(condition)).flatMap(({ actions, resources, condition }) => {
    const met = (action: string, resource: string): boolean =>
      granted.some((one) => one.actions.includes(action) && one.resources.some((pattern) => covers(pattern, resource)) && (one.condition === condition || one.condition === '' || TAGGED.test(one.condition)));
    const without = resources.filter((resource) => !actions.every((action) => met(action, resource)));
    if (without.length === 0) return [];
    const asked = actions.filter((action) => without.some((resource) => !met(action, resource)));
    return [`${asked.join(', ')} on ${without[0] ?? ''}${without.length > 1 ? ` and ${without.length - 1} more` : ''}`];
  });
}

const TAGGED = /aws:ResourceTag/;

function covers(pattern: string, resource: string): boolean {
  if (pattern === resource) return true;
  const parts = pattern.split('*');
  return parts.length === 2 && resource.length >= pattern.length - 1 && resource.startsWith(parts[0] ?? '') && resource.endsWith(parts[1] ?? '');
}

// Array.isArray gives any[].
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const texts = (value: unknown): readonly string[] => [value].flat().filter((one) => typeof one === 'string');
