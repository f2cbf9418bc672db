// `node --conditions=@millrace/source tools/service-names.ts`: writes the names of all services, operations and parameters that an
// `aws-sdk` integration of Step Functions can have, from AWS's public service models as botocore ships them (Apache-2.0), to
// packages/asl/src/integrations/services.json. Byte-stable; a test generates again and compares.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python, root } from './python.ts';

interface Boto {
  readonly version: string;
  readonly services: readonly {
    readonly id: string;
    readonly operations: Readonly<Record<string, { readonly members: readonly string[]; readonly required: readonly string[] }>>;
  }[];
}

export const namesFile = join(root, 'packages/asl/src/integrations/services.json');
/** Whether the pinned botocore is here to generate from. */
export const canGenerateNames = (): boolean => existsSync(python) && /^botocore==/m.test(readFileSync(join(root, 'tools/python/jobs.txt'), 'utf8'));

/** The text of the file: a line for each service, so that a newer model shows as a readable difference. */
export function serviceNames(): string {
  const text = execFileSync(python, [join(root, 'tools/python/service_names.py')], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // The script prints one object of this shape.
  const { version, services } = JSON.parse(text) as Boto;
  const lines = new Map(services.map(({ id, operations }) => [serviceName(id), compacted(operations)] as const));
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n  "source": ${JSON.stringify(`botocore ${version}, Apache-2.0`)},\n  "services": {\n${sorted.join(',\n')}\n  }\n}\n`;
}

/** Step Functions calls services as the AWS SDK for Java 2 calls its packages. */
function serviceName(id: string): string {
  const words = id.replaceAll(/[^A-Za-z0-9]/gu, '');
  return words.replace(/^(?:Amazon|AWS|Aws)/u, '').replace(/Service$/u, '').toLowerCase();
}

/** The SDK for Java writes the first letters of a name small, up to the last capital before a small letter; a parameter then gets its first letter back. */
export function parameterName(member: string): string {
  const led = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?![a-z])|^[A-Z]/u.exec(member)?.[0] ?? '';
  const small = led.toLowerCase() + member.slice(led.length);
  return small.slice(0, 1).toUpperCase() + small.slice(1);
}

/** The names of a service's parameters once, the most frequent first, and each action with the numbers of its own: `!` marks what is required. */
function compacted(operations: Boto['services'][number]['operations']): { readonly names: string; readonly actions: string } {
  const uses = new Map<string, number>();
  for (const { members } of Object.values(operations)) for (const member of members) uses.set(parameterName(member), (uses.get(parameterName(member)) ?? 0) + 1);
  const names = [...uses].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
  const numbers = new Map(names.map((name, i) => [name, i.toString(36)] as const));
  const actions = Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1)).map(([operation, { members, required }]) => {
    const parameters = members.map((member) => `${numbers.get(parameterName(member)) ?? ''}${required.includes(member) ? '!' : ''}`);
    return [actionName(operation), ...parameters].join(' ');
  });
  return { names: names.join(' '), actions: actions.join(';') };
}

const actionName = (operation: string): string => {
  const name = parameterName(operation);
  return name.slice(0, 1).toLowerCase() + name.slice(1);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!canGenerateNames()) throw new Error('The Python environment with botocore is missing: run `npm run bootstrap`.');
  writeFileSync(namesFile, serviceNames());
}
