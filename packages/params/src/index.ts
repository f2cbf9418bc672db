export type { Declaration, Declarations, DeclaredType, ParamDeclaration, ParamRules, ParamType, ParamValue, RunFact } from './declaration.ts';
export type { ParamProblem } from './problem.ts';
export { param, type EnumOptions, type JsonOptions, type ListOptions, type NumberOptions, type ParamOptions, type TextOptions } from './build.ts';
export { declarationSchema, paramDeclarationSchema } from './schema.ts';
export { checkDeclarations } from './check.ts';
export { checkArgumentNames, checkNames } from './check-names.ts';
export { patternFault } from './pattern.ts';
export { secretIn } from './secrets.ts';
export { argumentsBytes, MAX_ARGUMENTS_BYTES } from './size.ts';
export { layersOf, type LayerValues } from './layers.ts';
export { resolveParams, type ParamLayer, type ResolvedParams } from './resolve.ts';
export { argumentText } from './text.ts';
export { argumentOwner, nameOwner, PARAM_NAME } from './names.ts';
export { isDay, parseValue } from './parse.ts';
export { didYouMean } from './did-you-mean.ts';
export { paramsCatalogue } from './catalogue.ts';
export {
  ArgumentError, getResolvedOptions, GlueArgumentError, resolvedEntries, ResolvedOptionsError, RuntimeError, SystemExit, ValueError,
  type GlueVersion, type ResolvedOptions, type ResolvedOptionsFailure, type ResolvedValue,
} from './resolved-options/index.ts';
export {
  DuplicateKeyError, parseShorthand, renderShorthand, ShorthandError, ShorthandFileError, ShorthandSyntaxError,
  type Refused, type ShorthandMap, type ShorthandOptions, type ShorthandValue,
} from './shorthand/index.ts';
export { parseCliArguments, type CliOutcome, type CliReader } from './passing/cli-arguments.ts';
export {
  explainArguments, guessStyle, parse, PassingError, quotePosix, quotePowerShell, render, splitPosix, splitPowerShell, styleNames, styles,
  type Explained, type PassingContext, type PassingReader, type Rendering, type Shell, type StringMap, type Style, type StyleName,
} from './passing/index.ts';
export { checkScript, wordFaults, type Finding, type ScriptToCheck, type WordFault } from './contract/index.ts';
export { generatePython, generateScala, generateTypes, type AccessorDeclaration, type AccessorDeclarations, type AccessorType } from './codegen/index.ts';
export {
  fromAirflowParam, fromGlueArguments, fromJsonSchema, fromParameterSpec, fromStepFunctionsCheck, stepFunctionsTypeCheck, toAirflowParams, toGlueArguments, toJsonSchema, toParameterSpec, toStepFunctionsCheck, fromZod, toZod,
  type GlueArguments, type ParameterSpec, type StepFunctionsCheck,
} from './convert/index.ts';
