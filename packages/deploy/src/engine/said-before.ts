import type { Problem } from '@millrace/core';
import type { ChangeSet } from '../types.ts';
import { resourceKey } from './key.ts';
import { providerOf } from './observe.ts';
import type { Resolved } from './resolve.ts';
import { patienceOf } from './retry.ts';
import type { Looking } from './session.ts';

/** What services say of what would be created or changed, before anything is: each is asked that can be. */
export async function saidBefore(input: Looking, { changes }: ChangeSet, desired: readonly Resolved[]): Promise<{ readonly errors: readonly Problem[]; readonly warnings: readonly Problem[] }> {
  const changed = new Set(changes.filter(({ action }) => action !== 'delete').map(resourceKey));
  const said: Problem[] = [];
  for (const resource of desired) {
    if (!changed.has(resourceKey(resource))) continue;
    const provider = providerOf(input.providers, resource.type);
    said.push(...((await patienceOf(input)(async () => await provider.validate?.(resource))) ?? []));
  }
  return { errors: said.filter(({ severity }) => severity === 'error'), warnings: said.filter(({ severity }) => severity !== 'error') };
}
