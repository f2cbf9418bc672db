import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
/** Checks one member of a request and gives it back typed. `at` is its path, for the message. */
export type Check<T extends Json> = (value: Json, at: string) => T;
type Checks = Readonly<Record<string, Check<Json>>>;
type Required<R extends Checks> = {
    readonly [K in keyof R]: ReturnType<R[K]>;
};
type Optional<O extends Checks> = {
    readonly [K in keyof O]?: ReturnType<O[K]>;
};
export declare const invalid: (message: string) => AwsError;
/** A string of `min` to `max` characters. */
export declare const text: (min?: number, max?: number) => Check<string>;
export declare const name: Check<string>;
export declare const longText: Check<string>;
export declare const integer: (min?: number, max?: number) => Check<number>;
export declare const double: Check<number>;
export declare const flag: Check<boolean>;
export declare const oneOf: <const T extends string>(...words: readonly T[]) => Check<T>;
export declare const listOf: <T extends Json>(item: Check<T>, max?: number) => Check<readonly T[]>;
export declare const mapOf: <T extends Json>(item: Check<T>) => Check<Readonly<Record<string, T>>>;
export declare const stringMap: Check<Readonly<Record<string, string>>>;
/** Passed through as it is: what the embedded Glue stores and gives back, and never reads. */
export declare const anything: Check<Json>;
/** An object. Members that are not named are dropped, as AWS does; null counts as absent. */
export declare function members<const R extends Checks, const O extends Checks>(required: R, optional: O): Check<Required<R> & Optional<O>>;
export declare const isList: (value: Json) => value is readonly Json[];
export declare const isRecord: (value: Json) => value is {
    readonly [key: string]: Json;
};
export {};
