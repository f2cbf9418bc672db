import { Document, visit } from 'yaml';
import type { Json } from '../engine-types.ts';

/**
 * A definition as YAML, in block style: what `parseDefinition` and other readers of YAML 1.2 or 1.1 take for the same value. Nothing is folded, so
 * that an expression stays on one line, and the same value gives the same bytes. Comments stay what they are in JSON: `Comment` fields.
 *
 * @example
 * yamlOf({ StartAt: 'A', States: { A: { Type: 'Succeed', Output: '{% $states.input %}' } } });
 * // StartAt: A
 * // States:
 * //   A:
 * //     Type: Succeed
 * //     Output: '{% $states.input %}'
 */
export function yamlOf(definition: Json): string {
  // `compat` quotes what only older readers take for something else, such as yes, 1_000 or a day.
  const document = new Document(definition, { version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false, toStringDefaults: { lineWidth: 0, singleQuote: true } });
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && unprintable.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString();
}

/** Signs that a reader drops, or takes for the end of a line, where they stand plain. */
const unprintable = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\uffef\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;
