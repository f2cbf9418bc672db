import type { Compiled, Pipeline } from '@millrace/core';
import type { ErrorRules } from '../../../../testkit/src/index.ts';
import { rows } from '../capabilities.ts';

/**
 * What a compiled pipeline tells its user of ends as ERROR, read from what it told: the findings of the ledger's rows, each at its place. A bridge sees
 * such an end of the job that it called and ends as FAILED itself, so what waits for a bridge loses nothing.
 *
 * @param answers to open questions: whether Glue repeats such an end is one
 */
export function errorRulesOf(pipeline: Pipeline, { problems, helpers }: Pick<Compiled, 'problems' | 'helpers'>, answers: Readonly<Record<string, string>>): ErrorRules {
  const told = new Set(problems.map(({ code, pointer }) => `${code} ${pointer}`));
  const bridges = new Set(helpers.flatMap(({ kind, step }) => (kind === 'bridge' && step !== null ? [step] : [])));
  const words = [rows['word.failed'].code, rows['word.finished'].code];
  const pointers = new Map([
    ...pipeline.steps.map(({ name }, index) => [name, `/steps/${index}`] as const),
    ...(['onFailure', 'finally'] as const).flatMap((handler) => (pipeline[handler] === null ? [] : [[pipeline[handler].name, `/${handler}`] as const])),
  ]);
  return {
    loses: (dependant, on) => {
      const after = pipeline.steps.find(({ name }) => name === dependant)?.after ?? [];
      const place = after.findIndex(({ step }) => step === on);
      return !bridges.has(on) && words.some((code) => told.has(`${code ?? ''} ${pointers.get(dependant) ?? ''}/after/${place}`));
    },
    ends: (step) => answers['glue.errorRepeated'] !== 'yes' && told.has(`${rows['retry.native'].code ?? ''} ${pointers.get(step) ?? ''}/retry`),
  };
}
