import type { Service } from '../host/types.ts';
import { describeExecution, getExecutionHistory, listExecutions, startExecution, stopExecution } from './executions.ts';
import {
  createStateMachine, deleteStateMachine, describeStateMachine, listStateMachines, updateStateMachine, validateStateMachineDefinition,
} from './machines.ts';
import { transaction, type Ctx } from './rows.ts';
import { pump, timer } from './run.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { jobEnded, jobStarted, replied } from './tasks.ts';
import type { Json } from '@millrace/core';

const quietly = (run: (ctx: Ctx, data: Json) => void | Promise<void>) =>
  transaction(async (ctx, data) => {
    await run(ctx, data);
    return null;
  });

/**
 * The embedded Step Functions: STANDARD state machines in JSONata, on the engine of `@millrace/asl`. Tasks call the other embedded
 * services; `glue:startJobRun.sync` follows the job run by Glue's topic `glue.jobRun`.
 */
export const sfnService: Service = {
  id: 'sfn',
  operations: {
    CreateStateMachine: transaction(createStateMachine),
    UpdateStateMachine: transaction(updateStateMachine),
    DescribeStateMachine: transaction(describeStateMachine),
    DeleteStateMachine: transaction(deleteStateMachine),
    ListStateMachines: transaction(listStateMachines),
    ValidateStateMachineDefinition: transaction(validateStateMachineDefinition),
    TagResource: transaction(tagResource),
    UntagResource: transaction(untagResource),
    ListTagsForResource: transaction(listTagsForResource),
    StartExecution: transaction(startExecution),
    DescribeExecution: transaction(describeExecution),
    ListExecutions: transaction(listExecutions),
    GetExecutionHistory: transaction(getExecutionHistory),
    StopExecution: transaction(stopExecution),
  },
  handlers: { pump: quietly(pump), timer: quietly(timer), replied: quietly(replied), jobStarted: quietly(jobStarted), jobEnded: quietly(jobEnded) },
  subscriptions: { 'glue.jobRun': 'jobEnded' },
};
export { syncStopped } from './tasks.ts';
