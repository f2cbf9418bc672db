import type { Pipeline, Problem } from '@millrace/core';
import { checkNames, checkScript, type GlueVersion } from '@millrace/params';
import type { Known } from '@millrace/workload';
import { resolve } from 'node:path';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { readSources } from '../project/sources.ts';
import { renderProblems } from '../render/problems.ts';
import type { CommandRun, Options } from '../table.ts';
import { contractOf, jobsOf, languageOf, problemOf } from './contract.ts';
import { knownOf, resolvedValues } from './values.ts';

const versions = ['0.9', '1.0', '2.0', '3.0', '4.0', '5.0', '5.1', '6.0'] as const satisfies readonly GlueVersion[];

function versionOf(options: Options): GlueVersion {
  const given = options['glueVersion'] ?? '5.1';
  const version = versions.find((one) => one === given);
  if (version === undefined) throw new CliError(`There is no Glue ${String(given)}.`, `The versions are ${versions.join(', ')}.`, exit.usage);
  return version;
}

interface Checked {
  readonly problems: readonly Problem[];
  readonly scripts: readonly string[];
  /** Jobs whose scripts are not here. */
  readonly unread: readonly string[];
}

async function checkAll(pipeline: Pipeline, folder: string, known: Known, glueVersion: GlueVersion): Promise<Checked> {
  const { sources, problems: unreadable } = readSources(pipeline, folder);
  const problems: Problem[] = [...unreadable];
  const scripts = new Set<string>();
  const unread: string[] = [];
  for (const step of jobsOf(pipeline)) {
    const script = 'use' in step.with ? null : step.with.script;
    const source = script === null ? undefined : sources.get(script);
    if (script === null || source === undefined) {
      unread.push(step.name);
      continue;
    }
    scripts.add(script);
    const file = resolve(folder, script);
    const found = await checkScript({ language: languageOf(script), text: source.text, file, glueVersion, ...contractOf(step, pipeline, known) });
    problems.push(...found.map(problemOf));
  }
  return { problems, scripts: [...scripts], unread };
}

/** The same fault of a script that several steps use is told once. */
const once = (problems: readonly Problem[]): Problem[] => [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];

function tell(io: Io, problems: readonly Problem[], { scripts, unread }: Checked): void {
  io.out(`${renderProblems(io, problems)}${scripts.length} script${scripts.length === 1 ? '' : 's'} read.\n`);
  if (unread.length > 0) io.err(`Not here, so not checked: ${unread.join(', ')}.\n`);
}

/** `millrace params check`: names, values and what each script does with its arguments. Exit 3 on findings, infos aside. */
export const check: CommandRun = async (io, _args, options) => {
  const glueVersion = versionOf(options);
  const found = await resolvedValues(io, options);
  const { pipeline, folder, resolved } = found;
  const names = checkNames(pipeline.params, { glueVersion });
  // A value that only a run can give is no fault of the pipeline.
  const values = resolved.problems.filter(({ code }) => code !== 'MR2011');
  const model = [...names, ...values].map(({ code, name, message, hint }): Problem => ({ code, severity: 'error', message, hint, pointer: `/params/${name}`, at: null }));
  const checked = await checkAll(pipeline, folder, knownOf(found), glueVersion);
  const problems = once([...model, ...checked.problems]);
  if (io.json) printJson(io, { glueVersion, scripts: checked.scripts, unread: checked.unread, problems });
  else tell(io, problems, checked);
  return problems.some(({ severity }) => severity !== 'info') ? exit.findings : exit.ok;
};
