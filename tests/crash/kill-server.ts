import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnServer, stopServer } from '@millrace/local';
import { drawFrom, plainPipeline, type PlainStep } from '@millrace/testkit';
import { python } from '../../tools/python.ts';
import { deployed, deployOver, ended, startRun, targets } from '../clients/served.ts';
import { gone } from './gone.ts';

export interface ServerKills {
  /** Milliseconds of a deploy that nobody disturbs. */
  readonly usual: number;
  /** Milliseconds from the start of each deploy to the kill. */
  readonly instants: readonly number[];
  readonly faults: readonly string[];
}

const chain: Readonly<Record<string, PlainStep>> = Object.fromEntries(Array.from({ length: 8 }, (_, place) => [`step-${place}`, place === 0 ? {} : { after: [`step-${place - 1}`] }]));
const pipeline = plainPipeline('killed', { ...chain, beside: {}, join: { after: ['step-1', 'beside'] } });

/**
 * Kills the embedded AWS (SIGKILL) in the middle of deploys of a state machine, spread over the deploy by `seed`, and starts it again on its port and
 * folder: the next deploy succeeds, nothing is left to change, and a run of what is deployed succeeds.
 */
export async function killDuringDeploys(count: number, seed: number): Promise<ServerKills> {
  const draw = drawFrom(seed);
  const faults: string[] = [];
  const instants: number[] = [];
  const deploy = (url: string): Promise<unknown> => deployOver(url, targets.sfn, pipeline, () => 'pass\n');
  let usual = 0;
  await served(async (url) => {
    // The first one loads the clients.
    await deploy(url);
  });
  await served(async (url) => {
    const began = Date.now();
    await deploy(url);
    usual = Date.now() - began;
  });
  for (let index = 0; index < count; index += 1) {
    const at = Math.round(((index + draw.real()) / count) * usual);
    instants.push(at);
    await served(async (url, restart) => {
      const fault = (text: string): void => void faults.push(`killed ${at} ms after the start of the deploy: ${text}`);
      const first = deploy(url).then(() => null, (error: unknown) => String(error));
      await pause(at);
      await restart();
      await first;
      const { runner, changes } = await deployed(url, targets.sfn, pipeline, () => 'pass\n');
      const left = (await changes()).changes;
      if (left.length > 0) fault(`the deploy after the next would change ${left.map(({ action, name }) => `${action} ${name}`).join(', ')}`);
      const { state } = await ended(runner, await startRun(runner, pipeline));
      if (state !== 'succeeded') fault(`a run of it ended ${state}`);
    });
  }
  return { usual, instants, faults };
}

async function served(use: (url: string, restart: () => Promise<void>) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-kill-server-'));
  try {
    let server = await spawnServer({ dir, port: 0, python });
    await use(server.url, async () => {
      process.kill(server.pid, 'SIGKILL');
      await gone(server.pid);
      server = await spawnServer({ dir, port: server.port, python });
    });
  } finally {
    await stopServer(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
