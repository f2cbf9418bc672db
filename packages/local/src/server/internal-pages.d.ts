import type { ServedHost } from '../host/host.ts';
import { type DoorReply } from '../http/message.ts';
import type { Health } from './status.ts';
/** `GET /_millrace/{health | operations | log/{job run id}}`. */
export declare function internalPages(dir: string, host: ServedHost, health: Health): (path: string) => Promise<DoorReply | null>;
