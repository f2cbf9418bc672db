import type { Service } from '../host/types.ts';
import { s3OperationNames } from '../http/s3-door.ts';

export interface SupportedService {
  readonly service: string;
  readonly operations: readonly string[];
}

/** The operations that the embedded AWS answers, by service, in alphabetical order: taken from the services themselves, without those of its own pages. */
export function supportedOperations(services: readonly Service[]): readonly SupportedService[] {
  const own = services.map(({ id, operations }) => ({ service: id, operations: Object.keys(operations).filter((name) => !name.startsWith('~')).sort() }));
  return [...own, { service: 's3', operations: s3OperationNames }].sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** The same as a Markdown table. */
export function supportedOperationsTable(services: readonly Service[]): string {
  const rows = supportedOperations(services).map(({ service, operations }) => `| ${service} | ${operations.join(', ')} |`);
  return ['| service | operations |', '|---|---|', ...rows, ''].join('\n');
}
