import type { Service } from '../host/types.ts';
import { policyOperations } from './policies.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';

/** The embedded IAM: roles and their policies, as data. Nothing is allowed or refused by them, and PassRole is not checked. */
export const iamService: Service = {
  id: 'iam',
  operations: { ...roleOperations, ...rolePolicyOperations, ...policyOperations },
  handlers: {},
  subscriptions: {},
};
export { newFor, newRoles } from './rows.ts';
