import type { AttemptScript, Event, Pipeline, Script, Step, Target } from '@millrace/core';
import { compareRun, FIRST_RUN, interpretErrors, stopRace, type RandomCase } from '@millrace/testkit';
import { isStream, nativeName } from '@millrace/workload';
import { playable } from './run-case.ts';
import { isSession, openSession } from './session.ts';
import { site } from './site.ts';

export interface BusyVerdict {
  readonly differences: readonly string[];
  /** The reference's events of the run. */
  readonly events: readonly Event[];
}

/** The step of the reference that stands for somebody else's crawl. */
const STRANGER = 'someone-elses-crawl';

/**
 * Someone else has started the crawler of a first step when the run starts: that crawl is waited for, whatever becomes of it, then the step's own one is
 * started. The reference waits in a step of its own. Answers the reason where the case cannot show it.
 *
 * @param minutes how long the crawl of the other goes on
 */
export async function playBusyCrawler(target: Target, drawn: RandomCase, minutes: number): Promise<BusyVerdict | string> {
  const { pipeline } = drawn;
  const crawler = pipeline.steps.find(({ kind, after }) => kind === 'crawler' && after.length === 0);
  if (crawler === undefined) return 'no first step is a crawler';
  const { script: own } = playable(target, pipeline, drawn.script);
  const others: AttemptScript = { outcome: 'failed', ms: minutes * 60_000, onStop: { outcome: 'stopped', ms: 0 } };
  const script: Script = (step, attempt) => (step === STRANGER ? { ...others, outcome: 'succeeded' } : own(step, attempt));
  // Whoever plays crawls counts that of the other as the first.
  const played: Script = (step, attempt) => (step !== crawler.name ? own(step, attempt) : attempt === 1 ? others : own(step, attempt - 1));
  const session = await openSession(target, pipeline, played, drawn.given, {}, { outputsOf: drawn.outputsOf, errorsOf: drawn.errorsOf });
  if (!isSession(session)) throw new Error(session.join('\n'));
  const options = { ...FIRST_RUN, delays: session.compiled.delays };
  const waiting = behindStranger(pipeline, crawler, minutes);
  if (stopRace(waiting, script, options, (step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step)) !== null) return 'a poller could not tell the order of two ends';
  const { events } = interpretErrors(waiting, script, drawn.errorsOf, options, { loses: () => false, ends: () => false });
  await session.world.host.call('glue', 'StartCrawler', { Name: nativeName(site, pipeline, crawler) });
  const told = events.filter((event) => !('step' in event && event.step === STRANGER));
  const differences = compareRun(told, await session.run(null));
  const message = differences.length === 0 ? null : await session.message();
  return { events: told, differences: [...differences, ...(message === null ? [] : [`The run says: ${message}`])] };
}

function behindStranger(pipeline: Pipeline, crawler: Step, minutes: number): Pipeline {
  const stranger: Step = {
    name: STRANGER, kind: 'wait', with: { seconds: minutes * 60 }, after: [], join: 'all', optional: true, outputs: {}, timeoutSeconds: null, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 },
  };
  return { ...pipeline, steps: [...pipeline.steps.map((step) => (step === crawler ? { ...step, after: [{ step: STRANGER, on: 'finished' as const }] } : step)), stranger] };
}
