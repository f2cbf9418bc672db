import type { DefinitionProblem, Machine, State } from '@millrace/asl';
import { integrationFor } from './integrations.ts';

/** Tasks that the embedded Step Functions cannot run are refused with the definition, not found out during a run. */
export function checkResources(machine: Machine): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const open: { readonly at: string; readonly states: Readonly<Record<string, State>> }[] = [{ at: '/States', states: machine.States }];
  for (const { at, states } of open) {
    for (const [name, state] of Object.entries(states)) {
      const here = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (state.Type === 'Task' && integrationFor(state.Resource) === null) {
        problems.push({
          pointer: `${here}/Resource`,
          message: `The embedded Step Functions does not run the resource '${state.Resource}' of state '${name}'.`,
          hint: 'It runs glue:startJobRun, glue:startJobRun.sync and aws-sdk:{service}:{action}.',
        });
      }
      if (state.Type === 'Parallel') state.Branches.forEach((branch, i) => open.push({ at: `${here}/Branches/${i}/States`, states: branch.States }));
    }
  }
  return problems;
}
