import { pointerOf, type Pipeline, type Problem, type Site } from '@millrace/core';
import { resolveParams } from '@millrace/params';

/**
 * What is wrong with the values that the environment gives to parameters: names that the pipeline does not declare, values that are not of
 * their type. Each run would be refused for them, so no target deploys them. Defaults are the model's to check.
 */
export function environmentProblems(pipeline: Pick<Pipeline, 'params'>, site: Pick<Site, 'params'>): readonly Problem[] {
  const { problems } = resolveParams(pipeline.params, [{ name: 'environment', values: site.params }], null);
  return problems
    .filter(({ name }) => Object.hasOwn(site.params, name))
    .map(({ code, name, message, hint }) => ({ code, severity: 'error', message, pointer: pointerOf('params', name), at: null, hint }));
}
