import type { Attack } from './attack.ts';
import { definitions, yamlDefinitions } from './definitions.ts';
import { executions } from './executions.ts';
import { expressions, paths } from './queries.ts';

/** All of them; the place in the list is the name that a process gets. */
export const attacks: readonly Attack[] = [...definitions, ...yamlDefinitions, ...expressions, ...paths, ...executions];
