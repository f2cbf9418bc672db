import { AwsError, type Host } from '../host/types.ts';
import { type DoorReply, type DoorRequest } from './message.ts';
/** Which service a target header names, and in which version of the protocol it answers. */
export declare const jsonTargets: Readonly<Record<string, {
    readonly service: string;
    readonly version: '1.0' | '1.1';
}>>;
/** Answers `X-Amz-Target: {prefix}.{operation}` with a JSON body. */
export declare function answerJson(host: Host, request: DoorRequest): Promise<DoorReply>;
export declare function jsonError(error: AwsError, type: string): DoorReply;
/** Any failure as AWS would answer it. */
export declare function awsErrorOf(error: unknown): AwsError;
