import type { Json } from '../engine-types.ts';
import type { Visit } from '../trace/visit.ts';

/** What a state sees of the variables: those that states before it in its branch assigned, over those of the branches around. */
export function variablesAt(visits: readonly Visit[], at: Visit | undefined): Readonly<Record<string, Json>> {
  const found = new Map<string, Json>();
  for (let branch = at; branch !== undefined; branch = branch.around === null ? undefined : visits[branch.around]) {
    for (let visit: Visit | undefined = branch; visit !== undefined; visit = visit.before === null ? undefined : visits[visit.before]) {
      for (const [name, text] of Object.entries(visit.assigned ?? {})) if (!found.has(name)) found.set(name, JSON.parse(text) as Json); // the history has variables as JSON
    }
  }
  return Object.fromEntries([...found].reverse());
}
