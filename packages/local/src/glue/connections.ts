import type { Operation } from '../host/types.ts';
import { anything, flag, integer, listOf, longText, members, name, stringMap, text } from './input.ts';
import { alreadyExists, type Ctx, key, notFound, operation, page, seconds, table } from './kit.ts';
import { dropTags, putTags } from './tags.ts';

const connectionInput = members(
  { Name: name, ConnectionType: longText, ConnectionProperties: stringMap },
  {
    Description: text(0, 2048),
    MatchCriteria: listOf(name, 10),
    SparkProperties: stringMap,
    AthenaProperties: stringMap,
    PythonProperties: stringMap,
    PhysicalConnectionRequirements: anything,
    AuthenticationConfiguration: anything,
  },
);
type Connection = ReturnType<typeof connectionInput> & { readonly CreationTime: number; readonly LastUpdatedTime: number; readonly Status: 'READY' };
const connections = table<Connection>('connection');
const catalog = { CatalogId: longText } as const;

function connectionNamed(ctx: Ctx, given: string): Connection {
  const found = connections.get(ctx, key(given));
  if (found === null) throw notFound(`The connection '${given}'`);
  return found;
}

function shown(connection: Connection, hidePassword: boolean | undefined): Connection {
  if (hidePassword !== true) return connection;
  const { PASSWORD: _password, ENCRYPTED_PASSWORD: _encrypted, ...ConnectionProperties } = connection.ConnectionProperties;
  return { ...connection, ConnectionProperties };
}

function drop(ctx: Ctx, given: string): void {
  connections.remove(ctx, key(given));
  dropTags(ctx, 'connection', given);
}

const filter = members({}, { MatchCriteria: listOf(name, 10), ConnectionType: longText, ConnectionSchemaVersion: integer(1, 2) });
const matches = (connection: Connection, wanted: ReturnType<typeof filter> | undefined): boolean =>
  (wanted?.ConnectionType === undefined || wanted.ConnectionType === connection.ConnectionType) &&
  (wanted?.MatchCriteria ?? []).every((one) => connection.MatchCriteria?.includes(one) === true);

export const connectionOperations: Readonly<Record<string, Operation>> = {
  CreateConnection: operation(members({ ConnectionInput: connectionInput }, { ...catalog, Tags: stringMap }), (ctx, { ConnectionInput, Tags }) => {
    if (connections.get(ctx, key(ConnectionInput.Name)) !== null) throw alreadyExists(`The connection '${ConnectionInput.Name}'`);
    const now = seconds(ctx);
    connections.put(ctx, key(ConnectionInput.Name), { ...ConnectionInput, CreationTime: now, LastUpdatedTime: now, Status: 'READY' });
    putTags(ctx, 'connection', ConnectionInput.Name, Tags);
    return { CreateConnectionStatus: 'READY' };
  }),
  UpdateConnection: operation(members({ Name: name, ConnectionInput: connectionInput }, catalog), (ctx, { Name, ConnectionInput }) => {
    const before = connectionNamed(ctx, Name);
    connections.put(ctx, key(Name), { ...ConnectionInput, Name, CreationTime: before.CreationTime, LastUpdatedTime: seconds(ctx), Status: 'READY' });
    return {};
  }),
  GetConnection: operation(members({ Name: name }, { ...catalog, HidePassword: flag }), (ctx, { Name, HidePassword }) => ({ Connection: shown(connectionNamed(ctx, Name), HidePassword) })),
  GetConnections: operation(members({}, { ...catalog, Filter: filter, HidePassword: flag, NextToken: longText, MaxResults: integer(1, 1000) }), (ctx, input) => {
    const { rows, more } = page(connections.list(ctx).filter(({ row }) => matches(row, input.Filter)), input);
    return { ConnectionList: rows.map(({ row }) => shown(row, input.HidePassword)), ...more };
  }),
  DeleteConnection: operation(members({ ConnectionName: name }, catalog), (ctx, { ConnectionName }) => {
    connectionNamed(ctx, ConnectionName);
    drop(ctx, ConnectionName);
    return {};
  }),
  BatchDeleteConnection: operation(members({ ConnectionNameList: listOf(name, 25) }, catalog), (ctx, { ConnectionNameList }) => {
    const there = ConnectionNameList.filter((one) => connections.get(ctx, key(one)) !== null);
    for (const one of there) drop(ctx, one);
    const gone = ConnectionNameList.filter((one) => !there.includes(one));
    const detail = (one: string) => ({ ErrorCode: 'EntityNotFoundException', ErrorMessage: `The connection '${one}' was not found.` });
    return { Succeeded: there, Errors: Object.fromEntries(gone.map((one) => [one, detail(one)])) };
  }),
};
