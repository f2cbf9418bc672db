import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-glue';
import { python } from '../../../tools/python.ts';
import { at } from '../commands.ts';
import { identity } from '../served.ts';

export interface Call {
  readonly id: string;
  readonly operation: string;
  /** `{"from": [id, member, …]}` inside is a part of an earlier answer. */
  readonly input: unknown;
}
/** What a client made of one call. */
export type Outcome = { readonly answer: unknown } | { readonly error: string; readonly message: string };
export type Outcomes = Readonly<Record<string, Outcome>>;

export const pythonClients = ['aws-driver', 'aws-binary', 'boto3'] as const;
export type Client = (typeof pythonClients)[number] | 'js';

/** The list that every client is given. */
export function allCalls(): readonly Call[] {
  // The list is in the repository.
  return JSON.parse(readFileSync(join(import.meta.dirname, 'calls.json'), 'utf8')) as readonly Call[];
}

/** All calls in their order by one client, to the AWS that answers at `endpoint`. */
export function makeCalls(client: Client, calls: readonly Call[], endpoint: string): Promise<Outcomes> {
  return client === 'js' ? byJs(calls, endpoint) : byPython(client, calls, endpoint);
}

function byPython(client: string, calls: readonly Call[], endpoint: string): Promise<Outcomes> {
  const env = {
    PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`, PYTHONUTF8: '1', ...identity,
    AWS_ENDPOINT_URL: endpoint, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(import.meta.dirname, 'run.py'), client, 'glue'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    child.on('error', reject);
    // Printed by our own script in this shape.
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(text) as Outcomes) : reject(new Error(`run.py ${client} ended with ${code ?? 'a signal'}`))));
    child.stdin.end(JSON.stringify(calls));
  });
}

async function byJs(calls: readonly Call[], endpoint: string): Promise<Outcomes> {
  const client = new sdk.GlueClient({ endpoint, region: identity.AWS_REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
  const found: Record<string, Outcome> = {};
  for (const { id, operation, input } of calls) {
    // Commands are looked up by name; each is a class that takes its input.
    const Command = Reflect.get(sdk, `${operation}Command`) as new (input: unknown) => Parameters<typeof client.send>[0];
    try {
      const { $metadata: _metadata, ...answer } = await client.send(new Command(filled(input, found)));
      found[id] = { answer };
    } catch (error) {
      found[id] = { error: error instanceof Error ? error.name : 'unknown', message: error instanceof Error ? error.message : String(error) };
    }
  }
  client.destroy();
  // As the other clients hand over: no undefined members, times as text.
  return JSON.parse(JSON.stringify(found)) as Outcomes;
}

function filled(value: unknown, found: Outcomes): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => filled(one, found));
  if (typeof value !== 'object' || value === null) return value;
  const from = at(value, 'from');
  if (Array.isArray(from) && Object.keys(value).length === 1) return at(found, String(from[0]), 'answer', ...from.slice(1).map(String));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, found)]));
}
