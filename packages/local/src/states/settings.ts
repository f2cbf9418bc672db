import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { isRecord } from '../service/input.ts';
import { asText, list, optionalText, record, text, type Input } from './input.ts';
import type { MachineType, Tags } from './rows.ts';

/** Logging, tracing and encryption of a request; null where it names none. */
export interface Settings {
  readonly logging: Json;
  readonly tracing: Json;
  readonly encryption: Json;
}

export const usualSettings = { logging: { level: 'OFF', includeExecutionData: false }, tracing: { enabled: false } } as const;

export function settingsOf(input: Input): Settings {
  const logging = input['loggingConfiguration'] ?? null;
  if (logging !== null) checkLogging(record(logging));
  const encryption = input['encryptionConfiguration'] ?? null;
  if (isRecord(encryption) && encryption['type'] === 'CUSTOMER_MANAGED_KMS_KEY' && (encryption['kmsKeyId'] ?? null) === null) {
    throw new AwsError('InvalidEncryptionConfiguration', 'Invalid Encryption Configuration: a customer managed key needs a kmsKeyId.');
  }
  return { logging: logging === null ? null : { ...usualSettings.logging, ...record(logging) }, tracing: input['tracingConfiguration'] ?? null, encryption };
}

/** Source: CreateStateMachine, LoggingConfiguration: one destination, unless the level is OFF. */
function checkLogging(logging: Input): void {
  const destinations = list(logging, 'destinations');
  if ((optionalText(logging, 'level') ?? 'OFF') !== 'OFF' && destinations.length !== 1) {
    throw new AwsError('InvalidLoggingConfiguration', 'Invalid Logging Configuration: Must specify exactly one Log Destination.');
  }
  for (const destination of destinations) {
    const group = record(destination)['cloudWatchLogsLogGroup'] ?? null;
    const arn = isRecord(group) ? asText(group['logGroupArn']) : '';
    if (!/^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:.+:\*$/u.test(arn)) {
      throw new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: the destination is the ARN of a log group that ends with ':*', not '${arn}'.`);
    }
  }
}

export function typeOf(input: Input): MachineType {
  return optionalText(input, 'type') === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
}

export function roleOf(arn: string): string {
  if (/^arn:[\w-]+:iam::\d{12}:role\/.+$/u.test(arn)) return arn;
  throw new AwsError('InvalidArn', `Invalid Role Arn: '${arn}'`);
}

export function tagsOf(input: Input): Tags {
  const tags = list(input, 'tags').map((tag) => [text(record(tag), 'key'), optionalText(record(tag), 'value') ?? ''] as const);
  return checkedTags(Object.fromEntries(tags));
}

export function checkedTags(tags: Tags): Tags {
  if (Object.keys(tags).length > 50) throw new AwsError('TooManyTags', 'A resource has at most 50 tags.');
  return tags;
}

/** What a request says of the version that it publishes. */
export function publishing(input: Input): { readonly publish: boolean; readonly description: string } {
  const publish = input['publish'] === true;
  const description = optionalText(input, 'versionDescription');
  if (description !== null && !publish) throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
  return { publish, description: description ?? '' };
}
