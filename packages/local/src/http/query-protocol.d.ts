import { type Host, type Service } from '../host/types.ts';
import { type DoorReply, type DoorRequest } from './message.ts';
/** Answers `Action=…` in a form or a query string, with XML. */
export declare function answerQuery(host: Host, service: Service, request: DoorRequest): Promise<DoorReply>;
