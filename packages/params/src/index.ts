export type { ParamDeclaration, ParamType, ParamValue } from './declaration.ts';
