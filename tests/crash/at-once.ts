import type { Target } from '@millrace/core';
import { drawFrom } from '@millrace/testkit';
import { differences, observeAccount, openAccount } from './account.ts';
import { Command } from './command.ts';
import { edited, first } from './pipelines.ts';

export interface AtOnce {
  readonly pairs: number;
  /** Commands that gave way to the other one. */
  readonly refused: number;
  readonly faults: readonly string[];
}

const GAVE_WAY = /Another deploy or destroy of this pipeline began|has changed since this plan was made|has changed since it was shown/;

/**
 * Two commands at once in one account, their calls interleaved by a seed: an update and another version, then an update and a destroy. At
 * most one may give way with its sentence; the next deploy must reach its state, and the one after it must write nothing.
 */
export async function deployAtOnce(target: Target, pairs: number, seed: number): Promise<AtOnce> {
  const draw = drawFrom(seed);
  const [old, next] = [first(target), edited(target)];
  const goalAccount = openAccount();
  await new Command(goalAccount).deploy(next);
  const goal = await observeAccount(goalAccount);
  const faults: string[] = [];
  let refused = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const account = openAccount();
    if (pair % 2 === 1) await new Command(account).deploy(old);
    const pause = async (): Promise<void> => {
      for (let turns = Math.floor(draw.real() * 40); turns > 0; turns -= 1) await Promise.resolve();
    };
    const one = new Command(account, null, { pause, seed: 2 * pair + 1 });
    const other = new Command(account, null, { pause, seed: 2 * pair + 2 });
    const ended = await Promise.allSettled([one.deploy(next), pair % 4 === 3 ? other.destroy(old) : other.deploy(old)]);
    for (const result of ended) {
      if (result.status === 'fulfilled') continue;
      const said = result.reason instanceof Error ? result.reason.message : String(result.reason);
      if (GAVE_WAY.test(said)) refused += 1;
      else faults.push(`pair ${pair}: a command failed instead of giving way: ${said}`);
    }
    await new Command(account).deploy(next);
    faults.push(...differences(goal, await observeAccount(account)).map((fault) => `pair ${pair}: ${fault}`));
    const third = new Command(account);
    await third.deploy(next);
    if (third.writes > 0) faults.push(`pair ${pair}: the deploy after the next made ${third.writes} writes`);
  }
  return { pairs, refused, faults };
}
