import { type Operation } from '../host/types.ts';
import { type Ctx } from './kit.ts';
import { type Trigger } from './trigger-rules.ts';
export declare function triggerNamed(ctx: Ctx, given: string): Trigger;
export declare const triggerOperations: Readonly<Record<string, Operation>>;
