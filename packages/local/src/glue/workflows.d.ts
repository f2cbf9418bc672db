import { type Operation } from '../host/types.ts';
export declare const workflowOperations: Readonly<Record<string, Operation>>;
