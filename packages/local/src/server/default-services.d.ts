import type { Service } from '../host/types.ts';
/** The services of the embedded AWS; S3 is part of the host itself. */
export declare const defaultServices: readonly Service[];
