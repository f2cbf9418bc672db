import type { KeptPipelines, Pipeline } from '@millrace/core';
import { revisionOf } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { isAwsError, type Execution } from '../port.ts';
import { propsOf } from '../providers/configuration.ts';
import { revisionAt } from '../providers/version.ts';
import { ownMachine, type RunnerContext } from './context.ts';

/**
 * A context whose runs each go by their own pipeline: that of the version that their execution is of, whichever runs start with now. A version
 * is looked up once, and the live one not at all.
 */
export function eachByItsOwn(contextOf: (pipeline: Pipeline) => RunnerContext, pipeline: Pipeline, versions: KeptPipelines | undefined): RunnerContext {
  const plain = contextOf(pipeline);
  if (versions === undefined) return plain;
  const known = new Map<string, Promise<RunnerContext>>();
  const live: RunnerContext = {
    ...plain,
    ofExecution: async (execution) => {
      const key = execution.stateMachineVersionArn ?? execution.executionArn ?? '';
      if (key === `${ownMachine(plain)}:${versions.live}`) return live;
      const found = known.get(key) ?? lookUp(execution);
      known.set(key, found);
      // A look that failed is made again.
      found.catch(() => known.delete(key));
      return await found;
    },
  };
  const lookUp = async (execution: Execution): Promise<RunnerContext> => {
    const revision = await revisionOfExecution(plain, execution);
    const own = revision === null ? null : await versions.pipelineOf(revision);
    if (own === null) return { ...live, unkept: true };
    return own === pipeline ? live : { ...live, ...contextOf(own) };
  };
  return live;
}

/** Who starts a machine by its own name, as the console does, starts no version: then, and where the version is gone, the execution itself tells what it runs. */
async function revisionOfExecution({ port, site, pipeline }: RunnerContext, { executionArn = '', stateMachineVersionArn }: Execution): Promise<string | null> {
  const name = physical(site, pipeline).stateMachine;
  const known = stateMachineVersionArn === undefined ? null : await revisionAt(port, name, stateMachineVersionArn);
  if (known !== null) return known;
  try {
    return revisionOf(propsOf(name, await port.states('DescribeStateMachineForExecution', { executionArn })));
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist')) return null;
    throw error;
  }
}
