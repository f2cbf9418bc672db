import type { Pipeline, Site } from '@millrace/core';
import { arnOf, type Clock } from '@millrace/deploy';
import { physical, type LogReader, type RunStore } from '@millrace/workload';
import type { Execution, SfnPort } from '../port.ts';
import { machineArn } from '../providers/machine.ts';

/** What every part of the runner works with. */
export interface RunnerContext {
  readonly port: SfnPort;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly logs: LogReader;
  readonly pipeline: Pipeline;
  readonly site: Site;
  /** Its run is of another version, whose pipeline no deploy has kept: `pipeline` is the one that runs start with. */
  readonly unkept?: true;
  /** The same with the pipeline that an execution goes by; left out where all go by this one. */
  ofExecution?(execution: Execution): Promise<RunnerContext>;
}

/** The context of an execution's own version. */
export const ownOf = async (context: RunnerContext, execution: Execution): Promise<RunnerContext> => (await context.ofExecution?.(execution)) ?? context;

export const ownMachine = ({ site, pipeline }: Pick<RunnerContext, 'site' | 'pipeline'>): string => machineArn(physical(site, pipeline).stateMachine, site);

/** What runs are started by: the alias tells the version. Executions are listed by the machine, whichever version they are of. */
export const liveArn = ({ site, pipeline }: Pick<RunnerContext, 'site' | 'pipeline'>): string =>
  arnOf('AWS::StepFunctions::StateMachineAlias', physical(site, pipeline).liveAlias, site);

/** The ARN of an execution: it follows from its name, so one whose start broke off can be looked up. */
export const executionArn = (context: Pick<RunnerContext, 'site' | 'pipeline'>, name: string): string =>
  `${ownMachine(context).replace(':stateMachine:', ':execution:')}:${name}`;

export const executionName = (run: string, continuation: number): string => `${run}-${continuation}`;

/** Epoch seconds to milliseconds. */
export const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
