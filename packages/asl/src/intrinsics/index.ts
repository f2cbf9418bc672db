export { callIntrinsic } from './call.ts';
export { compileIntrinsic, intrinsicNames, isIntrinsic } from './compile.ts';
export { IntrinsicSyntaxError, type Argument, type Intrinsic } from './syntax.ts';
