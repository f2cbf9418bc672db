import { stableJson } from '@millrace/core';
import type { Json, ResourceType } from '@millrace/core';
import { z } from 'zod';
import { DeployRefused, deployProblem } from './catalogue.ts';
import { REMOVAL_RANK } from './engine/order.ts';
import type { ObjectStore, PutCondition } from './store.ts';
import type { Manifest } from './types.ts';

/** Where the manifest is: the scripts bucket and '{prefix}-{pipeline}/manifest.json'. */
export interface ManifestLocation {
  readonly bucket: string;
  readonly key: string;
}
export interface StoredManifest {
  readonly manifest: Manifest;
  readonly etag: string;
}

const resourceType = z.custom<ResourceType>((value) => typeof value === 'string' && value in REMOVAL_RANK);
// z.json() infers mutable arrays; the text was JSON, so any value of it is Json.
const json = z.custom<Json>((value) => value !== undefined);
const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  owner: z.string(),
  target: z.string(),
  pipelineHash: z.string(),
  pipeline: json,
  resources: z.array(
    z.object({ id: z.string(), type: resourceType, name: z.string(), props: json, sha256: z.string().nullable(), after: z.array(z.string()) }),
  ),
  // Manifests of earlier versions have none.
  retired: z.array(z.object({ name: z.string(), since: z.number() })).default([]),
  pending: z.array(z.object({ type: resourceType, name: z.string() })),
  lock: z.object({ token: z.string(), at: z.number(), ended: z.literal(true).optional() }).nullable(),
});

/** Null when nothing was ever deployed there. Throws `DeployRefused` (MR7013) when it cannot be understood. */
export async function readManifest(store: ObjectStore, location: ManifestLocation): Promise<StoredManifest | null> {
  const found = await store.get(location.bucket, location.key);
  if (found === null) return null;
  const parsed = manifestSchema.safeParse(parseJson(found.text));
  if (parsed.success) return { manifest: parsed.data, etag: found.etag };
  const where = `s3://${location.bucket}/${location.key}`;
  throw new DeployRefused([deployProblem('MR7013', `The manifest ${where} cannot be understood: ${amiss(found.text, parsed.error)}.`, '')]);
}

/** Writes on condition that the manifest is still the one that was read (null: that there is none). False when it is not. */
export function writeManifest(store: ObjectStore, location: ManifestLocation, manifest: Manifest, before: StoredManifest | null): Promise<boolean> {
  const condition: PutCondition = before === null ? { ifNoneMatch: '*' } : { ifMatch: before.etag };
  return store.put(location.bucket, location.key, stableJson(manifest, 1), condition);
}

/** In a few words: what is inside is for the one who restores it, and not for a sentence. */
function amiss(text: string, error: z.ZodError): string {
  if (parseJson(text) === null) return 'it is no JSON document';
  const fields = [...new Set(error.issues.map(({ path }) => String(path[0] ?? '')))].filter((name) => name !== '');
  if (fields.length === 0) return 'it is no object';
  return `${fields.map((name) => `'${name}'`).join(', ')} ${fields.length === 1 ? 'is' : 'are'} missing or not of the kind that it takes`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
