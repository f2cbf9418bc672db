import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canGenerateNames, namesFile, parameterName, serviceNames as generated } from '../../../../tools/service-names.ts';
import { optimized } from './optimized.ts';
import { resourceOf } from './resource.ts';
import { serviceNames } from './services.ts';

test.skipIf(!canGenerateNames())('the names are those that the pinned botocore gives; else run tools/service-names.ts', { timeout: 120_000 }, () => {
  expect(readFileSync(namesFile, 'utf8')).toBe(generated());
});

test('the names stay below a megabyte and a half', () => {
  expect(statSync(namesFile).size).toBeLessThan(1_500_000);
});

test('actions have their parameters in the case of Step Functions', () => {
  const names = serviceNames();
  expect(names?.actions('sfn')?.get('startExecution')).toMatchObject({ required: ['StateMachineArn'] });
  expect(names?.actions('rds')?.get('stopDBInstance')?.required).toEqual(['DbInstanceIdentifier']);
  expect(names?.actions('dynamodb')?.get('getItem')?.required).toEqual(['TableName', 'Key']);
  expect(names?.actions('cloudwatchlogs')?.get('putLogEvents')?.parameters).toContain('LogGroupName');
  expect(names?.actions('constructor')).toBeNull();
});

test.each([['DBInstanceIdentifier', 'DbInstanceIdentifier'], ['stateMachineArn', 'StateMachineArn'], ['SSEKMSKeyId', 'SsekmsKeyId'], ['ACL', 'Acl'], ['CatalogID', 'CatalogID'], ['Name', 'Name']])('%s is written %s', (member, name) => {
  expect(parameterName(member)).toBe(name);
});

test('the actions that optimized integrations share with the SDK are there', () => {
  const names = serviceNames();
  for (const [service, { actions }] of optimized) {
    for (const [action, { like }] of actions) if (like !== null) expect(names?.actions(like[0])?.has(like[1]), `${service}:${action}`).toBe(true);
  }
});

test.each([
  ['arn:aws:lambda:eu-west-1:123456789012:function:f:PROD', { is: 'lambda' }],
  ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}', { is: 'lambda' }],
  ['arn:aws:states:eu-west-1:123456789012:activity:a', { is: 'activity' }],
  ['arn:aws-us-gov:states:::sqs:sendMessage.waitForTaskToken', { is: 'optimized', service: 'sqs', action: 'sendMessage', pattern: '.waitForTaskToken' }],
  ['arn:aws:states:::states:startExecution.sync:2', { is: 'optimized', service: 'states', action: 'startExecution', pattern: '.sync:2' }],
  ['arn:aws:states:::aws-sdk:s3:getObject', { is: 'sdk', service: 's3', action: 'getObject', pattern: '' }],
  ['${FunctionArn}', { is: 'later' }],
  ['{{ function }}', { is: 'later' }],
  ['arn:aws:states:::${Service}:invoke', { is: 'later' }],
  ['LambdaArn', { is: 'later' }],
  ['arn:aws:s3:::bucket', { is: 'unknown' }],
  ['arn:aws:states:::', { is: 'unknown' }],
  ['arn:aws:lambda:eu-west-1:123456789012:layer:l', { is: 'unknown' }],
  ['', { is: 'unknown' }],
])('%s is read', (text, expected) => {
  expect(resourceOf(text)).toEqual(expected);
});
