import type { Automation, GlueCalls, HistoryEvent, JobRun, Crawl, Execution, SfnPort, SsmCalls, StatesCalls } from '../port.ts';

/** A Step Functions and a Glue that only remember: tests put into them what happened. Times are epoch milliseconds. */
export class Double implements SfnPort {
  now = Date.UTC(2026, 0, 31, 2);
  readonly executions = new Map<string, Execution & { readonly executionArn: string; readonly name: string }>();
  readonly jobRuns: (JobRun & { readonly job: string })[] = [];
  readonly crawls: (Crawl & { readonly crawler: string })[] = [];
  /** The history of every execution. */
  readonly events: HistoryEvent[] = [];
  readonly automations = new Map<string, Automation>();
  /** What was asked to stop, in order. */
  readonly stopped: string[] = [];
  /** Breaks the connection before the answer of the next call of this operation. */
  breakAfter: string | null = null;
  /** Answers each call of this operation with this error. */
  refuse: { readonly operation: keyof StatesCalls; readonly name: string } | null = null;

  async states<Op extends keyof StatesCalls>(operation: Op, input: StatesCalls[Op]['input']): Promise<StatesCalls[Op]['output']> {
    if (this.refuse?.operation === operation) throw named(this.refuse.name);
    // Each branch answers in the shape of its operation.
    return this.#broken(operation, this.#states(operation, input as Readonly<Record<string, string>>)) as StatesCalls[Op]['output'];
  }

  async glue<Op extends keyof GlueCalls>(operation: Op, input: GlueCalls[Op]['input']): Promise<GlueCalls[Op]['output']> {
    return this.#broken(operation, this.#glue(operation, input as unknown as Readonly<Record<string, string & readonly string[]>>)) as GlueCalls[Op]['output'];
  }

  async ssm<Op extends keyof SsmCalls>(operation: Op, { AutomationExecutionId }: SsmCalls[Op]['input']): Promise<SsmCalls[Op]['output']> {
    if (operation === 'StopAutomationExecution') this.stopped.push(AutomationExecutionId);
    else if (!this.automations.has(AutomationExecutionId)) throw named('AutomationExecutionNotFoundException');
    // Each branch answers in the shape of its operation.
    return (operation === 'StopAutomationExecution' ? {} : { AutomationExecution: this.automations.get(AutomationExecutionId) }) as SsmCalls[Op]['output'];
  }

  end(name: string, status: string, why: Pick<Execution, 'error' | 'cause'> = {}): void {
    const found = [...this.executions.values()].find((one) => one.name === name);
    if (found !== undefined) this.executions.set(found.executionArn, { ...found, status, stopDate: this.now / 1000, ...why });
  }

  ran(job: string, step: string, run: string, state: string, minutes: number, more: Readonly<Record<string, string>> = {}): void {
    const StartedOn = this.now / 1000;
    const ended = state === 'RUNNING' ? {} : { CompletedOn: StartedOn + minutes * 60 };
    this.jobRuns.unshift({ job, Id: `jr_${this.jobRuns.length + 1}`, JobRunState: state, StartedOn, ...ended, Arguments: { '--MILLRACE_RUN': run, '--MILLRACE_STEP': step, ...more } });
  }

  #broken<T>(operation: string, output: T): T {
    if (this.breakAfter !== operation) return output;
    this.breakAfter = null;
    throw new Error('socket hang up');
  }

  #states(operation: keyof StatesCalls, input: Readonly<Record<string, string>>): unknown {
    const arn = input['executionArn'] ?? '';
    if (operation === 'StartExecution') {
      const executionArn = `${(input['stateMachineArn'] ?? '').replace(':stateMachine:', ':execution:').replace(/:live$/, '')}:${input['name']}`;
      if (this.executions.has(executionArn)) throw named('ExecutionAlreadyExists');
      this.executions.set(executionArn, { executionArn, name: input['name'] ?? '', status: 'RUNNING', startDate: this.now / 1000, input: input['input'] ?? '{}' });
      return { executionArn };
    }
    if (operation === 'ListExecutions') return { executions: [...this.executions.values()].toReversed() };
    if (operation === 'GetExecutionHistory') return { events: this.events };
    const found = this.executions.get(arn);
    if (found === undefined) throw named('ExecutionDoesNotExist');
    if (operation === 'StopExecution') {
      this.stopped.push(found.name);
      this.end(found.name, 'ABORTED');
    }
    return found;
  }

  #glue(operation: keyof GlueCalls, input: Readonly<Record<string, string & readonly string[]>>): unknown {
    if (operation === 'GetJobRuns') return { JobRuns: this.jobRuns.filter(({ job }) => job === input['JobName']) };
    if (operation === 'GetJobRun') {
      const JobRun = this.jobRuns.find(({ Id }) => Id === input['RunId']);
      if (JobRun === undefined) throw named('EntityNotFoundException');
      return { JobRun };
    }
    if (operation === 'ListCrawls') return { Crawls: this.crawls.filter(({ crawler }) => crawler === input['CrawlerName']) };
    this.stopped.push(...(operation === 'StopCrawler' ? [input['Name'] ?? ''] : (input['JobRunIds'] ?? [])));
    return {};
  }
}

function named(name: string): Error {
  const error = new Error(name);
  error.name = name;
  return error;
}
