export { fromAirflowParam, toAirflowParams } from './airflow.ts';
export { fromParameterSpec, toParameterSpec, type ParameterSpec } from './blueprint.ts';
export { fromGlueArguments, toGlueArguments, type GlueArguments } from './glue.ts';
export { fromJsonSchema, schemaOf, toJsonSchema } from './json-schema.ts';
export { fromStepFunctionsCheck, stepFunctionsTypeCheck, toStepFunctionsCheck, type StepFunctionsCheck } from './step-functions.ts';
export { fromZod, toZod } from './zod.ts';
