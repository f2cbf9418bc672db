import type { Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { differences, observeAccount, openAccount, type Account } from './account.ts';
import { Command, type Mishap } from './command.ts';
import { edited, first, LASTING } from './pipelines.ts';
import { refusalOf } from './refusals.ts';

type Work = (command: Command) => Promise<void>;

/** A command that dies, and what is run after it. */
export interface Scenario {
  readonly name: string;
  /** What was done in the account before, without a crash. */
  readonly before: readonly Work[];
  readonly crashing: Work;
  readonly next: Work;
  /** Leads to the wanted state without any crash. */
  readonly wanted: readonly Work[];
}

export interface Injections {
  readonly scenario: string;
  /** AWS calls of the command when nothing happens to it. */
  readonly calls: number;
  readonly injected: number;
  /** Of these, commands that came through by themselves. */
  readonly through: number;
  /** A line for each thing that was not as it should be. */
  readonly faults: readonly string[];
}

function scenariosOf(target: Target, other: Target): readonly Scenario[] {
  const [old, next, moved] = [first(target), edited(target), first(other)];
  const deploy = (version: typeof old): Work => (command) => command.deploy(version);
  const destroy: Work = (command) => command.destroy(old);
  // What a pipeline needs of the catalog outlives it.
  const lasting: readonly Work[] = [(command) => command.createDatabase(LASTING)];
  return [
    { name: `first deploy on ${target.id}`, before: [], crashing: deploy(old), next: deploy(old), wanted: [deploy(old)] },
    { name: `first deploy on ${target.id}, edited before the next`, before: [], crashing: deploy(old), next: deploy(next), wanted: [deploy(next)] },
    { name: `update on ${target.id}`, before: [deploy(old)], crashing: deploy(next), next: deploy(next), wanted: [deploy(next)] },
    { name: `update on ${target.id}, taken back by the next`, before: [deploy(old)], crashing: deploy(next), next: deploy(old), wanted: [deploy(old)] },
    { name: `move from ${target.id} to ${other.id}`, before: [deploy(old)], crashing: deploy(moved), next: deploy(moved), wanted: [deploy(moved)] },
    { name: `destroy on ${target.id}`, before: [deploy(old)], crashing: destroy, next: destroy, wanted: lasting },
    { name: `destroy on ${target.id}, deployed again`, before: [deploy(old)], crashing: destroy, next: deploy(old), wanted: [deploy(old)] },
  ];
}

export const scenarios: Readonly<Record<'glue' | 'sfn', readonly Scenario[]>> = { glue: scenariosOf(glueTarget, sfnTarget), sfn: scenariosOf(sfnTarget, glueTarget) };

/** Of the scenarios those in which a service refuses calls, too. */
export const refused = (target: 'glue' | 'sfn'): readonly Scenario[] => scenarios[target].filter(({ name }) => [`first deploy on ${target}`, `update on ${target}`, `destroy on ${target}`].includes(name));

/** Lets the mishap befall every `step`th of the AWS calls that can meet it, from the `from`th on, each time in an account of its own. */
export async function strikeCalls(scenario: Scenario, what: Mishap, step = 1, from = 1): Promise<Injections> {
  const goal = await observeAccount(await accountAfter(scenario.wanted));
  const whole = new Command(await accountAfter(scenario.before));
  await scenario.crashing(whole);
  const faults: string[] = [];
  let [injected, through] = [0, 0];
  // A service that never refuses an operation in this way is left out, and not counted.
  const places = whole.log.flatMap(({ service, operation }, index) => (what === 'crash' || what === 'lost answer' || refusalOf(what, service, operation) !== null ? [index + 1] : []));
  for (const n of places.filter((_, index) => index % step === (from - 1) % step)) {
    injected += 1;
    const account = await accountAfter(scenario.before);
    const struck = new Command(account, { at: n, what });
    const ended = await outcomeOf(scenario.crashing(struck));
    if (ended === null) through += 1;
    const found = ignored(what, ended, struck) ?? (await repaired(scenario, account, goal));
    faults.push(...found.map((fault) => `${scenario.name}, ${what} at call ${n}: ${fault}`));
  }
  return { scenario: scenario.name, calls: whole.calls, injected, through, faults };
}

/** A command that dies says nothing, one whose credentials expire says what is done and what is left; all else it must bear. */
function ignored(what: Mishap, ended: string | null, { dead, struck }: Command): readonly string[] | null {
  if (what === 'crash' && (ended === null || !dead)) return [`the command took no notice (${ended ?? 'it succeeded'})`];
  if (what === 'expired' && struck && !/ExpiredToken|expired/.test(ended ?? '')) return [`the command does not say that the credentials have expired (${ended ?? 'it succeeded'})`];
  return what !== 'crash' && what !== 'expired' && ended !== null ? [`the command gave up: ${ended}`] : null;
}

/** Runs the next command and the one after it, and says what is not as it should be. */
async function repaired(scenario: Scenario, account: Account, goal: Awaited<ReturnType<typeof observeAccount>>): Promise<readonly string[]> {
  const repair = await outcomeOf(scenario.next(new Command(account)));
  if (repair !== null) return [`the next command failed: ${repair}`];
  const faults = differences(goal, await observeAccount(account));
  const third = new Command(account);
  await scenario.next(third);
  return [...faults, ...(third.writes === 0 ? [] : [`the command after the next made ${third.writes} writes`])];
}

async function accountAfter(works: readonly Work[]): Promise<Account> {
  const account = openAccount();
  for (const work of works) await work(new Command(account));
  return account;
}

async function outcomeOf(work: Promise<void>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
