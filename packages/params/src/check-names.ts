import { checkName } from './check.ts';
import { argumentOwner } from './names.ts';
import type { ParamProblem } from './problem.ts';
import type { GlueVersion } from './resolved-options/index.ts';
import { registryOf } from './resolved-options/registry.ts';

// Glue passes the first three, Millrace the others, and accessors ask for them; no declaration names them.
const PASSED = ['JOB_NAME', 'WORKFLOW_NAME', 'WORKFLOW_RUN_ID', 'MILLRACE_RUN', 'MILLRACE_STEP', 'MILLRACE_SPEC', 'MILLRACE_OUTCOME', 'MILLRACE_FAILED_STEPS'] as const;

/**
 * Names against everything that they may collide with in a version of Glue: the form, names of Glue and of Millrace, settings of
 * the job, and until Glue 5.1 names that another one begins with, since an undeclared `--source` sets `source_path` there.
 *
 * @example
 * checkNames({ source: param.string(), source_path: param.string() }, { glueVersion: '5.0' }); // MR2007 at source
 * checkNames({ source: param.string(), source_path: param.string() }, { glueVersion: '6.0' }); // []
 */
export function checkNames(declarations: Readonly<Record<string, unknown>>, at: { readonly glueVersion: GlueVersion }): ParamProblem[] {
  const names = Object.keys(declarations);
  const abbreviates = Number.parseInt(at.glueVersion, 10) < 6;
  const builtIn = [...PASSED, ...[...registryOf([]).keys()].filter((written) => written.startsWith('--')).map((written) => written.slice(2))];
  return names.flatMap((name) => {
    const wrong = checkName(name);
    if (wrong.length > 0) return wrong;
    if (argumentOwner(name) !== null) return [{ code: 'MR2006', name, message: `parameter name '${name}' is a setting of the job: Glue reads it itself`, hint: 'Choose another name.' }];
    if (!abbreviates) return [];
    const longer = [...names.filter((other) => other !== name), ...builtIn].find((other) => other.startsWith(name));
    if (longer === undefined) return [];
    return [{ code: 'MR2007', name, message: `parameter name '${name}' is the beginning of '${longer}': a script on Glue ${at.glueVersion} that asks for only one of them takes one for the other`, hint: 'Rename one of them, or use Glue 6.0.' }];
  });
}
