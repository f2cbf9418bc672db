import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import { AwsError, type FunctionCode } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { arn, type Ctx, isoTime, operationsOf, table } from '../service/kit.ts';

export type FunctionRow = {
  readonly name: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  readonly memory: number;
  readonly environment: { readonly [name: string]: string };
  readonly tags: { readonly [key: string]: string };
  readonly codeSize: number;
  readonly codeSha256: string;
  readonly changedAt: number;
};
export const functions = table<FunctionRow>('function');
/** Kept apart, since archives are large. */
export const codes = table<{ readonly zip: string } | { readonly s3: string }>('code');

export const operation = operationsOf('ValidationException');
export const functionArn = (ctx: Ctx, name: string): string => arn(ctx.world, 'lambda', `function:${name}`);
export const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

/** A function's name, given as itself or as an ARN, with or without a version. */
export function nameIn(given: string): string {
  const name = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?\d{12}:function:|function:)?([\w-]{1,64})(?::[\w$-]+)?$/u.exec(given)?.[1];
  if (name !== undefined) return name;
  throw new AwsError('ValidationException', `1 validation error detected: Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern of a function's name or ARN`);
}
export function functionAt(ctx: Ctx, input: Input, member = 'FunctionName'): FunctionRow {
  const name = nameIn(input.text(member));
  const found = functions.get(ctx, name);
  if (found === null) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn(ctx, name)}`, 404);
  return found;
}

/** The code of a request: an archive, or where one is in S3. */
export function codeIn(input: Input): { readonly code: FunctionCode & ({ readonly zip: string } | { readonly s3: string }); readonly size: number; readonly sha256: string } {
  const [zip, bucket, object] = [input.maybeText('ZipFile'), input.maybeText('S3Bucket'), input.maybeText('S3Key')];
  if (zip !== null) {
    const bytes = Buffer.from(zip, 'base64');
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
    return { code: { zip }, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('base64') };
  }
  if (bucket !== null && object !== null) return { code: { s3: `s3://${bucket}/${object}` }, size: 0, sha256: createHash('sha256').update(`${bucket}/${object}`).digest('base64') };
  throw invalid('Please provide a source for function code: the embedded AWS takes a zip archive, as ZipFile or in S3.');
}

export function configuration(ctx: Ctx, row: FunctionRow): { readonly [key: string]: Json } {
  return {
    FunctionName: row.name, FunctionArn: functionArn(ctx, row.name), Runtime: row.runtime, Role: row.role, Handler: row.handler, CodeSize: row.codeSize, Description: row.description,
    Timeout: row.timeout, MemorySize: row.memory, LastModified: isoTime(row.changedAt).replace('Z', '+0000'), CodeSha256: row.codeSha256, Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' }, State: 'Active', LastUpdateStatus: 'Successful', PackageType: 'Zip', Architectures: ['x86_64'],
    ...(Object.keys(row.environment).length === 0 ? {} : { Environment: { Variables: row.environment } }),
  };
}
