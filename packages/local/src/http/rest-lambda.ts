import type { Json } from '@millrace/core';
import { isRecord } from '../service/input.ts';
import { reply } from './message.ts';
import type { Route } from './rest-json.ts';

const root = '/2015-03-31/functions';

/** Source: AWS Lambda API reference, request syntax of each action. */
export const lambdaRoutes: readonly Route[] = [
  { on: `POST ${root}`, operation: 'CreateFunction', status: 201 },
  { on: `GET ${root}`, operation: 'ListFunctions', query: { Marker: 'Marker', MaxItems: 'MaxItems' } },
  { on: `GET ${root}/{FunctionName}`, operation: 'GetFunction' },
  { on: `GET ${root}/{FunctionName}/configuration`, operation: 'GetFunctionConfiguration' },
  { on: `PUT ${root}/{FunctionName}/configuration`, operation: 'UpdateFunctionConfiguration' },
  { on: `PUT ${root}/{FunctionName}/code`, operation: 'UpdateFunctionCode' },
  { on: `DELETE ${root}/{FunctionName}`, operation: 'DeleteFunction', status: 204 },
  {
    on: `POST ${root}/{FunctionName}/invocations`,
    operation: 'Invoke',
    query: { Qualifier: 'Qualifier' },
    input: (request, members) => ({
      ...members,
      InvocationType: request.headers['x-amz-invocation-type'] ?? 'RequestResponse',
      Payload: new TextDecoder().decode(request.body),
    }),
    reply: invoked,
  },
  { on: 'POST /2017-03-31/tags/{Resource+}', operation: 'TagResource', status: 204 },
  { on: 'DELETE /2017-03-31/tags/{Resource+}', operation: 'UntagResource', query: { TagKeys: 'tagKeys' }, status: 204 },
  { on: 'GET /2017-03-31/tags/{Resource+}', operation: 'ListTags' },
];

/** What is not the payload goes into headers. */
function invoked(output: Json): ReturnType<typeof reply> {
  const { StatusCode = 200, Payload = '', FunctionError = null } = isRecord(output) ? output : {};
  const headers = {
    'x-amz-executed-version': '$LATEST',
    ...(typeof FunctionError === 'string' ? { 'x-amz-function-error': FunctionError } : {}),
  };
  return reply(Number(StatusCode), 'application/json', typeof Payload === 'string' ? Payload : JSON.stringify(Payload), headers);
}
