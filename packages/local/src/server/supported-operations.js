import { s3OperationNames } from '../http/s3-door.js';
/** The operations that the embedded AWS answers, by service, in alphabetical order: taken from the services themselves. */
export function supportedOperations(services) {
    const own = services.map(({ id, operations }) => ({ service: id, operations: Object.keys(operations).sort() }));
    return [...own, { service: 's3', operations: s3OperationNames }].sort((a, b) => (a.service < b.service ? -1 : 1));
}
/** The same as a Markdown table. */
export function supportedOperationsTable(services) {
    const rows = supportedOperations(services).flatMap(({ service, operations }) => operations.map((operation) => `| ${service} | ${operation} |`));
    return ['| service | operation |', '|---|---|', ...rows, ''].join('\n');
}
