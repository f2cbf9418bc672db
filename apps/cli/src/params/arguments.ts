import { didYouMean, type Pipeline, type StepOf, type Value } from '@millrace/core';
import { resolveParams, styles, type StyleName } from '@millrace/params';
import { argumentOf, physical, type Known } from '@millrace/workload';
import { CliError, exit, type Io } from '../io.ts';
import { valueLayers } from '../project/param-values.ts';
import type { Options } from '../table.ts';
import { jobsOf } from './contract.ts';
import { knownOf, waitsForRun, type Found } from './values.ts';

/** What is written for a job, by names without dashes, and what is not, with the reason. */
export interface ToPass {
  readonly map: Readonly<Record<string, string>>;
  /** What no run may override, in a map of its own: null where the style has none. */
  readonly fixed: Readonly<Record<string, string>> | null;
  readonly notes: readonly string[];
  /** Of the job, or of the workflow; undefined where any job is meant. */
  readonly name: string | undefined;
  /** The step whose script gets the arguments. */
  readonly step: StepOf<'glueJob'> | null;
}

/** Styles that write the job itself, with both of its maps. */
const WHOLE_JOB: ReadonlySet<StyleName> = new Set(['cloudformation', 'cdk', 'terraform']);
interface One {
  readonly name: string;
  /** Null: only a run can tell. */
  readonly text: string | null;
  readonly fixed: boolean;
  /** The parameter that it reads. */
  readonly param: string | null;
}

/**
 * The parameters, or the arguments of the step that `--job` names, for a style: what is kept for later runs holds no fact of a run and no value of
 * one run, and what is passed to one run holds nothing that a run may not override.
 */
export function toPass(io: Io, options: Options, style: StyleName, found: Found): ToPass {
  const { pipeline, site } = found;
  if (style === 'workflow' && options['job'] !== undefined) throw new CliError('A run of a workflow has properties, which each of its jobs may read: --job has no place there.', 'Leave it out to have all parameters, or name another --style for the arguments of one job.', exit.usage);
  const step = stepOf(pipeline, options['job']);
  const names = physical(site, pipeline);
  const name = style === 'workflow' ? names.workflow : step === null ? undefined : 'use' in step.with ? step.with.use : names.job(step.name);
  const all = onesOf(step, pipeline, styles[style].saved ? standing(io, options, found) : knownOf(found));
  const split = styles[style].saved ? kept(all, style, options) : perRun(all, found, style);
  return { ...split, name, step };
}

function stepOf(pipeline: Pipeline, name: unknown): StepOf<'glueJob'> | null {
  if (typeof name !== 'string') return null;
  const steps = jobsOf(pipeline);
  const step = steps.find((one) => one.name === name);
  if (step !== undefined) return step;
  const names = steps.map((one) => one.name);
  const near = didYouMean(name, names);
  throw new CliError(`${pipeline.name} has no step ${name} that is a job.`, near === null ? `Its jobs: ${names.join(', ')}. Leave out --job to have the parameters alone.` : `Did you mean ${near}?`, exit.usage);
}

function onesOf(step: StepOf<'glueJob'> | null, pipeline: Pipeline, known: Known): One[] {
  const args: Readonly<Record<string, Value>> = step?.with.args ?? Object.fromEntries(Object.keys(pipeline.params).map((name) => [name, { param: name }]));
  return Object.entries(args).map(([name, value]) => {
    const param = typeof value === 'object' && 'param' in value ? value.param : null;
    return { name, text: argumentOf(value, known), fixed: param !== null && pipeline.params[param]?.overridable === false, param };
  });
}

/** What holds for every run: without its day, its id, and what is given to one run alone. */
function standing(io: Io, options: Options, found: Found): Known {
  const layers = valueLayers(io, options, found.pipeline, found.site).filter(({ name }) => name !== 'run');
  const { values } = resolveParams(found.pipeline.params, layers, null);
  return { id: null, date: null, params: values };
}

function kept(all: readonly One[], style: StyleName, options: Options): Pick<ToPass, 'map' | 'fixed' | 'notes'> {
  const given = Array.isArray(options['param']) ? options['param'].map((pair) => String(pair).replace(/=[^]*/, '')) : [];
  const later = all.filter(({ text }) => text === null).map(({ name }) => name);
  const own = all.filter(({ param, text }) => param !== null && text !== null && given.includes(param)).map(({ name }) => name);
  const fixed = all.filter((one) => one.fixed && one.text !== null);
  const whole = WHOLE_JOB.has(style);
  return {
    map: mapOf(all.filter((one) => !one.fixed)),
    fixed: whole && fixed.length > 0 ? mapOf(fixed) : null,
    notes: [
      ...(later.length > 0 ? [`Left out, since each run has a value of its own: ${later.join(', ')}.`] : []),
      ...(own.length > 0 ? [`With the value that stands, not that of -p, which is for one run: ${own.join(', ')}. Set it in the environment or with --values to keep it.`] : []),
      ...(fixed.length === 0 ? [] : [whole ? `Fixed, so that no run overrides it: ${listed(fixed)}.` : `Left out, since it is not overridable and this style cannot fix it: ${listed(fixed)}. Put it among the job's NonOverridableArguments: --style cloudformation, cdk or terraform writes them.`]),
    ],
  };
}

function perRun(all: readonly One[], found: Found, style: StyleName): Pick<ToPass, 'map' | 'fixed' | 'notes'> {
  const fixed = all.filter((one) => one.fixed);
  const passed = all.filter((one) => !one.fixed);
  const missing = passed.find(({ text }) => text === null);
  if (missing !== undefined) throw unknown(missing, found);
  const where = style === 'workflow' ? 'A run gives no value of its own' : 'No run may pass it';
  return { map: mapOf(passed), fixed: null, notes: fixed.length === 0 ? [] : [`Left out, since it is not overridable: ${listed(fixed)}. ${where}; the job has it as it is deployed.`] };
}

function unknown({ name, param }: One, found: Found): CliError {
  if (param !== null && waitsForRun(found, param)) return new CliError(`Nothing was written: parameter ${param} is known by a run only, and there is none yet.`, `Give a value: -p ${param}=…`, exit.usage);
  return new CliError(`Nothing was written: argument ${name} is known by a run only, and there is none yet.`, 'Leave out --job to have the parameters alone, or run the whole pipeline with `millrace run`.', exit.usage);
}

const mapOf = (ones: readonly One[]): Record<string, string> => Object.fromEntries(ones.flatMap(({ name, text }) => (text === null ? [] : [[name, text]])));
const listed = (ones: readonly One[]): string => ones.map(({ name }) => name).join(', ');
