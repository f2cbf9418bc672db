/** The text that a Python literal stands for; null for bytes. A format string is read by its parts. */
export function pythonText(literal: string): string | null {
  const match = /^([a-zA-Z]*)("""|'''|"|')/.exec(literal);
  if (match === null) return null;
  const [head, prefix = '', quote = ''] = match;
  if (/b/i.test(prefix)) return null;
  const inner = literal.slice(head.length, literal.endsWith(quote) ? -quote.length : undefined);
  return /r/i.test(prefix) ? inner : unescapePython(inner);
}

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Escapes of Python text; names of characters (`\N{…}`) stay as they are. */
export function unescapePython(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g, (whole, x: string | undefined, u: string | undefined, big: string | undefined, octal: string | undefined, named: string | undefined) => {
    const hex = x ?? u ?? big;
    if (hex !== undefined) return codePoint(Number.parseInt(hex, 16), whole);
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8), whole);
    return NAMED[named ?? ''] ?? whole;
  });
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
