import type { Clock } from './clock.ts';

export interface Waiting {
  readonly clock: Clock;
  /** 0 <= x < 1: spreads the retries of clients that were throttled together. */
  readonly random: () => number;
  /** Told before each wait, why. */
  readonly onWait: (why: string) => void;
}

const THROTTLED: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'OperationTimeoutException',
  'ConcurrentModificationException',
  'ConflictException',
]);
/** A crawl takes minutes: there is no point in asking often. */
const BUSY: ReadonlySet<string> = new Set(['CrawlerRunningException', 'CrawlerStoppingException']);

const THROTTLED_ATTEMPTS = 10;
const BUSY_POLL_MS = 15_000;
const BUSY_LIMIT_MS = 2 * 3600_000;
const SETTLE_LIMIT_MS = 10 * 60_000;

/** Calls again while the service throttles or someone else changes the same thing, and while a crawler runs. Other errors pass. */
export async function patiently<T>(work: () => Promise<T>, { clock, random, onWait }: Waiting): Promise<T> {
  const began = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (BUSY.has(name) && clock.now() - began < BUSY_LIMIT_MS) {
        onWait('the crawler is running: waiting until it is done');
        await clock.sleep(BUSY_POLL_MS);
      } else if (THROTTLED.has(name) && attempt < THROTTLED_ATTEMPTS) {
        onWait(`the service asks to wait (${name})`);
        await clock.sleep(Math.min(20_000, 250 * 2 ** attempt) * (0.5 + random() / 2));
      } else throw error;
    }
  }
}

/** Polls until a change has come through. Throws after ten minutes. */
export async function untilSettled(settled: () => Promise<boolean>, waiting: Waiting): Promise<void> {
  const { clock, onWait } = waiting;
  const began = clock.now();
  for (let pause = 500; !(await patiently(settled, waiting)); pause = Math.min(pause * 2, 10_000)) {
    if (clock.now() - began > SETTLE_LIMIT_MS) throw new Error('the change has not come through within ten minutes');
    onWait('waiting until the change has come through');
    await clock.sleep(pause);
  }
}
