import { readFileSync } from 'node:fs';
import type { Json } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canGenerate, modelFile, serviceModels } from '../../../../tools/service-model.ts';
import { modelledServices, modelReader } from './model.ts';
import { wholePattern } from './pattern.ts';
import { validator } from './validator.ts';

const { check: checked } = validator();
const check = async (service: string, operation: string, input: Json): Promise<void> => void (await checked(service, operation, input));
const trigger = { Name: 't', Type: 'ON_DEMAND', Actions: [{ JobName: 'a' }] };

describe('a request to Glue', () => {
  test.each<[string, string, Json, string, string]>([
    ['without a required member', 'CreateTrigger', { Name: 't', Type: 'ON_DEMAND' }, 'InvalidInputException', "Value null at 'actions' failed to satisfy constraint: Member must not be null"],
    ['where a required member is null', 'CreateTrigger', { ...trigger, Name: null }, 'InvalidInputException', "Value null at 'name'"],
    ['without a required member deep inside', 'CreateConnection', { ConnectionInput: { Name: 'c', ConnectionType: 'JDBC' } }, 'InvalidInputException', "Value null at 'connectionInput.connectionProperties'"],
    ['with an empty name', 'CreateTrigger', { ...trigger, Name: '' }, 'InvalidInputException', "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['with a name that is too long', 'GetJob', { JobName: 'x'.repeat(256) }, 'InvalidInputException', 'length less than or equal to 255'],
    ['with a word that is none', 'CreateTrigger', { ...trigger, Type: 'SOMETIMES' }, 'InvalidInputException', "Value 'SOMETIMES' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SCHEDULED, CONDITIONAL, ON_DEMAND, EVENT]"],
    ['with a number out of its bounds', 'CreateTrigger', { ...trigger, EventBatchingCondition: { BatchSize: 101 } }, 'InvalidInputException', "Value '101' at 'eventBatchingCondition.batchSize' failed to satisfy constraint: Member must have value less than or equal to 100"],
    ['with a value that breaks its pattern', 'GetJob', { JobName: 'a\u0000b' }, 'InvalidInputException', 'regular expression pattern'],
    ['with a bad item of a list', 'CreateTrigger', { ...trigger, Actions: [{ JobName: 'a' }, { Timeout: 0 }] }, 'InvalidInputException', "at 'actions.2.member.timeout'"],
    ['with a bad key of a map', 'TagResource', { ResourceArn: 'arn:aws:glue:eu-west-1:111122223333:job/a', TagsToAdd: { '': 'x' } }, 'InvalidInputException', "at 'tagsToAdd'"],
    ['with a number for a string', 'GetJob', { JobName: 7 }, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['with a string for a number', 'GetJobs', { MaxResults: '5' }, 'SerializationException', 'STRING_VALUE can not be converted to an Integer'],
    ['with a fraction for a whole number', 'GetJobs', { MaxResults: 1.5 }, 'SerializationException', 'DECIMAL_VALUE'],
    ['with an object for a list', 'CreateTrigger', { ...trigger, Actions: {} }, 'SerializationException', 'START_OBJECT can not be converted to a list'],
    ['with a list for a map', 'TagResource', { ResourceArn: 'arn:aws:glue:eu-west-1:111122223333:job/a', TagsToAdd: [] }, 'SerializationException', 'START_ARRAY'],
    ['with text for a flag', 'GetWorkflow', { Name: 'w', IncludeGraph: 'true' }, 'SerializationException', 'a Boolean'],
  ])('%s is rejected', async (_what, operation, input, name, message) => {
    const refused: unknown = await check('glue', operation, input).then(() => null, (error: unknown) => error);
    expect(refused).toMatchObject({ name, status: 400 });
    expect(String(refused)).toContain(message);
  });

  test('is told everything that is wrong at once', async () => {
    await expect(check('glue', 'CreateTrigger', { Name: '', Type: 'X' })).rejects.toThrow(/^3 validation errors detected: /u);
  });

  test('passes with members that nobody knows, and with null for what may be absent', async () => {
    await check('glue', 'CreateTrigger', { ...trigger, Colour: 'red', Description: null });
    await check('glue', 'NoSuchOperation', 7);
    await check('nobody', 'Anything', 7);
  });
});

test('each service has its own name for what is wrong with values', async () => {
  await expect(check('sfn', 'DescribeExecution', {})).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(check('sts', 'AssumeRole', {})).rejects.toMatchObject({ name: 'ValidationError' });
});

test('services of the query protocol read numbers from text', async () => {
  const role = { RoleArn: 'arn:aws:iam::111122223333:role/some-role', RoleSessionName: 'me' };
  await check('sts', 'AssumeRole', { ...role, DurationSeconds: '3600' });
  await expect(check('sts', 'AssumeRole', { ...role, DurationSeconds: '5' })).rejects.toMatchObject({ name: 'ValidationError' });
});

test('every pattern of the models is one that we can read', async () => {
  const read = modelReader();
  for (const service of modelledServices) {
    const shapes = Object.values((await read(service))?.shapes ?? {});
    expect(shapes.flatMap(({ pattern = '' }) => (wholePattern(pattern) === null ? [pattern] : []))).toEqual([]);
  }
});

test('whatever JSON comes, it is taken or rejected with one of the two errors', async () => {
  const read = modelReader();
  const operations = Object.keys((await read('glue'))?.operations ?? {});
  await fc.assert(fc.asyncProperty(fc.constantFrom(...operations), fc.json(), async (operation, text) => {
    // fc.json gives JSON text.
    const refused: unknown = await check('glue', operation, JSON.parse(text) as Json).then(() => null, (error: unknown) => error);
    if (refused !== null) expect(refused).toMatchObject({ name: expect.stringMatching(/^(InvalidInputException|SerializationException)$/u) as unknown });
  }), { numRuns: 300 });
});

test.skipIf(!canGenerate())('the models are those that the pinned botocore and the supported operations give; else run tools/service-model.ts', () => {
  for (const [service, text] of serviceModels()) expect(readFileSync(modelFile(service), 'utf8'), service).toBe(text);
});
