import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newRunId } from '@millrace/core';
import { spawnServer, stopServer } from '@millrace/local';
import { drawFrom, plainPipeline, type PlainStep } from '@millrace/testkit';
import { python } from '../../tools/python.ts';
import { deployOver, ended, startRun, targets } from '../clients/served.ts';
import { gone } from './gone.ts';

export interface Kills {
  readonly target: string;
  /** Milliseconds of a run that nobody disturbs. */
  readonly usual: number;
  /** Milliseconds from the start of a run to each kill. */
  readonly instants: readonly number[];
  readonly faults: readonly string[];
}

/** Says that it runs, works a moment, says that it is done; `shaky` fails the first time. */
const script = `
import sys, time
from awsglue.utils import getResolvedOptions

options = getResolvedOptions(sys.argv, ["LOG", "WORK", "MILLRACE_STEP", "MILLRACE_RUN"])
me = options["MILLRACE_STEP"] + " " + options["MILLRACE_RUN"]


def note(what):
    with open(options["LOG"], "a") as log:
        log.write(me + " " + what + "\\n")


with open(options["LOG"], "a+") as log:
    log.seek(0)
    before = log.read()
note("begin")
time.sleep(float(options["WORK"]))
if options["MILLRACE_STEP"] == "shaky" and me not in before:
    raise SystemExit("not yet")
note("end")
`;

/** How often each step's script runs. */
const runs: Readonly<Record<string, number>> = { steady: 1, shaky: 2, last: 1 };

export interface KillOptions {
  readonly count: number;
  readonly seed: number;
  /** How long a run takes, in milliseconds; null measures one. */
  readonly usual: number | null;
  /** Kills while the run is being started, and starts it again. */
  readonly atStart: boolean;
}

/** Kills the embedded AWS (SIGKILL) once in each of `count` runs, spread over the run by `seed`, and starts it again on its port and folder. */
export async function killDuringRuns(targetId: 'glue' | 'sfn', { count, seed, usual: known, atStart }: KillOptions): Promise<Kills> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-kill-'));
  const log = join(dir, 'lines.txt');
  const draw = drawFrom(seed);
  try {
    const up = (port: number): ReturnType<typeof spawnServer> => spawnServer({ dir: join(dir, 'aws'), port, python });
    let server = await up(0);
    const step = (work: number, more: PlainStep = {}): PlainStep => ({ ...more, args: { LOG: log, WORK: work } });
    const pipeline = plainPipeline('kill', {
      steady: step(1.2), shaky: step(0.4, { retry: { attempts: 1 } }), last: step(0.5, { after: ['steady', 'shaky'] }),
    });
    const runner = await deployOver(server.url, targets[targetId], pipeline, () => script);
    const faults: string[] = [];
    const instants: number[] = [];
    const judge = async (run: string, where: string): Promise<void> => {
      const { state, steps } = await ended(runner, run);
      if (state !== 'succeeded') faults.push(`${where}: the run ended ${state}: ${JSON.stringify(steps)}`);
      const lines = readFileSync(log, 'utf8').split('\n').filter((line) => line.includes(` ${run} `));
      for (const [name, times] of Object.entries(runs)) {
        const begun = lines.filter((line) => line === `${name} ${run} begin`).length;
        const done = lines.filter((line) => line === `${name} ${run} end`).length;
        if (begun !== times || done !== 1) faults.push(`${where}: the script of '${name}' began ${begun} times instead of ${times} and was done ${done} times`);
        const attempts = steps[name]?.attempts ?? [];
        if (attempts.length !== times || steps[name]?.state !== 'succeeded') faults.push(`${where}: '${name}' is shown as ${JSON.stringify(steps[name])}`);
      }
    };
    const began = Date.now();
    if (known === null) await judge(await startRun(runner, pipeline), `${targetId}, not killed`);
    const usual = known ?? Date.now() - began;
    for (let index = 0; index < count; index += 1) {
      const at = Math.round(((index + draw.real()) / count) * usual);
      instants.push(at);
      const id = newRunId(Date.now(), () => draw.real());
      const starting = startRun(runner, pipeline, id);
      if (!atStart) await starting;
      await pause(at);
      process.kill(server.pid, 'SIGKILL');
      await Promise.allSettled([starting, gone(server.pid)]);
      server = await up(server.port);
      const run = await (atStart ? startRun(runner, pipeline, id) : starting);
      await judge(run, `${targetId}, killed ${at} ms after the start`);
    }
    return { target: targetId, usual, instants, faults };
  } finally {
    await stopServer(join(dir, 'aws'));
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
