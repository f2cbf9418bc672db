import type { Connection, Target } from '@millrace/core';
import { s3Store, systemClock, type Clock, type ObjectStore } from '@millrace/deploy';
import { logReader, logsOf, runStore, type LogReader } from '@millrace/workload';
import { sfnClient } from './aws/adapter.ts';
import { capabilities } from './capabilities.ts';
import { compile } from './compile/compile.ts';
import type { SfnPort } from './port.ts';
import { createRunner } from './runner/index.ts';
import { eachByItsOwn } from './runner/own.ts';
import { createStepRunner } from './runner/step.ts';
import { createVersions } from './runner/versions.ts';

/** What a connection may be told besides its port and store. */
export interface ConnectOptions {
  /** The machine's clock by default; tests plug in a virtual one. */
  readonly clock?: Clock;
  readonly logs?: LogReader;
}

/**
 * A connection on any port and store: an in-process server, a double, AWS.
 *
 * @example
 * connectWith({ states: (op, input) => host.call('sfn', op, input), glue: (op, input) => host.call('glue', op, input), ssm: (op, input) => host.call('ssm', op, input) }, memoryStore(), { clock })
 */
export function connectWith(port: SfnPort, objects: ObjectStore, { clock = systemClock(), logs = logReader(null) }: ConnectOptions = {}): Connection {
  const read = (deployed: Parameters<NonNullable<Connection['stepRunner']>>[0]): LogReader => logsOf(logs, { ...deployed, call: (operation, input) => port.glue(operation, input) });
  return {
    runner: ({ pipeline: live, site, versions }) =>
      createRunner(eachByItsOwn((pipeline) => ({ port, store: runStore(objects, site, pipeline), clock, logs: read({ pipeline, site }), pipeline, site }), live, versions)),
    stepRunner: (deployed) => createStepRunner(port, deployed, clock, read(deployed)),
    versions: (deployed) => createVersions({ port, ...deployed }),
  };
}

/** The AWS Step Functions target. */
export const sfnTarget: Target = {
  id: 'sfn',
  title: 'AWS Step Functions',
  capabilities,
  resumes: { native: 'a redrive of the same execution', skipMap: 'a new execution that passes over what is kept' },
  compile,
  connect: async (at) => connectWith(await sfnClient(at), s3Store(at), { logs: logReader(at) }),
};
