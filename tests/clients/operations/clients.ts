import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import * as glue from '@aws-sdk/client-glue';
import * as sfn from '@aws-sdk/client-sfn';
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

/** Services whose calls are compared, by the names that the AWS CLI and boto3 have for them. */
export type CalledService = 'glue' | 'stepfunctions';

/** All calls in their order by one client, to the AWS that answers at `endpoint`. */
export function makeCalls(client: Client, calls: readonly Call[], endpoint: string, service: CalledService = 'glue'): Promise<Outcomes> {
  return client === 'js' ? byJs(calls, endpoint, service) : byPython(client, calls, endpoint, service);
}

function byPython(client: string, calls: readonly Call[], endpoint: string, service: CalledService): Promise<Outcomes> {
  const env = {
    PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`, PYTHONUTF8: '1', ...identity,
    AWS_ENDPOINT_URL: endpoint, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1', AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(import.meta.dirname, 'run.py'), client, service], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    child.on('error', reject);
    // Printed by our own script in this shape.
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(text) as Outcomes) : reject(new Error(`run.py ${client} ended with ${code ?? 'a signal'}`))));
    child.stdin.end(JSON.stringify(calls));
  });
}

async function byJs(calls: readonly Call[], endpoint: string, service: CalledService): Promise<Outcomes> {
  const settings = { endpoint, region: identity.AWS_REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1, disableHostPrefix: true };
  const client = service === 'glue' ? new glue.GlueClient(settings) : new sfn.SFNClient(settings);
  // Both clients send the commands of their own package, which are looked up by name.
  const send = client.send.bind(client) as (command: unknown) => Promise<{ readonly $metadata: unknown }>;
  const found: Record<string, Outcome> = {};
  for (const { id, operation, input } of calls) {
    // Each command is a class that takes its input.
    const Command = Reflect.get(service === 'glue' ? glue : sfn, `${operation}Command`) as new (input: unknown) => unknown;
    try {
      const { $metadata: _metadata, ...answer } = await send(new Command(filled(input, found)));
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
