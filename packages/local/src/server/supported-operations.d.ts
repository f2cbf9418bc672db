import type { Service } from '../host/types.ts';
export interface SupportedService {
    readonly service: string;
    readonly operations: readonly string[];
}
/** The operations that the embedded AWS answers, by service, in alphabetical order: taken from the services themselves. */
export declare function supportedOperations(services: readonly Service[]): readonly SupportedService[];
/** The same as a Markdown table. */
export declare function supportedOperationsTable(services: readonly Service[]): string;
