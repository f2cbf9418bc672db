import type { DefinitionProblem, Machine } from '@millrace/asl';
/** Tasks that the embedded Step Functions cannot run are refused with the definition, not found out during a run. */
export declare function checkResources(machine: Machine): readonly DefinitionProblem[];
