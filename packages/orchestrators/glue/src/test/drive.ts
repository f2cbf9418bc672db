import type { Host, Persistence, VirtualClock } from '../../../../local/src/index.ts';
import type { Players } from './players.ts';

/** A case runs away: a fault of the bench or of a decision, which must not hang the tests. */
const MOST_ROUNDS = 2_000;

/**
 * Runs the embedded AWS with helper jobs that take no time: at each instant services go first, then helpers look, until nothing is left to do
 * there. `until` in epoch milliseconds; null runs to the end.
 */
export async function drive(host: Host, clock: VirtualClock, persistence: Persistence, players: Players, until: number | null): Promise<void> {
  for (;;) {
    let rounds = 0;
    do {
      await host.run(host.now());
      if ((rounds += 1) > MOST_ROUNDS) throw new Error(`helpers do not come to rest at ${host.now()}`);
    } while (await players.settle());
    const next = nextInstant(clock, persistence);
    if (next === null || (until !== null && next > until)) break;
    clock.moveTo(next);
  }
  if (until !== null) await host.run(until);
}

function nextInstant(clock: VirtualClock, persistence: Persistence): number | null {
  const instants = [clock.next(), persistence.nextTimer()?.at ?? null].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}
