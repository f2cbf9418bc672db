import type { Json } from '@millrace/core';
import type { Operation, Service } from '../host/types.ts';
import { createActivity, deleteActivity, describeActivity, listActivities } from './activities.ts';
import { getActivityTask, pollOver } from './activity-tasks.ts';
import { createStateMachineAlias, deleteStateMachineAlias, describeStateMachineAlias, listStateMachineAliases, updateStateMachineAlias } from './aliases.ts';
import { validateStateMachineDefinition } from './definition.ts';
import { describeExecution, describeStateMachineForExecution, listExecutions, stopExecution } from './executions.ts';
import { getExecutionHistory } from './history.ts';
import { createStateMachine, deleteStateMachine, describeStateMachine, listStateMachines, updateStateMachine } from './machines.ts';
import { describeMapRun, listMapRuns } from './map-runs.ts';
import { redriveExecution } from './redrive.ts';
import { transaction, type Ctx, type Waiting } from './rows.ts';
import { pump, timer } from './run.ts';
import { startExecution, startSyncExecution } from './starting.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { jobEnded, replied } from './tasks.ts';
import { testOver, tested, testState } from './test-state/index.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './tokens.ts';
import { deleteStateMachineVersion, listStateMachineVersions, publishStateMachineVersion } from './versions.ts';

type Run = (ctx: Ctx, input: Json) => Json | Waiting | Promise<Json | Waiting>;

const operations: Readonly<Record<string, Run>> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DescribeStateMachine: describeStateMachine,
  DeleteStateMachine: deleteStateMachine,
  ListStateMachines: listStateMachines,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
  PublishStateMachineVersion: publishStateMachineVersion,
  ListStateMachineVersions: listStateMachineVersions,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  CreateStateMachineAlias: createStateMachineAlias,
  UpdateStateMachineAlias: updateStateMachineAlias,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  ListStateMachineAliases: listStateMachineAliases,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  DescribeExecution: describeExecution,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  ListMapRuns: listMapRuns,
  DescribeMapRun: describeMapRun,
  StopExecution: stopExecution,
  RedriveExecution: redriveExecution,
  CreateActivity: createActivity,
  DescribeActivity: describeActivity,
  DeleteActivity: deleteActivity,
  ListActivities: listActivities,
  GetActivityTask: getActivityTask,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  TestState: testState,
};

const quietly = (run: (ctx: Ctx, data: Json) => void | Promise<void>): Operation =>
  transaction(async (ctx, data) => {
    await run(ctx, data);
    return null;
  });

/**
 * The embedded Step Functions: Standard and Express state machines in JSONPath and JSONata, on the engine of `@millrace/asl`. Tasks call the
 * other embedded services; `glue:startJobRun.sync` follows the job run by Glue's topic `glue.jobRun`.
 */
export const sfnService: Service = {
  id: 'sfn',
  operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, transaction(run)])),
  handlers: {
    pump: quietly(pump), timer: quietly(timer), replied: quietly(replied), jobEnded: quietly(jobEnded), pollOver: quietly(pollOver), tested: quietly(tested), testOver: quietly(testOver),
  },
  subscriptions: { 'glue.jobRun': 'jobEnded' },
};
export { syncStopped } from './tasks.ts';
