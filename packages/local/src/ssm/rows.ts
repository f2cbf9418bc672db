import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { operationsOf, table } from '../service/kit.ts';

export type ParameterRow = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly changedAt: number;
  readonly description: string | null;
  readonly tags: { readonly [key: string]: string };
};
export type Step = {
  readonly name: string;
  readonly action: string;
  readonly inputs: { readonly [name: string]: Json };
  readonly outputs: readonly { readonly Name: string; readonly Selector: string }[];
  readonly onFailure: 'Abort' | 'Continue';
  /** Seconds. */
  readonly timeout: number | null;
  readonly isEnd: boolean;
};
export type DocumentRow = {
  readonly name: string;
  readonly content: string;
  readonly createdAt: number;
  readonly version: number;
  readonly steps: readonly Step[];
  readonly parameters: { readonly [name: string]: Json };
  readonly outputs: readonly string[];
};
export type StepStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
export type StepRun = { readonly name: string; readonly action: string; readonly status: StepStatus; readonly start: number | null; readonly end: number | null; readonly outputs: { readonly [name: string]: Json }; readonly message: string | null };
export type AutomationRow = {
  readonly id: string;
  readonly document: string;
  readonly steps: readonly Step[];
  readonly parameters: { readonly [name: string]: Json };
  readonly outputs: readonly string[];
  readonly status: 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
  readonly start: number;
  readonly end: number | null;
  /** Index of the step that runs. */
  readonly at: number;
  readonly runs: readonly StepRun[];
  readonly message: string | null;
};
export const parameters = table<ParameterRow>('parameter');
export const documents = table<DocumentRow>('document');
export const automations = table<AutomationRow>('automation');
/** What was started with a token, in lower case: the same start again is answered with it. */
export const tokens = table<{ readonly id: string; readonly asked: string }>('token');
/** Ids of automations, newest first. */
export const listing = table<string>('listing');

export const operation = operationsOf('ValidationException');
export const refused = (name: string, message: string): AwsError => new AwsError(name, message);
