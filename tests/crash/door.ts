import type { ChildProcess } from 'node:child_process';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHost, defaultServices, memoryBlobs, memoryPersistence, realClock, serve } from '@millrace/local';
import { site, type Account } from './account.ts';

/** What stands between the command and the embedded AWS: counts calls, and kills the command at one of them. */
export class Door {
  calls = 0;
  url = '';
  victim: ChildProcess | null = null;
  readonly #server: Server;
  #kill: { readonly at: number; readonly when: 'before' | 'after' } | null = null;

  constructor(port: number) {
    this.#server = createServer((incoming, outgoing) => {
      const mine = (this.calls += 1);
      const kill = this.#kill?.at === mine ? this.#kill.when : null;
      if (kill === 'before') this.victim?.kill('SIGKILL');
      else forward(port, incoming, (answer) => {
        if (kill === 'after') this.victim?.kill('SIGKILL');
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
    });
  }

  arm(at: number | null, when: 'before' | 'after'): void {
    this.calls = 0;
    this.#kill = at === null ? null : { at, when };
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an address with a port.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function forward(port: number, incoming: IncomingMessage, then: (answer: IncomingMessage) => void): void {
  const onward = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers }, then);
  onward.on('error', () => undefined);
  incoming.pipe(onward);
}

/** An embedded AWS of its own, whose job runs never end, behind a door of its own. */
export async function inAccount(use: (account: Account, door: Door) => Promise<void>): Promise<void> {
  const blobs = memoryBlobs();
  for (const bucket of [site.scripts, site.runs]) blobs.createBucket(bucket);
  const host = createHost({
    services: defaultServices, blobs, persistence: memoryPersistence(), clock: realClock(),
    executor: { start: () => undefined, stop: () => undefined, recover: () => undefined }, region: site.region, account: site.account, random: Math.random,
  });
  const served = await serve({ host, port: 0 });
  const door = new Door(served.port);
  try {
    await door.open();
    await use({ host, blobs, clock: { now: () => host.now(), sleep: async () => undefined } }, door);
  } finally {
    door.close();
    await served.close();
    await host.close();
  }
}
