import { valuesOf, type Pipeline, type Site } from '@millrace/core';
import { allSteps, nativeName } from '../../names/physical.ts';
import { definesCrawler, definesJob } from '../defines.ts';
import type { Subject } from './statement.ts';

/** Physical names of the jobs that steps define. */
export const ownJobs = ({ pipeline, names }: Subject): readonly string[] => allSteps(pipeline).filter(definesJob).map(({ name }) => names.job(name));

/** Own jobs and existing ones. */
export const allJobs = ({ pipeline, site }: Subject): readonly string[] =>
  [...new Set(allSteps(pipeline).filter(({ kind }) => kind === 'glueJob').map((step) => nativeName(site, pipeline, step)))].sort();

/** Own crawlers and existing ones. */
export const allCrawlers = ({ pipeline, site }: Subject): readonly string[] =>
  [...new Set(allSteps(pipeline).filter(({ kind }) => kind === 'crawler').map((step) => nativeName(site, pipeline, step)))].sort();

/** The job of the bridge that may stand for a step. */
export const bridgeName = ({ names }: Pick<Subject, 'names'>, step: string): string => `${names.workflow}--${step}-bridge`;

/** What the crawlers that are defined write to and read from. */
export function crawled(pipeline: Pipeline): { readonly databases: readonly string[]; readonly targets: readonly string[] } {
  const steps = allSteps(pipeline).filter(definesCrawler);
  return { databases: [...new Set(steps.map((step) => step.with.database))].sort(), targets: [...new Set(steps.flatMap((step) => step.with.s3))].sort() };
}

/** Names and ARNs of secrets that arguments refer to, of any step. */
export function secretsOf(pipeline: Pipeline, site: Pick<Site, 'params'>): readonly string[] {
  const named = allSteps(pipeline).flatMap((step) => valuesOf(step)).flatMap(({ value }) => (typeof value === 'object' && 'secret' in value ? [value.secret] : []));
  // Of a parameter what stands for it: a run that names another secret needs a grant of the environment.
  const standing = Object.entries(pipeline.params).flatMap(([name, { type, default: usual }]) => (type === 'secret' ? [site.params[name] ?? usual] : [])).filter((name) => typeof name === 'string');
  return [...new Set([...named, ...standing])].sort();
}

/** Connections that a job's settings name. */
export function connectionsOf(pipeline: Pipeline): readonly string[] {
  return [...new Set(allSteps(pipeline).filter(definesJob).flatMap((step) => step.with.settings?.connections ?? []))].sort();
}

export const hasSpark = (pipeline: Pipeline): boolean => allSteps(pipeline).filter(definesJob).some((step) => String(step.with.type) !== 'pythonshell');
