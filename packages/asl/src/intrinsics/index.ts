import type { Json } from '../engine-types.ts';
import type { PathScope } from '../json-path/scope.ts';
import { IntrinsicSyntaxError, type Intrinsic } from './syntax.ts';

export { IntrinsicSyntaxError, type Argument, type Intrinsic } from './syntax.ts';

export const intrinsicNames: readonly string[] = [
  'States.Format', 'States.StringToJson', 'States.JsonToString', 'States.Array', 'States.ArrayPartition', 'States.ArrayContains',
  'States.ArrayRange', 'States.ArrayGetItem', 'States.ArrayLength', 'States.ArrayUnique', 'States.Base64Encode', 'States.Base64Decode',
  'States.Hash', 'States.JsonMerge', 'States.MathRandom', 'States.MathAdd', 'States.StringSplit', 'States.UUID',
];

/** Does the text look like a call, so that it is compiled as one and not as a path? */
export function isIntrinsic(text: string): boolean {
  return text.trimStart().startsWith('States.');
}

/** @throws {IntrinsicSyntaxError} with `offset` */
export function compileIntrinsic(source: string): Intrinsic {
  throw new IntrinsicSyntaxError(`No intrinsic: ${source}`, 0);
}

/** @throws {StateError} States.IntrinsicFailure and what the paths of its arguments fail with */
export function callIntrinsic(intrinsic: Intrinsic, _scope: PathScope): Json {
  throw new IntrinsicSyntaxError(`No intrinsic: ${intrinsic.source}`, 0);
}
