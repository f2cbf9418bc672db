import type { Pipeline } from '@millrace/core';
import { allSteps } from '../../names/physical.ts';
import { GROUP_PREFIX } from '../../logs/places.ts';
import { definesCrawler, definesJob } from '../defines.ts';

/** Places in S3 that the settings of a pipeline's jobs name: what is loaded from there, and what Glue and Spark write there. */
export function settingPlaces(pipeline: Pipeline): { readonly read: readonly string[]; readonly written: readonly string[] } {
  const all = allSteps(pipeline).filter(definesJob).map((step) => step.with.settings ?? {});
  return {
    read: inS3(all.flatMap(({ extraPyFiles = [], extraJars = [], extraFiles = [], pythonModules = [] }) => [...extraPyFiles, ...extraJars, ...extraFiles, ...pythonModules])),
    written: inS3(all.flatMap(({ tempDir, sparkUi, logUri }) => [tempDir, sparkUi, logUri].filter((uri) => uri !== undefined)).map(folder)),
  };
}

/** Log groups that arguments of jobs name instead of Glue's own. */
export function ownLogGroups(pipeline: Pipeline): readonly string[] {
  const args = allSteps(pipeline).filter(definesJob).map((step) => ({ ...step.with.settings?.defaultArguments, ...step.with.settings?.nonOverridableArguments }));
  const groups = args.flatMap(({ [GROUP_PREFIX]: prefix, 'continuous-log-logGroup': continuous }) => [...(prefix === undefined ? [] : [`${prefix}/output`, `${prefix}/error`]), ...(continuous === undefined ? [] : [continuous])]);
  return [...new Set(groups)].sort();
}

/** Queues with the events of buckets, and connections, that the settings of a pipeline's crawlers name. */
export function crawlerPlaces(pipeline: Pipeline): { readonly queues: readonly string[]; readonly connections: readonly string[] } {
  const steps = allSteps(pipeline).filter(definesCrawler);
  const given = <T>(values: readonly (T | undefined)[]): readonly T[] => [...new Set(values.filter((value) => value !== undefined))];
  return {
    queues: given(steps.map((step) => step.with.settings?.eventQueue)),
    connections: given(steps.flatMap((step) => [step.with.settings?.connection, ...(step.with.targets?.jdbc ?? []).map(({ connection }) => connection)])),
  };
}

const inS3 = (uris: readonly string[]): readonly string[] => [...new Set(uris.filter((uri) => uri.startsWith('s3://')))].sort();

/** What is written lies below it, so the folder next to it with a longer name is no part of it. */
const folder = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);
