import type { Service } from '../host/types.ts';
import { functionOperations } from './functions.ts';
import { invokeHandlers, invokeOperations } from './invoke.ts';

/** The embedded Lambda: functions in Python, run by the executor; what they print goes to `/aws/lambda/{name}` of CloudWatch Logs. */
export const lambdaService: Service = { id: 'lambda', operations: { ...functionOperations, ...invokeOperations }, handlers: invokeHandlers, subscriptions: {} };
