import type { ServedHost } from '../host/host.ts';
import { type DoorReply } from './message.ts';
export interface ServeOptions {
    readonly host: ServedHost;
    /** 0 takes a free one. */
    readonly port: number;
    /** Answers `GET /_millrace/{path}`; null for what it does not know. */
    readonly internal?: (path: string, query: URLSearchParams) => Promise<DoorReply | null>;
    /** Bytes of a request's body; 512 MiB unless told. */
    readonly maxBody?: number;
    readonly onError?: (error: unknown, where: string) => void;
}
export interface Served {
    readonly port: number;
    readonly url: string;
    close(): Promise<void>;
}
/**
 * Serves a host's services by AWS's protocols, to this machine only. Any credentials are accepted.
 * @throws when the port is taken: Node's error with the code EADDRINUSE.
 * @example const served = await serve({ host, port: 0 }); // AWS_ENDPOINT_URL=served.url
 */
export declare function serve(options: ServeOptions): Promise<Served>;
