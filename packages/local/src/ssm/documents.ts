import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Fields, Input, isRecord } from '../service/input.ts';
import { documents, type DocumentRow, operation, refused, type Step } from './rows.ts';

export const documentOperations: Readonly<Record<string, Operation>> = {
  CreateDocument: operation((ctx, input) => {
    const name = input.text('Name', /^[a-zA-Z0-9_.-]{3,128}$/u);
    if (documents.get(ctx, name) !== null) throw refused('DocumentAlreadyExists', 'The specified document already exists.');
    if (input.maybeText('DocumentType') !== 'Automation') throw refused('InvalidDocumentSchemaVersion', 'The embedded AWS runs documents of type Automation.');
    const row = documentOf(name, input.text('Content'), 1, ctx.world.now());
    documents.put(ctx, name, row);
    return { DocumentDescription: described(row) };
  }),
  UpdateDocument: operation((ctx, input) => {
    const known = documents.get(ctx, input.text('Name'));
    if (known === null) throw refused('InvalidDocument', 'The specified SSM document does not exist.');
    const row = documentOf(known.name, input.text('Content'), known.version + 1, known.createdAt);
    documents.put(ctx, row.name, row);
    return { DocumentDescription: described(row) };
  }),
  DescribeDocument: operation((ctx, input) => {
    const row = documents.get(ctx, input.text('Name'));
    if (row === null) throw refused('InvalidDocument', `Document with name ${input.text('Name')} does not exist.`);
    return { Document: described(row) };
  }),
  GetDocument: operation((ctx, input) => {
    const row = documents.get(ctx, input.text('Name'));
    if (row === null) throw refused('InvalidDocument', `Document with name ${input.text('Name')} does not exist.`);
    return { Name: row.name, Content: row.content, DocumentType: 'Automation', DocumentFormat: 'JSON', DocumentVersion: String(row.version), Status: 'Active' };
  }),
  DeleteDocument: operation((ctx, input) => {
    const name = input.text('Name');
    if (documents.get(ctx, name) === null) throw refused('InvalidDocument', `Document with name ${name} does not exist.`);
    documents.remove(ctx, name);
    return {};
  }),
};

function documentOf(name: string, content: string, version: number, createdAt: number): DocumentRow {
  const wrong = (message: string): ReturnType<typeof refused> => refused('InvalidDocumentContent', message);
  const input = new Input(parsed(content), wrong);
  if (input.text('schemaVersion') !== '0.3') throw wrong('The schemaVersion of an Automation document is 0.3.');
  const steps = input.inputs('mainSteps').map(stepOf);
  if (steps.length === 0) throw wrong('An Automation document has mainSteps.');
  const declared = input.maybeInput('parameters')?.json ?? {};
  return { name, content, createdAt, version, steps, parameters: declared, outputs: input.texts('outputs') };
}

function stepOf(step: Input): Step {
  const outputs = step.inputs('outputs').map((one) => ({ Name: one.text('Name'), Selector: one.text('Selector') }));
  const onFailure = step.maybeText('onFailure') === 'Continue' ? 'Continue' : 'Abort';
  return { name: step.text('name'), action: step.text('action'), inputs: step.maybeInput('inputs')?.json ?? {}, outputs, onFailure, timeout: step.maybeNumber('timeoutSeconds', 1), isEnd: step.flag('isEnd') };
}

function parsed(content: string): Fields {
  try {
    // JSON.parse gives JSON by definition.
    const value = JSON.parse(content) as Json;
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw refused('InvalidDocumentContent', 'The content for the document is not valid: the embedded AWS takes documents as a JSON object.');
}

function described(row: DocumentRow): Json {
  return { Name: row.name, DocumentType: 'Automation', DocumentFormat: 'JSON', DocumentVersion: String(row.version), LatestVersion: String(row.version), DefaultVersion: '1', SchemaVersion: '0.3', Status: 'Active', CreatedDate: row.createdAt / 1000 };
}
