import type { Pipeline, Problem } from '@millrace/core';
import { checkArgumentNames, checkScript, type GlueVersion } from '@millrace/params';
import type { Known } from '@millrace/workload';
import { resolve } from 'node:path';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { readSources } from '../project/sources.ts';
import { renderProblems } from '../render/problems.ts';
import type { CommandRun, Options } from '../table.ts';
import { contractOf, jobsOf, languageOf, problemOf } from './contract.ts';
import { knownOf, resolvedValues, type Found } from './values.ts';

const versions = ['0.9', '1.0', '2.0', '3.0', '4.0', '5.0', '5.1', '6.0'] as const satisfies readonly GlueVersion[];

function versionOf(options: Options): GlueVersion {
  const given = options['glueVersion'] ?? '5.1';
  const version = versions.find((one) => one === given);
  if (version === undefined) throw new CliError(`There is no Glue ${String(given)}.`, `The versions are ${versions.join(', ')}.`, exit.usage);
  return version;
}

/** A problem of one step or of several that share a script. */
interface StepProblem extends Problem {
  readonly steps: readonly string[];
  /** Null where it is the same in several. */
  readonly step: string | null;
}

interface Checked {
  readonly problems: readonly Problem[];
  readonly scripts: readonly string[];
  /** Jobs whose scripts are not here. */
  readonly unread: readonly string[];
}

async function checkAll({ pipeline, folder }: Found, known: Known, glueVersion: GlueVersion): Promise<Checked> {
  const { sources, problems: unreadable } = readSources(pipeline, folder);
  const problems: { readonly step: string; readonly problem: Problem }[] = [];
  const scripts = new Set<string>();
  const unread: string[] = [];
  for (const step of jobsOf(pipeline)) {
    const contract = contractOf(step, pipeline, known);
    const names = checkArgumentNames(contract.passed, { glueVersion }).map(({ code, name, message, hint }) => ({ code, severity: 'error', message, hint, pointer: `${pointerOf(pipeline, step)}/with/args/${name}`, at: null }) as const);
    problems.push(...names.map((problem) => ({ step: step.name, problem })));
    const script = 'use' in step.with ? null : step.with.script;
    const source = script === null ? undefined : sources.get(script);
    if (script === null || source === undefined) {
      unread.push(step.name);
      continue;
    }
    scripts.add(script);
    const found = await checkScript({ language: languageOf(script), text: source.text, file: resolve(folder, script), glueVersion, ...contract });
    problems.push(...found.map((finding) => ({ step: step.name, problem: problemOf(finding) })));
  }
  return { problems: [...unreadable, ...together(problems)], scripts: [...scripts], unread };
}

/** The same fault of a script that several steps use is told once, with all of them. */
function together(problems: readonly { readonly step: string; readonly problem: Problem }[]): StepProblem[] {
  const found = new Map<string, { readonly problem: Problem; readonly steps: string[] }>();
  for (const { step, problem } of problems) {
    const key = JSON.stringify(problem);
    const one = found.get(key) ?? { problem, steps: [] };
    one.steps.push(step);
    found.set(key, one);
  }
  return [...found.values()].map(({ problem, steps }) => ({ ...problem, message: `${inSteps(steps)}: ${problem.message}`, steps, step: steps.length === 1 ? (steps[0] ?? null) : null }));
}

const inSteps = (names: readonly string[]): string => `${names.length === 1 ? 'step' : 'steps'} ${names.map((name) => `'${name}'`).join(', ')}`;

function pointerOf(pipeline: Pipeline, step: Pipeline['steps'][number]): string {
  if (step === pipeline.onFailure) return '/onFailure';
  return step === pipeline.finally ? '/finally' : `/steps/${pipeline.steps.indexOf(step)}`;
}

function tell(io: Io, problems: readonly Problem[], { scripts, unread }: Checked): void {
  io.out(`${renderProblems(io, problems)}${scripts.length} script${scripts.length === 1 ? '' : 's'} read.\n`);
  if (unread.length > 0) io.err(`Not here, so not checked: ${unread.join(', ')}.\n`);
}

/** `millrace params check`: names, values and what each script does with its arguments. Exit 3 on findings, infos aside. */
export const check: CommandRun = async (io, _args, options) => {
  const glueVersion = versionOf(options);
  const found = await resolvedValues(io, options);
  // Names of parameters are checked where the pipeline is read: jobs get their values under the names of arguments. A value that only a run can give is no fault of the pipeline.
  const values = found.resolved.problems.filter(({ code }) => code !== 'MR2011');
  const model = values.map(({ code, name, message, hint }): Problem => ({ code, severity: 'error', message, hint, pointer: `/params/${name}`, at: null }));
  const checked = await checkAll(found, knownOf(found), glueVersion);
  const problems = [...model, ...checked.problems];
  if (io.json) printJson(io, { glueVersion, scripts: checked.scripts, unread: checked.unread, problems });
  else tell(io, problems, checked);
  return problems.some(({ severity }) => severity !== 'info') ? exit.findings : exit.ok;
};
