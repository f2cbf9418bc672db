import type { Json } from '@millrace/core';
import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from '../host/clock.ts';
import { createHost } from '../host/host.ts';
import { memoryPersistence } from '../host/memory.ts';
import type { Persistence } from '../host/persistence.ts';
import { scriptedExecutor } from '../host/scripted.ts';
import { AwsError, type Effect, type Host, type Operation, type Service } from '../host/types.ts';
import type { Written } from '../logs/index.ts';
import { asText } from './input.ts';
import { sfnService } from './index.ts';

export type Fields = { readonly [key: string]: Json };
export const roleArn = 'arn:aws:iam::123456789012:role/states';
export const machineArn = (name: string): string => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
const syncJob = 'arn:aws:states:::glue:startJobRun.sync';

/** How the fake Glue plays a job: ends after `ms` in a state, or refuses the start. */
export type Play = { readonly ms: number; readonly state: string } | { readonly refuse: string };

const react = (output: Json, ...effects: Effect[]) => ({ output, effects });
const fields = (json: Json): Fields => json as Fields; // tests give objects

/** As much of Glue as the tests of Step Functions need: job runs that end as told, and one crawler that can be looked at. */
export function fakeGlue(play: (job: string, run: number) => Play): Service {
  const start: Operation = (tx, input, world) => {
    const job = asText(fields(input).JobName);
    const number = tx.list('run').length + 1;
    const played = play(job, number);
    if ('refuse' in played) throw new AwsError(played.refuse, `refused ${job}`);
    const id = `jr_${number}`;
    tx.put('run', id, { job, at: world.now(), stopped: false, arguments: fields(input).Arguments ?? {} });
    return react({ JobRunId: id }, { type: 'timer', id, at: world.now() + played.ms, order: 0, handler: 'end', data: { job, id, state: played.state } });
  };
  const end: Operation = (tx, data, world) => {
    const { job, id, state } = fields(data);
    const startedOn = (tx.get<Fields>('run', asText(id))?.at as number) / 1000;
    const jobRun = { Id: asText(id), JobName: asText(job), JobRunState: asText(state), StartedOn: startedOn, CompletedOn: world.now() / 1000, ExecutionTime: 1 };
    return react(null, { type: 'publish', topic: 'glue.jobRun', data: { jobName: asText(job), jobRunId: asText(id), state: asText(state), jobRun } });
  };
  const stop: Operation = (tx, input) => {
    for (const id of fields(input).JobRunIds as readonly string[]) tx.put('run', id, { ...tx.get<Fields>('run', id), stopped: true });
    return react({});
  };
  return {
    id: 'glue',
    operations: {
      StartJobRun: start,
      BatchStopJobRun: stop,
      Runs: (tx) => react(tx.list('run').map(({ row }) => row)),
      GetCrawler: (_tx, input, world) => {
        if (fields(input).Name !== 'c') throw new AwsError('EntityNotFoundException', 'no such crawler');
        return react({ Crawler: { Name: 'c', State: 'READY', LastCrawl: { Status: 'SUCCEEDED', StartTime: world.now() / 1000 } } });
      },
      StartCrawler: () => react({}),
    },
    handlers: { end },
    subscriptions: {},
  };
}

/** CloudWatch Logs as far as it is written to. */
function logBook(written: Written[]): Service {
  const write: Operation = (_tx, data) => {
    written.push(data as Written); // what writes gives it
    return react(null);
  };
  return { id: 'logs', operations: {}, handlers: { write }, subscriptions: { 'logs.write': 'write' } };
}

export interface Lab {
  readonly host: Host;
  readonly persistence: Persistence;
  create(name: string, definition: Fields, more?: Fields): Promise<Fields>;
  start(machine: string, name: string, input?: Json): Promise<string>;
  describe(arn: string): Promise<Fields>;
  /** Starts, runs the clock until nothing is left, and describes. */
  finish(machine: string, name: string, input?: Json): Promise<Fields>;
  call(op: string, input: Fields): Promise<Fields>;
  /** Job runs that the fake Glue saw. */
  runs(): Promise<readonly Fields[]>;
  /** What was written to CloudWatch Logs. */
  readonly written: readonly Written[];
}

export interface LabOptions {
  readonly play?: (job: string, run: number) => Play;
  readonly answers?: Readonly<Record<string, string>>;
  readonly persistence?: Persistence;
  readonly now?: number;
}

export function lab(options: LabOptions = {}): Lab {
  const clock = virtualClock(options.now ?? 1_000_000);
  const written: Written[] = [];
  const persistence = options.persistence ?? memoryPersistence();
  const host = createHost({
    services: [sfnService, fakeGlue(options.play ?? (() => ({ ms: 60_000, state: 'SUCCEEDED' }))), logBook(written)],
    blobs: memoryBlobs(),
    executor: scriptedExecutor(clock, () => ({ ms: 0, outcome: 'succeeded' })),
    clock,
    persistence,
    random: () => 0.5,
    region: 'us-east-1',
    account: '123456789012',
    ...(options.answers === undefined ? {} : { answers: options.answers }),
  });
  const call = async (op: string, input: Fields): Promise<Fields> => fields(await host.call('sfn', op, input));
  const start = async (machine: string, name: string, input: Json = {}): Promise<string> =>
    asText((await call('StartExecution', { stateMachineArn: machineArn(machine), name, input: JSON.stringify(input) })).executionArn);
  const describe = (executionArn: string): Promise<Fields> => call('DescribeExecution', { executionArn });
  return {
    host,
    persistence,
    create: (name, definition, more = {}) => call('CreateStateMachine', { name, definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }), roleArn, ...more }),
    start,
    describe,
    finish: async (machine, name, input) => {
      const arn = await start(machine, name, input);
      await host.run(null);
      return describe(arn);
    },
    call,
    written,
    runs: async () => (await host.call('glue', 'Runs', {})) as readonly Fields[], // the fake's own rows
  };
}

export const one = (state: Fields): Fields => ({ StartAt: 'A', States: { A: { End: true, ...state } } });
export const job = (name: string, more: Fields = {}): Fields => ({ Type: 'Task', Resource: syncJob, Arguments: { JobName: name }, ...('Next' in more ? {} : { End: true }), ...more });
export const sdk = (action: string, args: Json, more: Fields = {}): Fields => ({ Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${action}`, Arguments: args, ...('Next' in more ? {} : { End: true }), ...more });
