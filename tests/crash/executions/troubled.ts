import type { Json } from '@millrace/core';
import { AwsError, type Blobs, type Host, type Operation, type Service } from '@millrace/local';

/** What a service answers a call of the machine with, instead of doing it: once, or three times in a row, or whenever it is called from then on. */
export const troubles = ['throttled', 'throttled thrice', 'faulty', 'refused', 'throttled for good'] as const;
export type Trouble = (typeof troubles)[number];

/** Error codes as they are on the wire, from the service models. */
const NAMES: Readonly<Record<string, Readonly<Record<'throttled' | 'faulty' | 'refused', string>>>> = {
  glue: { throttled: 'ThrottlingException', faulty: 'InternalServiceException', refused: 'AccessDeniedException' },
  s3: { throttled: 'SlowDown', faulty: 'InternalError', refused: 'AccessDenied' },
  lambda: { throttled: 'TooManyRequestsException', faulty: 'ServiceException', refused: 'AccessDeniedException' },
  sns: { throttled: 'Throttled', faulty: 'InternalError', refused: 'AuthorizationError' },
  ssm: { throttled: 'ThrottlingException', faulty: 'InternalServerError', refused: 'AccessDeniedException' },
};

export interface Aim {
  readonly at: number;
  readonly trouble: Trouble;
}

/** Services of which one fails at a call that the machine makes; what people and job runs do is left alone. */
export class Troubled {
  calls = 0;
  /** Calls are the machine's. */
  on = false;
  readonly #aim: Aim | null;
  /** The service that answers nothing else any more. */
  #down: string | null = null;

  constructor(aim: Aim | null) {
    this.#aim = aim;
  }

  /** Does what is not the machine's. */
  async spared<T>(work: () => Promise<T>): Promise<T> {
    const was = this.on;
    this.on = false;
    try {
      return await work();
    } finally {
      this.on = was;
    }
  }

  service(inner: Service): Service {
    if (NAMES[inner.id] === undefined) return inner;
    const operations = Object.entries(inner.operations).map(([name, operation]): [string, Operation] => [name, (tx, input, world) => {
      this.strike(inner.id, name);
      return operation(tx, input, world);
    }]);
    return { ...inner, operations: Object.fromEntries(operations) };
  }

  blobs(inner: Blobs): Blobs {
    return {
      ...inner,
      get: (bucket, key) => (this.strike('s3', 'GetObject'), inner.get(bucket, key)),
      put: (bucket, key, body, condition) => (this.strike('s3', 'PutObject'), inner.put(bucket, key, body, condition)),
    };
  }

  strike(service: string, operation: string): void {
    if (!this.on) return;
    this.calls += 1;
    if (this.#aim === null || !this.#befalls(this.#aim, service)) return;
    const { trouble } = this.#aim;
    const kind = trouble === 'faulty' || trouble === 'refused' ? trouble : 'throttled';
    // A burst of starts is refused by its number of runs, too.
    const name = operation === 'StartJobRun' && trouble === 'throttled thrice' ? 'ConcurrentRunsExceededException' : NAMES[service]?.[kind];
    throw new AwsError(name ?? kind, `${kind}, by the test`, kind === 'refused' ? 403 : 503);
  }

  #befalls({ at, trouble }: Aim, service: string): boolean {
    if (this.calls === at) this.#down = trouble === 'throttled for good' ? service : null;
    if (this.#down !== null) return service === this.#down;
    return this.calls >= at && this.calls < at + (trouble === 'throttled thrice' ? 3 : 1);
  }
}

/** The host as job runs see it: their objects are written in any case. */
export function besides(host: Host, blobs: Blobs): Host {
  return {
    blobs,
    call: (service, operation, input: Json, gone) => host.call(service, operation, input, gone),
    run: (until) => host.run(until),
    now: () => host.now(),
    get asked() {
      return host.asked;
    },
    close: () => host.close(),
  };
}
