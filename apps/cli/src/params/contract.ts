import { isReference, type Pipeline, type Problem, type StepOf } from '@millrace/core';
import { argumentText, checkScript, type Declaration, type Finding, type GlueVersion, type ScriptToCheck } from '@millrace/params';
import { argumentOf, settingScriptArguments, type Known } from '@millrace/workload';
import { resolve } from 'node:path';
import { CliError, exit } from '../io.ts';
import { readSources } from '../project/sources.ts';

type JobStep = StepOf<'glueJob'>;

export function jobsOf(pipeline: Pick<Pipeline, 'steps' | 'onFailure' | 'finally'>): JobStep[] {
  return [...pipeline.steps, pipeline.onFailure, pipeline.finally].filter((step) => step?.kind === 'glueJob');
}

/** What the script of a job gets under each name: its text, null where only a run can tell, and the declaration where the argument is a parameter. */
export function contractOf(step: JobStep, pipeline: Pipeline, known: Known): { readonly declared: Record<string, Declaration>; readonly passed: Record<string, string | null> } {
  const declared: Record<string, Declaration> = {};
  const passed: Record<string, string | null> = {};
  const kept = 'use' in step.with ? {} : settingScriptArguments({ ...step, with: step.with });
  for (const [name, value] of Object.entries(kept)) passed[name] = argumentText(value);
  for (const [name, value] of Object.entries(step.with.args)) {
    const declaration = typeof value === 'object' && isReference(value) && 'param' in value ? pipeline.params[value.param] : undefined;
    if (declaration !== undefined) declared[name] = declaration;
    // What an earlier step leaves goes before the default that stands for it here.
    passed[name] = typeof value === 'object' && isReference(value) && 'output' in value ? null : argumentOf(value, known);
  }
  return { declared, passed };
}

export const problemOf = ({ code, severity, message, hint, file, line, col }: Finding): Problem => ({ code, severity, message, hint, pointer: '', at: { file, line, col } });

export const languageOf = (script: string): ScriptToCheck['language'] => (/\.(scala|sc)$/i.test(script) ? 'scala' : 'python');

/**
 * Values that begin with a dash and that a job's own argument parser would refuse or take for something else, with the line of the script that
 * reads the words. Scripts that are not here, or read their words by themselves, are not judged. Scripts are parsed only where there is such a value.
 */
export async function dashProblems(pipeline: Pipeline, folder: string, known: Known, only: (step: JobStep) => boolean = () => true, glueVersion: GlueVersion = '5.1'): Promise<Problem[]> {
  const suspects = jobsOf(pipeline).filter(only).flatMap((step) => {
    const { passed } = contractOf(step, pipeline, known);
    return 'script' in step.with && Object.values(passed).some((text) => text !== null && /^-./s.test(text)) ? [{ step, script: step.with.script, passed }] : [];
  });
  if (suspects.length === 0) return [];
  const { sources } = readSources(pipeline, folder);
  const problems: Problem[] = [];
  for (const { step, script, passed } of suspects) {
    const source = sources.get(script);
    if (source === undefined) continue;
    const found = await checkScript({ language: languageOf(script), text: source.text, file: resolve(folder, script), declared: null, passed, glueVersion });
    problems.push(...found.filter(({ code }) => code === 'MR2407').map((finding) => ({ ...problemOf(finding), message: `step '${step.name}': ${finding.message}` })));
  }
  return problems;
}

/** Refuses values that a job would not get, before anything starts. */
export async function refuseDashes(what: string, ...asked: Parameters<typeof dashProblems>): Promise<void> {
  const problems = await dashProblems(...asked);
  const [first] = problems;
  if (first === undefined) return;
  const told = problems.map(({ message, at }) => `    ${message}${at === null ? '' : ` (${at.file}:${at.line})`}`).join('\n');
  throw new CliError(`${what}: ${problems.length} value${problems.length === 1 ? '' : 's'} would not reach the job.\n${told}`, first.hint, exit.usage, { problems });
}
