import type { Target } from '@millrace/core';
import type { Provider } from '@millrace/deploy';

/** Where a connection goes: a null endpoint is AWS itself. */
export interface At {
  readonly region: string;
  readonly account: string;
  readonly endpoint: string | null;
}
export const targetIds = ['glue', 'sfn'] as const;
export type TargetName = (typeof targetIds)[number];

/** Loads a target; only commands that need one pay for it. */
export async function loadTarget(id: TargetName): Promise<Target> {
  return id === 'glue' ? (await import('@millrace/glue')).glueTarget : (await import('@millrace/sfn')).sfnTarget;
}

/** The providers for everything that a pipeline can deploy, on whichever target: a move from one to another needs both. */
export async function loadProviders(at: At): Promise<Provider[]> {
  const [{ workloadProviders }, { glueProviders }, { sfnProviders }] = await Promise.all([import('@millrace/workload'), import('@millrace/glue'), import('@millrace/sfn')]);
  return (await Promise.all([workloadProviders(at), glueProviders(at), sfnProviders(at)])).flat();
}

export function isTarget(name: unknown): name is TargetName {
  return name === 'glue' || name === 'sfn';
}
