import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { param } from '../build.ts';
import type { AccessorDeclarations } from './declared.ts';
import { generateScala, generateTypes } from './index.ts';
import { pythonLiteral, scalaLiteral, typescriptLiteral } from './literals.ts';

const hostile = '*/ export const x = 1; /* " \' ` ${x} \u2028 \n 😀';
const declared: AccessorDeclarations = {
  limit: param.integer({ description: hostile, default: 10 }),
  mode: param.enum({ values: ['full', hostile] }),
  type: param.string({ default: hostile }),
  wait: param.boolean(),
  day: param.date({ default: { run: 'date' } }),
  password: { type: 'secret', description: '', default: 'prod/db', values: [] },
};

describe('the generated Scala', () => {
  it('is the same bytes for the same declarations, in printable ASCII', () => {
    const text = generateScala(declared, { module: 'JobParams' });
    expect(text).toBe(generateScala(structuredClone(declared), { module: 'JobParams' }));
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('renames what Scala has already', () => {
    const text = generateScala(declared, { module: 'JobParams' });
    expect(text).toContain('val type_ : String = asText(values("type"))');
    expect(text).toContain('val wait_ : Boolean = asBoolean(values("wait"))');
  });

  it('refuses names that would be code', () => {
    expect(() => generateScala({ 'x = 1': param.string() }, { module: 'P' })).toThrow(/'x = 1'/);
    expect(() => generateScala({}, { module: 'P { }' })).toThrow(TypeError);
  });
});

describe('the generated TypeScript', () => {
  it('has a field for each parameter, and descriptions that stay comments', () => {
    const text = generateTypes(declared, { module: 'OrdersParams' });
    expect(text).toContain('export interface OrdersParams {');
    expect(text).toContain('readonly limit: number;');
    expect(text).toContain('readonly mode: "full" | "*/ export');
    expect(text.match(/\*\/ export const x/g)).toHaveLength(1);
    expect(text).toContain('/** * / export const x = 1; /*');
  });
});

describe('a literal', () => {
  it('is printable ASCII and ends where it ends, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const literal of [pythonLiteral(text), scalaLiteral(text), typescriptLiteral(text)]) expect(literal).toMatch(/^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/);
      expect(JSON.parse(typescriptLiteral(text))).toBe(text);
    }));
  });

  it('of Scala never writes an end of line or a quote as a code, which old compilers would take for the character', () => {
    expect(scalaLiteral('\n\r"\\u000a')).toBe('"\\n\\r\\"\\\\u000a"');
  });
});
