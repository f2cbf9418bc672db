import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canGenerate, outputFile, outputModels } from '../../../../../tools/service-model.ts';
import { answerModel, answeringServices } from './answers.ts';

test.skipIf(!canGenerate())('the models of answers are those that the pinned botocore and the supported operations give; else run tools/service-model.ts', () => {
  for (const [service, text] of outputModels()) expect(readFileSync(outputFile(service), 'utf8'), service).toBe(text);
});

test('every service has the shapes of its answers', async () => {
  for (const service of answeringServices) {
    const model = await answerModel(service);
    const named = Object.values(model?.operations ?? {}).filter((shape) => shape !== null);
    expect(named.length, service).toBeGreaterThan(0);
    expect(named.filter((shape) => !Object.hasOwn(model?.shapes ?? {}, shape)), service).toEqual([]);
  }
  expect(await answerModel('none')).toBeNull();
});
