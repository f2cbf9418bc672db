import type { ServedHost } from '../host/host.ts';
import { type DoorReply, reply } from '../http/message.ts';
import { hasJobLog, readJobLog } from './job-log.ts';
import type { Health } from './status.ts';
import { supportedOperations } from './supported-operations.ts';

/** `GET /_millrace/{health | operations | messages | log/{job run id}}`. */
export function internalPages(dir: string, host: ServedHost, health: Health): (path: string) => Promise<DoorReply | null> {
  return page;

  async function page(path: string): Promise<DoorReply | null> {
    if (path === 'health') return json(health);
    if (path === 'operations') return json(supportedOperations(host.services));
    if (path === 'messages') return json({ messages: await host.call('sns', '~Messages', {}) });
    const [, id] = /^log\/([^/]+)$/.exec(path) ?? [];
    if (id === undefined || !hasJobLog(dir, id)) return null;
    return reply(200, 'text/plain; charset=utf-8', readJobLog(dir, id));
  }
}

function json(value: object): DoorReply {
  return reply(200, 'application/json', JSON.stringify(value));
}
