import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { python, root } from '../../tools/python.ts';
import { identity } from './served.ts';

/** The real clients, told where the embedded AWS is by the settings that AWS itself gave them. */
export interface Clients {
  /** `aws …`: its answer as JSON, or its text where that is none. */
  readonly aws: (...args: readonly string[]) => Promise<Answer>;
  readonly boto3: (...args: readonly string[]) => Promise<Answer>;
}
/** What a command printed; fields are read as they are needed. */
export interface Answer {
  readonly text: string;
  readonly json: Fields;
}
export interface Fields {
  readonly [name: string]: unknown;
}

export function clientsAt(endpoint: string): Clients {
  const env = { PATH: process.env['PATH'] ?? '', ...identity, AWS_ENDPOINT_URL: endpoint, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_PAGER: '' };
  const run = (program: string, args: readonly string[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      execFile(program, args, { env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
        if (error === null) resolve({ text: stdout, json: jsonOf(stdout) });
        else reject(new Error(`${program} ${args.join(' ')}: ${stderr}`));
      });
    });
  return {
    aws: (...args) => run(join(dirname(python), 'aws'), args),
    boto3: (...args) => run(python, [join(root, 'tests/clients/boto3_client.py'), ...args]),
  };
}

function jsonOf(text: string): Fields {
  try {
    // The commands that are asked for JSON print objects.
    return JSON.parse(text) as Fields;
  } catch {
    return {};
  }
}

/** What lies at a path of fields and indexes; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined), value);
}

export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
