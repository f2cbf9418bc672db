import type { Service } from '../host/types.ts';
import { automationOperations } from './automations.ts';
import { documentOperations } from './documents.ts';
import { parameterOperations } from './parameters.ts';
import { stepHandlers } from './steps.ts';

/** The embedded Systems Manager: parameters, and automations whose steps sleep, run Python, or call the other services here. */
export const ssmService: Service = {
  id: 'ssm',
  operations: { ...parameterOperations, ...documentOperations, ...automationOperations },
  handlers: stepHandlers,
  subscriptions: {},
};
