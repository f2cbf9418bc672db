import type { Json } from '@millrace/core';
import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from '../host/clock.ts';
import { createHost, type HostOptions } from '../host/host.ts';
import { memoryPersistence } from '../host/memory.ts';
import { type Play, scriptedExecutor } from '../host/scripted.ts';
import { type Host, nameOfWork, type Work } from '../host/types.ts';
import { isList, isRecord } from './input.ts';
import { glueService } from './index.ts';

export const minute = 60_000;
export const ok = (minutes: number): Play => ({ ms: minutes * minute, outcome: 'succeeded' });
export const bad = (minutes: number): Play => ({ ms: minutes * minute, outcome: 'failed' });

/** What each job or crawler does, attempt by attempt; the last one repeats. Whoever is not named takes a minute and succeeds. */
export type Plays = Readonly<Record<string, readonly Play[]>>;

/** A Glue on virtual time from instant 0, and short words for what tests do with it. */
export interface Bench {
  readonly host: Host;
  readonly works: readonly Work[];
  call(op: string, input?: Json): Promise<Reply>;
  job(name: string, more?: { readonly [key: string]: Json }): Promise<Reply>;
  crawler(name: string, more?: { readonly [key: string]: Json }): Promise<Reply>;
  /** A workflow with a start trigger `start` on these jobs. */
  workflow(first: readonly string[], more?: { readonly [key: string]: Json }): Promise<void>;
  /** A trigger of workflow `w` that starts jobs when its conditions hold, each `job:STATE`. */
  trigger(name: string, when: readonly string[], jobs: readonly string[], more?: { readonly [key: string]: Json }): Promise<void>;
  start(): Promise<string>;
  /** Starts workflow `w` and runs to its end. */
  play(): Promise<string>;
  /** `name state start-end` of each attempt in a run, in minutes, by start. */
  story(runId: string): Promise<readonly string[]>;
  status(runId: string): Promise<Json>;
  /** Resumes from the named nodes and runs to the end; gives the new run. */
  resume(runId: string, names: readonly string[]): Promise<string>;
}

export function bench(plays: Plays = {}, answers: Readonly<Record<string, string>> = {}, options: Pick<HostOptions, 'delays'> = {}): Bench {
  const clock = virtualClock(0);
  const works: Work[] = [];
  const seen = new Map<string, number>();
  const executor = scriptedExecutor(clock, (work) => {
    works.push(work);
    const name = nameOfWork(work);
    const script = plays[name] ?? [ok(1)];
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return script[Math.min(nth, script.length - 1)] ?? ok(1);
  });
  const host = createHost({ services: [glueService], blobs: memoryBlobs(), executor, clock, persistence: memoryPersistence(), answers, ...options, random: seeded(), region: 'eu-west-1', account: '111122223333' });
  const call = async (op: string, input: Json = {}): Promise<Reply> => new Reply(await host.call('glue', op, input));
  const conditions = (when: readonly string[]): Json => when.map(condition);
  const self: Bench = {
    host,
    works,
    call,
    job: (name, more = {}) => call('CreateJob', { Name: name, Role: 'r', Command: { Name: 'pythonshell', ScriptLocation: `s3://scripts/${name}.py` }, ...more }),
    crawler: (name, more = {}) => call('CreateCrawler', { Name: name, Role: 'r', DatabaseName: 'db', Targets: { S3Targets: [{ Path: 's3://data/x/' }] }, ...more }),
    workflow: async (first, more = {}) => {
      await call('CreateWorkflow', { Name: 'w', ...more });
      await call('CreateTrigger', { Name: 'start', WorkflowName: 'w', Type: 'ON_DEMAND', Actions: first.map(action) });
    },
    trigger: async (name, when, jobs, more = {}) => {
      const Predicate = { Logical: 'AND', Conditions: conditions(when) };
      await call('CreateTrigger', { Name: name, WorkflowName: 'w', Type: 'CONDITIONAL', StartOnCreation: true, Predicate, Actions: jobs.map(action), ...more });
    },
    start: async () => (await call('StartWorkflowRun', { Name: 'w' })).text('RunId'),
    play: async () => {
      const runId = await self.start();
      await host.run(null);
      return runId;
    },
    story: async (runId) => storyOf(await call('GetWorkflowRun', { Name: 'w', RunId: runId, IncludeGraph: true })),
    status: async (runId) => (await call('GetWorkflowRun', { Name: 'w', RunId: runId })).at('Run', 'Status'),
    resume: async (runId, names) => {
      const nodes = (await call('GetWorkflowRun', { Name: 'w', RunId: runId, IncludeGraph: true })).list('Run', 'Graph', 'Nodes');
      const NodeIds = nodes.filter((node) => node.at('Type') !== 'TRIGGER' && names.includes(node.text('Name'))).map((node) => node.text('UniqueId'));
      const answer = await call('ResumeWorkflowRun', { Name: 'w', RunId: runId, NodeIds });
      await host.run(null);
      return answer.text('RunId');
    },
  };
  return self;
}

/** `c/x` is the crawler x, all else a job. */
const action = (name: string): Json => (name.startsWith('c/') ? { CrawlerName: name.slice(2) } : { JobName: name });
export function condition(when: string): Json {
  const [name = '', state = ''] = when.split(':');
  const LogicalOperator = 'EQUALS';
  return name.startsWith('c/') ? { LogicalOperator, CrawlerName: name.slice(2), CrawlState: state } : { LogicalOperator, JobName: name, State: state };
}

/** An answer, read by path; a missing member is null. */
export class Reply {
  readonly json: Json;
  constructor(json: Json) {
    this.json = json;
  }
  at(...path: readonly (string | number)[]): Json {
    let here: Json = this.json;
    for (const step of path) here = (typeof step === 'number' ? (isList(here) ? here[step] : null) : isRecord(here) ? here[step] : null) ?? null;
    return here;
  }
  text(...path: readonly (string | number)[]): string {
    const found = this.at(...path);
    if (typeof found !== 'string') throw new Error(`No text at ${path.join('.')} of ${JSON.stringify(this.json)}`);
    return found;
  }
  list(...path: readonly (string | number)[]): readonly Reply[] {
    const found = this.at(...path);
    return isList(found) ? found.map((one) => new Reply(one)) : [];
  }
}

function storyOf(run: Reply): readonly string[] {
  const attempts = run.list('Run', 'Graph', 'Nodes').flatMap((node) => [
    ...node.list('JobDetails', 'JobRuns').map((one) => line(node.text('Name'), one.at('JobRunState'), one)),
    ...node.list('CrawlerDetails', 'Crawls').map((one) => line(node.text('Name'), one.at('State'), one)),
  ]);
  return attempts.sort((a, b) => a.start - b.start || (a.text < b.text ? -1 : 1)).map(({ text }) => text);
}
function line(name: string, state: Json, one: Reply): { readonly start: number; readonly text: string } {
  const start = Number(one.at('StartedOn')) / 60;
  const end = one.at('CompletedOn');
  return { start, text: `${name} ${typeof state === 'string' ? state : '?'} ${String(start)}-${end === null ? '' : String(Number(end) / 60)}` };
}

function seeded(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
