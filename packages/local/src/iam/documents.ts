import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { type Fields, isList, isRecord } from '../service/input.ts';

type Kind = 'trust' | 'identity';
/** Characters without blanks, as IAM counts them. Source: IAM and STS quotas. */
const longest: Readonly<Record<Kind, number>> = { trust: 2048, identity: 10_240 };

/**
 * Checks a policy document's JSON and grammar as far as IAM does when it is put.
 * @throws {AwsError} MalformedPolicyDocument or LimitExceeded
 */
export function checkDocument(text: string, kind: Kind): void {
  const document = parsed(text);
  const size = text.replaceAll(/\s/gu, '').length;
  if (size > longest[kind]) throw new AwsError('LimitExceeded', `Cannot exceed quota for the size of a policy: ${longest[kind]}`, 409);
  const { Statement = null, Version = '2008-10-17' } = document;
  const statements = isList(Statement) ? Statement : Statement === null ? [] : [Statement];
  if (statements.length === 0) throw malformed('Syntax errors in policy.');
  if (Version !== '2012-10-17' && Version !== '2008-10-17') throw malformed('Syntax errors in policy.');
  for (const statement of statements) {
    if (!isRecord(statement)) throw malformed('Syntax errors in policy.');
    checkStatement(statement, kind);
  }
}

function checkStatement(statement: Fields, kind: Kind): void {
  const has = (name: string): boolean => Object.hasOwn(statement, name);
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') throw malformed('Syntax errors in policy.');
  const actions = textsOf(statement['Action'] ?? statement['NotAction'] ?? null);
  if (actions.length === 0) throw malformed('Policy statement must contain actions.');
  if (actions.some((action) => action !== '*' && !/^[A-Za-z0-9-]+:.+$/u.test(action))) throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  if (kind === 'trust') {
    if (has('Resource') || has('NotResource')) throw malformed('Has prohibited field Resource');
    if (!has('Principal') && !has('NotPrincipal')) throw malformed('AssumeRole policy must contain principals.');
    return;
  }
  if (has('Principal') || has('NotPrincipal')) throw malformed('Policy document should not specify a principal.');
  const resources = textsOf(statement['Resource'] ?? statement['NotResource'] ?? null);
  if (resources.length === 0) throw malformed('Policy statement must contain resources.');
  const wrong = resources.find((resource) => resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/u.test(resource));
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`);
}

function textsOf(value: Json): readonly string[] {
  const all = isList(value) ? value : [value];
  return all.filter((one) => typeof one === 'string');
}

function parsed(text: string): Fields {
  try {
    // JSON.parse gives JSON by definition.
    const document = JSON.parse(text) as Json;
    if (isRecord(document)) return document;
  } catch {
    // Said below.
  }
  throw malformed('This policy contains invalid Json');
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
