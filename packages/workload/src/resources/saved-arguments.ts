import type { Pipeline, Site } from '@millrace/core';
import { argumentText, resolveParams } from '@millrace/params';
import type { DefinedJob } from './defines.ts';

/**
 * What parameters that are `saved` keep on the job, names with their dashes: the environment's value, else the default, where it holds for
 * every run. Each run passes its own values over them.
 */
export function savedArguments(step: DefinedJob, site: Pick<Site, 'params'>, { params }: Pick<Pipeline, 'params'>): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(site.params).filter(([name]) => Object.hasOwn(params, name)));
  const { values } = resolveParams(params, [{ name: 'environment', values: own }], null);
  return Object.fromEntries(Object.entries(step.with.args).flatMap(([name, value]) => {
    const read = typeof value === 'object' && 'param' in value ? value.param : null;
    const standing = read === null || params[read]?.saved !== true ? undefined : values[read];
    return standing === undefined ? [] : [[`--${name}`, argumentText(standing)]];
  }));
}
