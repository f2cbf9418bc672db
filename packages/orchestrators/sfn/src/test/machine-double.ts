import type { SfnPort } from '../port.ts';
import type { Configured, Described, Route, Tag, Validated } from '../providers/port.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders';

interface Machine {
  readonly configured: Configured;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly tags: readonly Tag[];
  readonly revision: number;
}
type Answers = Parameters<SfnPort['states']>;

/** One state machine with its versions and its alias, kept as Step Functions keeps it. */
export class MachineDouble {
  machine: Machine | null = null;
  /** The versions that the alias points to; null: there is no alias. */
  live: readonly number[] | null = null;
  /** Versions that another alias points to. */
  pinned: readonly number[] = [];
  /** So many looks show the machine as it was before its last update. */
  stale = 0;
  diagnostics: Validated['diagnostics'] = [];
  /** Refuses definitions without a word. */
  refusesSilently = false;
  /** Happens just before the next version is published. */
  beforePublish: (() => void) | null = null;
  deniesValidation = false;
  #before: Machine | null = null;
  readonly #versions = new Map<number, Machine>();
  #last = 0;

  // A double of one service: the shapes are those of its calls.
  readonly port = { states: async (...[operation, input]: Answers) => this.#answer(operation, input as Readonly<Record<string, unknown>>) } as unknown as SfnPort;

  get numbers(): readonly number[] {
    return [...this.#versions.keys()];
  }

  /** As somebody would in the console. */
  change(part: Partial<Configured>): void {
    this.#before = this.machine;
    if (this.machine !== null) this.machine = { ...this.machine, configured: { ...this.machine.configured, ...part }, revision: this.machine.revision + 1 };
  }

  #answer(operation: Answers[0], input: Readonly<Record<string, unknown>>): unknown {
    const { machine } = this;
    if (operation === 'ValidateStateMachineDefinition') {
      if (this.deniesValidation) throw named('AccessDeniedException');
      return { result: this.refusesSilently ? 'FAIL' : 'OK', diagnostics: this.diagnostics };
    }
    if (operation === 'CreateStateMachine') {
      // The fields of a creation.
      const { name, type, tags, ...configured } = input as unknown as Configured & { readonly name: string; readonly type: string; readonly tags: readonly Tag[] };
      this.machine = { configured, name, type, tags, status: 'ACTIVE', revision: 0 };
      return {};
    }
    if (operation === 'DescribeStateMachineAlias') {
      if (this.live === null) throw named('ResourceNotFound');
      return { routingConfiguration: this.live.map((one): Route => ({ stateMachineVersionArn: `${MACHINE}:${one}`, weight: 100 / (this.live?.length ?? 1) })) };
    }
    if (operation === 'DeleteStateMachineAlias') {
      this.live = null;
      return {};
    }
    if (operation === 'DeleteStateMachineVersion') return this.#deleteVersion(String(input['stateMachineVersionArn']));
    if (machine === null) throw named('StateMachineDoesNotExist');
    return this.#ofMachine(machine, operation, input);
  }

  #ofMachine(machine: Machine, operation: string, input: Readonly<Record<string, unknown>>): unknown {
    switch (operation) {
      case 'DescribeStateMachine':
        return this.#described(machine, String(input['stateMachineArn']));
      case 'UpdateStateMachine': {
        const { stateMachineArn: _arn, ...part } = input;
        const same = Object.entries(part).every(([name, value]) => JSON.stringify(value) === JSON.stringify(Object.entries(machine.configured).find(([key]) => key === name)?.[1]));
        if (!same) this.change(part);
        return {};
      }
      case 'DeleteStateMachine':
        this.machine = { ...machine, status: 'DELETING' };
        return {};
      case 'ListTagsForResource':
        return { tags: machine.tags };
      case 'ListStateMachineVersions':
        return { stateMachineVersions: this.numbers.toReversed().slice(0, Number(input['maxResults'])).map((one) => ({ stateMachineVersionArn: `${MACHINE}:${one}`, creationDate: one })) };
      case 'PublishStateMachineVersion':
        return this.#publish(input['revisionId']);
      case 'CreateStateMachineAlias':
      case 'UpdateStateMachineAlias':
        // The routing of an alias.
        this.live = (input['routingConfiguration'] as readonly Route[]).map(({ stateMachineVersionArn: one }) => Number(one.split(':').at(-1)));
        return {};
      default:
        return {};
    }
  }

  #described(machine: Machine, arn: string): Described {
    const number = arn === MACHINE ? null : Number(arn.split(':').at(-1));
    const isStale = number === null && this.stale > 0;
    if (isStale) this.stale -= 1;
    const shown = number === null ? (isStale ? (this.#before ?? machine) : machine) : this.#versions.get(number);
    if (shown === undefined) throw named('StateMachineDoesNotExist');
    const { configured, name, type, status, revision } = shown;
    return { ...configured, name, type, status, ...(number === null && revision > 0 ? { revisionId: String(revision) } : {}) };
  }

  /** Whoever names a revision gets that one or none. */
  #publish(wanted: unknown): unknown {
    this.beforePublish?.();
    this.beforePublish = null;
    const { machine } = this;
    if (machine === null) throw named('StateMachineDoesNotExist');
    if (wanted !== undefined && wanted !== String(machine.revision)) throw named('ConflictException');
    if (![...this.#versions.values()].some(({ revision }) => revision === machine.revision)) this.#versions.set((this.#last += 1), machine);
    return {};
  }

  #deleteVersion(arn: string): unknown {
    const number = Number(arn.split(':').at(-1));
    if ([...(this.live ?? []), ...this.pinned].includes(number)) throw named('ConflictException');
    this.#versions.delete(number);
    return {};
  }
}

const named = (name: string): Error => Object.assign(new Error(name), { name });
