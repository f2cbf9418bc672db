export { generatePython } from './python.ts';
export { generateScala } from './scala.ts';
export { generateTypes } from './types.ts';
export type { AccessorDeclaration, AccessorDeclarations, AccessorType, JsonValue } from './declared.ts';
