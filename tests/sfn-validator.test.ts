import { createRequire } from 'node:module';
import { sfnTarget } from '@millrace/sfn';
import { everything, randomPipeline, sourcesOf } from '@millrace/testkit';
import type { Site } from '@millrace/core';
import { expect, test } from 'vitest';

const site: Site = {
  prefix: 't', region: 'eu-west-1', account: '111122223333', scripts: 'scripts', runs: 'runs', params: {},
  roles: { job: 'arn:aws:iam::111122223333:role/j', crawler: 'arn:aws:iam::111122223333:role/c', stateMachine: 'arn:aws:iam::111122223333:role/m', helper: 'arn:aws:iam::111122223333:role/h', events: 'arn:aws:iam::111122223333:role/e' },
};

/** It wrongly refuses texts that are empty, span lines or only begin like an expression; Step Functions takes any. */
const tame = (_key: string, value: unknown): unknown => (typeof value === 'string' && !/^(\{% .+ %\}|(?!\{% ).+)$/.test(value) ? 'text' : value);

type Validate = (definition: unknown, options: { readonly checkArn: boolean }) => { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };

test('a validator that we did not write accepts what is compiled', { timeout: 120_000 }, () => {
  // A CommonJS module whose only export is the function.
  const validate = createRequire(import.meta.url)('asl-validator') as Validate;
  for (let seed = 13; seed <= 24; seed++) {
    const { pipeline } = randomPipeline(seed, everything);
    const overlap = (['allow', 'skip', 'queue'] as const)[seed % 3] ?? 'allow';
    const definition = sfnTarget.compile({ ...pipeline, overlap }, site, sourcesOf(pipeline)).resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props['Definition'];
    // A copy, since it writes into what it is given.
    const { isValid, errorsText } = validate(JSON.parse(JSON.stringify(definition, tame)), { checkArn: false });
    expect(isValid ? '' : `seed ${seed}: ${errorsText('\n')}`).toBe('');
  }
});
