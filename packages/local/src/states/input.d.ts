import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { type Ctx, type ExecutionRow, type MachineRow } from './rows.ts';
export type Input = {
    readonly [key: string]: Json;
};
export declare function record(input: Json): Input;
export declare function text(input: Input, name: string): string;
export declare function optionalText(input: Input, name: string): string | null;
export declare function optionalNumber(input: Input, name: string, least: number, most: number): number | null;
export declare function list(input: Input, name: string): readonly Json[];
export declare function invalid(what: string): AwsError;
/** AWS refuses blanks, brackets, wildcards, control characters and these marks. Source: CreateStateMachine, `name`. */
export declare function checkName(name: string): string;
export declare function machineOf(ctx: Ctx, arn: string): MachineRow;
export declare function executionOf(ctx: Ctx, arn: string): ExecutionRow;
/** One page of rows in key order; the token is the key of the next page's first row. */
export declare function page<R extends {
    readonly key: string;
}>(rows: readonly R[], input: Input, usual: number): {
    readonly rows: readonly R[];
    readonly more: {
        readonly nextToken?: string;
    };
};
