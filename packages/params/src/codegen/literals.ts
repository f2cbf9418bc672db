const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** Any text as a literal of Python, in printable ASCII. */
export function pythonLiteral(text: string): string {
  const inner = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') return `\\${char}`;
    if (char === '\n') return '\\n';
    if (code >= 0x20 && code < 0x7f) return char;
    return code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return `"${inner.join('')}"`;
}

/**
 * Any text as a literal of Scala 2.12 and 2.13, in printable ASCII. Before 2.13.2 the compiler replaces `\uXXXX` before it looks
 * for the ends of lines and of literals, so that what ends them has to be written with the short escapes.
 */
export function scalaLiteral(text: string): string {
  const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
  const inner = Array.from({ length: text.length }, (_, at) => {
    const char = text.charAt(at);
    const code = text.charCodeAt(at);
    return short[char] ?? (code >= 0x20 && code < 0x7f ? char : `\\u${hex(code, 4)}`);
  });
  return `"${inner.join('')}"`;
}

/** Any text as a literal of TypeScript, in printable ASCII. */
export function typescriptLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (char) => `\\u${hex(char.charCodeAt(0), 4)}`);
}

/** Any text inside of a block comment of TypeScript, on one line. */
export function commentText(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').replaceAll('*/', '* /').trim();
}
