import { createHost, defaultServices, memoryBlobs, memoryPersistence, realClock, serve } from '@millrace/local';
import { at } from '../../clients/commands.ts';

/** The embedded AWS behind its HTTP door, with a job `job` and a workflow `flow`; work ends at once, so that no process is started. */
export async function startEndpoint(): Promise<{ readonly url: string; readonly argumentsOf: (run: unknown) => Promise<unknown>; readonly propertiesOf: (run: unknown) => Promise<unknown>; readonly close: () => Promise<void> }> {
  const host = createHost({
    services: defaultServices, blobs: memoryBlobs(), clock: realClock(), persistence: memoryPersistence(),
    executor: { start: (_work, done) => done({ outcome: 'succeeded', message: null, tables: [] }), stop: () => undefined, recover: () => undefined },
  });
  const Role = 'arn:aws:iam::000000000000:role/job';
  await host.call('glue', 'CreateJob', { Name: 'job', Role, Command: { Name: 'pythonshell', ScriptLocation: 's3://scripts/job.py' }, ExecutionProperty: { MaxConcurrentRuns: 1000 } });
  await host.call('glue', 'CreateWorkflow', { Name: 'flow', MaxConcurrentRuns: 1000 });
  await host.call('glue', 'CreateTrigger', { Name: 'start', WorkflowName: 'flow', Type: 'ON_DEMAND', Actions: [{ JobName: 'job' }] });
  const served = await serve({ host, port: 0 });
  return {
    url: served.url,
    argumentsOf: async (run) => (typeof run === 'string' ? at(await host.call('glue', 'GetJobRun', { JobName: 'job', RunId: run }), 'JobRun', 'Arguments') : null),
    propertiesOf: async (run) => (typeof run === 'string' ? at(await host.call('glue', 'GetWorkflowRunProperties', { Name: 'flow', RunId: run }), 'RunProperties') : null),
    close: async () => {
      await served.close();
      await host.close();
    },
  };
}
