import type { SpecOutput, SpecScalar } from './job-spec.ts';

/** At most so many bytes in the object of one attempt's outputs. */
export const MOST_OUTPUT_BYTES = 65_536;

/** The declared outputs with their values, or what is wrong with the object: one part of a sentence for each mistake. */
export type CheckedOutputs = { readonly values: Readonly<Record<string, SpecScalar>> } | { readonly wrong: readonly string[] };

/**
 * Reads the object that an attempt left as its outputs. What is not declared is passed over.
 *
 * @param text the object's text; null when there is none
 */
export function checkOutputs(declared: Readonly<Record<string, SpecOutput>>, text: string | null): CheckedOutputs {
  if (text === null) return { wrong: ['there is no such object'] };
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > MOST_OUTPUT_BYTES) return { wrong: [`it has more than ${MOST_OUTPUT_BYTES} bytes`] };
  const found = parse(text);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return { wrong: ['it is no JSON object'] };
  const values: Record<string, SpecScalar> = {};
  const wrong: string[] = [];
  for (const [name, type] of Object.entries(declared)) {
    // Own members only: JSON has no prototypes.
    const raw: unknown = Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
    const value = outputOf(type, raw);
    if (value !== null) values[name] = value;
    else wrong.push(raw === undefined ? `'${name}' is missing` : `'${name}' is not of type ${type}`);
  }
  return wrong.length > 0 ? { wrong } : { values };
}

/** The sentence with which an attempt fails. */
export const outputsSentence = (step: string, uri: string, wrong: readonly string[]): string =>
  `The outputs of the step '${step}' in ${uri} are not right: ${wrong.join('; ')}.`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Control characters are what a key may not hold.
const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\x00-\x1f\x7f]*)?$/;

function outputOf(type: SpecOutput, raw: unknown): SpecScalar | null {
  if (type === 'boolean') return typeof raw === 'boolean' ? raw : null;
  // A state machine passes on at most 15 digits; the other targets hold to it, so that a pipeline can move.
  if (type === 'integer') return typeof raw === 'number' && Number.isInteger(raw) && Math.abs(raw) < 1e15 ? raw + 0 : null;
  if (typeof raw !== 'string') return null;
  return type === 'string' || S3_URI.test(raw) ? raw : null;
}
