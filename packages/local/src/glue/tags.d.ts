import type { Operation } from '../host/types.ts';
import { type Ctx } from './kit.ts';
export type TaggedKind = 'job' | 'crawler' | 'trigger' | 'workflow' | 'database';
export declare const arnOf: (ctx: Ctx, kind: TaggedKind, name: string) => string;
export declare function putTags(ctx: Ctx, kind: TaggedKind, name: string, given: Readonly<Record<string, string>> | undefined): void;
export declare const dropTags: (ctx: Ctx, kind: TaggedKind, name: string) => void;
export declare function hasTags(ctx: Ctx, kind: TaggedKind, name: string, wanted: Readonly<Record<string, string>> | undefined): boolean;
export declare const tagOperations: Readonly<Record<string, Operation>>;
