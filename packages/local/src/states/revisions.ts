import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import type { Revision } from './rows.ts';

/** The first revision has no id. Source: DescribeStateMachineForExecution, `revisionId`. */
export function revisionOf(by: Revision, machine: string, createdAt: number): { readonly revisionId?: string } {
  if (by.revision === 0) return {};
  const hash = createHash('sha256').update(`${machine}|${createdAt}|${by.revision}`, 'utf8').digest('hex');
  return { revisionId: [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-') };
}

/** Role and settings as they are described. */
export function configuration(by: Revision): { readonly [key: string]: Json } {
  return {
    roleArn: by.roleArn, loggingConfiguration: by.logging, tracingConfiguration: by.tracing,
    ...(by.encryption === null ? {} : { encryptionConfiguration: by.encryption }),
  };
}

