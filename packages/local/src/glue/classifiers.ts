import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { anything, integer, invalid, isRecord, longText, members, name } from './input.ts';
import { alreadyExists, type Ctx, key, notFound, operation, page, seconds, table } from './kit.ts';

const kinds = { GrokClassifier: anything, XMLClassifier: anything, JsonClassifier: anything, CsvClassifier: anything } as const;
type Fields = { readonly [key: string]: Json };
type Classifier = { readonly kind: string; readonly fields: Fields };
const classifiers = table<Classifier>('classifier');
const classifierInput = members({}, kinds);

/** Of the four kinds a request names exactly one. */
function theOne(input: ReturnType<typeof classifierInput>): { readonly kind: string; readonly fields: Fields; readonly name: string } {
  const given = Object.entries(input);
  const [kind, fields] = given[0] ?? ['', null];
  if (given.length !== 1 || fields === null || !isRecord(fields)) throw invalid('Give exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier.');
  return { kind, fields, name: name(fields['Name'] ?? null, `${kind}.Name`) };
}
function classifierNamed(ctx: Ctx, given: string): Classifier {
  const found = classifiers.get(ctx, key(given));
  if (found === null) throw notFound(`The classifier '${given}'`);
  return found;
}
const shown = ({ kind, fields }: Classifier): Json => ({ [kind]: fields });

/** Kept and shown; crawls infer without them. */
export const classifierOperations: Readonly<Record<string, Operation>> = {
  CreateClassifier: operation(classifierInput, (ctx, input) => {
    const { kind, fields, name: given } = theOne(input);
    if (classifiers.get(ctx, key(given)) !== null) throw alreadyExists(`The classifier '${given}'`);
    const now = seconds(ctx);
    classifiers.put(ctx, key(given), { kind, fields: { ...fields, CreationTime: now, LastUpdated: now, Version: 1 } });
    return {};
  }),
  UpdateClassifier: operation(classifierInput, (ctx, input) => {
    const { kind, fields, name: given } = theOne(input);
    const before = classifierNamed(ctx, given);
    if (before.kind !== kind) throw invalid(`The classifier '${given}' is a ${before.kind}, not a ${kind}.`);
    classifiers.put(ctx, key(given), { kind, fields: { ...before.fields, ...fields, LastUpdated: seconds(ctx), Version: Number(before.fields['Version']) + 1 } });
    return {};
  }),
  GetClassifier: operation(members({ Name: name }, {}), (ctx, { Name }) => ({ Classifier: shown(classifierNamed(ctx, Name)) })),
  GetClassifiers: operation(members({}, { NextToken: longText, MaxResults: integer(1, 1000) }), (ctx, input) => {
    const { rows, more } = page(classifiers.list(ctx), input);
    return { Classifiers: rows.map(({ row }) => shown(row)), ...more };
  }),
  DeleteClassifier: operation(members({ Name: name }, {}), (ctx, { Name }) => {
    classifierNamed(ctx, Name);
    classifiers.remove(ctx, key(Name));
    return {};
  }),
};
