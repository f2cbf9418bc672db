import type { Clock } from './clock.ts';
import { isBusy, isRoleUnknown, isThrottled } from './errors.ts';
import type { Patience } from './observe.ts';

export interface Waiting {
  readonly clock: Clock;
  /** 0 <= x < 1: spreads the retries of clients that were throttled together. */
  readonly random: () => number;
  /** Told before each wait, why. */
  readonly onWait: (why: string) => void;
  /** True when this very deploy makes or changes roles: then a service may need a while to know them. */
  readonly newRoles?: boolean;
  /** Called before each try but the first; what it throws ends the waiting. */
  readonly beforeAgain?: () => Promise<void>;
}

const THROTTLED_ATTEMPTS = 10;
const BUSY_POLL_MS = 15_000;
const BUSY_LIMIT_MS = 2 * 3600_000;
const ROLE_POLL_MS = 3_000;
const ROLE_LIMIT_MS = 120_000;
const SETTLE_LIMIT_MS = 10 * 60_000;

/** Calls again while the service throttles, fails, or someone else changes the same thing, while a crawler runs, and while a new role is not known everywhere. Other errors pass. */
export async function patiently<T>(work: () => Promise<T>, { clock, random, onWait, newRoles = false, beforeAgain }: Waiting): Promise<T> {
  const began = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await beforeAgain?.();
    try {
      return await work();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (isBusy(error) && clock.now() - began < BUSY_LIMIT_MS) {
        onWait('the crawler is running: waiting until it is done');
        await clock.sleep(BUSY_POLL_MS);
      } else if (newRoles && isRoleUnknown(error) && clock.now() - began < ROLE_LIMIT_MS) {
        onWait('the new role is not known everywhere yet');
        await clock.sleep(ROLE_POLL_MS);
      } else if (isThrottled(error) && attempt < THROTTLED_ATTEMPTS) {
        onWait(`the service asks to wait (${name})`);
        await clock.sleep(Math.min(20_000, 250 * 2 ** attempt) * (0.5 + random() / 2));
      } else throw error;
    }
  }
}

/** The same as a function of the work alone; without a clock nothing waits. */
export function patienceOf({ clock, random }: Partial<Pick<Waiting, 'clock' | 'random'>>): Patience {
  if (clock === undefined) return (work) => work();
  return (work) => patiently(work, { clock, random: random ?? (() => 0.5), onWait: () => undefined });
}

/** Polls until a change has come through. Throws after ten minutes. */
export async function untilSettled(settled: () => Promise<boolean>, waiting: Waiting): Promise<void> {
  const { clock, onWait } = waiting;
  const began = clock.now();
  for (let pause = 500; !(await patiently(settled, waiting)); pause = Math.min(pause * 2, 10_000)) {
    if (clock.now() - began > SETTLE_LIMIT_MS) throw new Error('the change has not come through within ten minutes');
    onWait('waiting until the change has come through');
    await clock.sleep(pause);
    await waiting.beforeAgain?.();
  }
}
