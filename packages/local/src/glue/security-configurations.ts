import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { anything, integer, longText, members, name } from './input.ts';
import { alreadyExists, key, notFound, operation, page, seconds, table } from './kit.ts';

type SecurityConfiguration = { readonly Name: string; readonly CreatedTimeStamp: number; readonly EncryptionConfiguration: Json };
const configurations = table<SecurityConfiguration>('securityConfiguration');

/** Kept and shown; nothing here is encrypted. */
export const securityConfigurationOperations: Readonly<Record<string, Operation>> = {
  CreateSecurityConfiguration: operation(members({ Name: name, EncryptionConfiguration: anything }, {}), (ctx, { Name, EncryptionConfiguration }) => {
    if (configurations.get(ctx, key(Name)) !== null) throw alreadyExists(`The security configuration '${Name}'`);
    const CreatedTimeStamp = seconds(ctx);
    configurations.put(ctx, key(Name), { Name, CreatedTimeStamp, EncryptionConfiguration });
    return { Name, CreatedTimestamp: CreatedTimeStamp };
  }),
  GetSecurityConfiguration: operation(members({ Name: name }, {}), (ctx, { Name }) => {
    const found = configurations.get(ctx, key(Name));
    if (found === null) throw notFound(`The security configuration '${Name}'`);
    return { SecurityConfiguration: found };
  }),
  GetSecurityConfigurations: operation(members({}, { NextToken: longText, MaxResults: integer(1, 1000) }), (ctx, input) => {
    const { rows, more } = page(configurations.list(ctx), input);
    return { SecurityConfigurations: rows.map(({ row }) => row), ...more };
  }),
  DeleteSecurityConfiguration: operation(members({ Name: name }, {}), (ctx, { Name }) => {
    if (configurations.get(ctx, key(Name)) === null) throw notFound(`The security configuration '${Name}'`);
    configurations.remove(ctx, key(Name));
    return {};
  }),
};
