import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createHost, defaultServices, memoryBlobs, memoryPersistence, realClock, serve } from '@millrace/local';
import { python } from '../../../tools/python.ts';

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}
/** The account that moto answers for. */
const account = '123456789012';

/** The embedded AWS behind its HTTP door, without processes: the job run that is given its day ends well at once, those of workflows go on. */
export async function serveEmbedded(): Promise<Served> {
  const host = createHost({
    services: defaultServices, blobs: memoryBlobs(), clock: realClock(), persistence: memoryPersistence(), account,
    executor: { start: (work, done) => (work.kind === 'job' && work.args['--DAY'] === '1990-01-01' ? done({ outcome: 'succeeded', message: null, tables: [] }) : undefined), stop: () => undefined, recover: () => undefined },
  });
  const served = await serve({ host, port: 0 });
  return {
    url: served.url,
    close: async () => {
      await served.close();
      await host.close();
    },
  };
}

/** moto's own server as a process. */
export async function serveMoto(): Promise<Served> {
  const port = await freePort();
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_DEFAULT_REGION: 'us-east-1' } });
  const url = `http://127.0.0.1:${port}`;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let left = 300; ; left -= 1) {
    const up = await fetch(`${url}/moto-api/data.json`).then(({ ok }) => ok, () => false);
    if (up) break;
    if (left === 0 || child.exitCode !== null) throw new Error('moto did not start');
    await pause(100);
  }
  return {
    url,
    close: async () => {
      child.kill();
      await gone;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
