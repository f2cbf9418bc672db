import type { Connection, Target } from '@millrace/core';
import { s3Store, systemClock, type Clock, type ObjectStore } from '@millrace/deploy';
import { logReader, logsOf, physical, runStore, type LogReader } from '@millrace/workload';
import { glueClient } from './aws/adapter.ts';
import { capabilities } from './capabilities.ts';
import { compile } from './compile/index.ts';
import type { GluePort } from './port.ts';
import { createRunner } from './runner/index.ts';
import { nodesOf } from './runner/nodes.ts';
import { createStepRunner } from './runner/step.ts';

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
 * connectWith({ call: (operation, input) => host.call('glue', operation, input) }, memoryStore(), { clock })
 */
export function connectWith(port: GluePort, objects: ObjectStore, { clock = systemClock(), logs = logReader(null) }: ConnectOptions = {}): Connection {
  const read = (deployed: Parameters<Connection['runner']>[0]): LogReader => logsOf(logs, { ...deployed, call: (operation, input) => port.call(operation, input) });
  return {
    runner: ({ pipeline, site }) =>
      createRunner({ port, store: runStore(objects, site, pipeline), clock, logs: read({ pipeline, site }), pipeline, site, workflow: physical(site, pipeline).workflow, opener: physical(site, pipeline).opener, nodes: nodesOf(pipeline, site) }),
    stepRunner: (deployed) => createStepRunner(port, deployed, clock, read(deployed)),
  };
}

/** The AWS Glue workflow target. */
export const glueTarget: Target = {
  id: 'glue',
  title: 'AWS Glue workflow',
  capabilities,
  resumes: { native: "Glue's own resume of the workflow run", skipMap: 'a new workflow run that passes over what is kept' },
  compile,
  connect: async (at) => connectWith(await glueClient(at), s3Store(at), { logs: logReader(at) }),
};
