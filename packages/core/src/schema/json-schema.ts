import { z } from 'zod';
import { authorSchema } from './author.ts';

/** The JSON Schema (draft 2020-12) of `pipeline.yaml`, for editors and for other tools: the form that people write. */
export function pipelineJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(authorSchema, {
    io: 'input',
    target: 'draft-2020-12',
    // Types are read-only in TypeScript; in a JSON Schema the word means "not yours to write".
    override: ({ jsonSchema }) => void delete jsonSchema.readOnly,
  });
  return { $schema, title: 'Millrace pipeline', ...rest };
}
