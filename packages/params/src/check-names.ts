import { checkName } from './check.ts';
import { argumentOwner } from './names.ts';
import type { ParamProblem } from './problem.ts';
import type { GlueVersion } from './resolved-options/index.ts';
import { registryOf } from './resolved-options/registry.ts';

// Glue passes the first three, Millrace the others, and accessors ask for them; no declaration names them.
const PASSED = ['JOB_NAME', 'WORKFLOW_NAME', 'WORKFLOW_RUN_ID', 'MILLRACE_RUN', 'MILLRACE_STEP', 'MILLRACE_SPEC', 'MILLRACE_OUTCOME', 'MILLRACE_FAILED_STEPS'] as const;

// What the parser registers in every script.
const BUILT_IN: readonly string[] = [...registryOf([]).keys()].filter((written) => written.startsWith('--')).map((written) => written.slice(2));

/**
 * Names against everything that they may collide with in a version of Glue: the form, names of Glue and of Millrace, settings of
 * the job, and until Glue 5.1 names that another one begins with, since an undeclared `--source` sets `source_path` there.
 *
 * @example
 * checkNames({ source: param.string(), source_path: param.string() }, { glueVersion: '5.0' }); // MR2007 at source
 * checkNames({ source: param.string(), source_path: param.string() }, { glueVersion: '6.0' }); // []
 */
export function checkNames(declarations: Readonly<Record<string, unknown>>, at: { readonly glueVersion: GlueVersion }): ParamProblem[] {
  return Object.keys(declarations).flatMap((name) => {
    const wrong = checkName(name);
    return wrong.length > 0 ? wrong : collisions(name, Object.keys(declarations), [...PASSED, ...BUILT_IN], { ...at, what: 'parameter name' });
  });
}

/**
 * The names under which a job gets its arguments, against each other, settings of the job, and what the argument parser of Glue knows by itself. Unlike
 * declarations, these are all that the job gets: what nobody passes is no collision.
 */
export function checkArgumentNames(args: Readonly<Record<string, unknown>>, at: { readonly glueVersion: GlueVersion }): ParamProblem[] {
  const names = Object.keys(args);
  return names.flatMap((name) => collisions(name, names, BUILT_IN, { ...at, what: 'argument' }));
}

function collisions(name: string, names: readonly string[], others: readonly string[], { glueVersion, what }: { readonly glueVersion: GlueVersion; readonly what: string }): ParamProblem[] {
  if (argumentOwner(name) !== null) return [{ code: 'MR2006', name, message: `${what} '${name}' is a setting of the job: Glue reads it itself`, hint: 'Choose another name.' }];
  if (Number.parseInt(glueVersion, 10) >= 6) return [];
  const longer = [...names.filter((other) => other !== name), ...others].find((other) => other !== name && other.startsWith(name));
  if (longer === undefined) return [];
  return [{ code: 'MR2007', name, message: `${what} '${name}' is the beginning of '${longer}': a script on Glue ${glueVersion} that asks for only one of them takes one for the other`, hint: 'Rename one of them, or use Glue 6.0.' }];
}
