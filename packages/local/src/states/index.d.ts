import type { Service } from '../host/types.ts';
/**
 * The embedded Step Functions: STANDARD state machines in JSONata, on the engine of `@millrace/asl`. Tasks call the other embedded
 * services; `glue:startJobRun.sync` follows the job run by Glue's topic `glue.jobRun`.
 */
export declare const sfnService: Service;
export { syncStopped } from './tasks.ts';
