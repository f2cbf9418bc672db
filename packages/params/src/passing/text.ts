const invisible = /[\p{Cc}\p{Surrogate}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/**
 * A string as a JSON literal in which everything invisible is escaped. Python, TypeScript, YAML, Jinja and JSONata
 * all read such a literal as the same string.
 */
export function literal(value: string): string {
  return JSON.stringify(value).replace(invisible, escaped);
}

/** The escape of four digits for a character of the basic plane. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Does the text hold half of a surrogate pair? It is then no Unicode, and only an escape can write it. */
export function isBroken(value: string): boolean {
  return /\p{Surrogate}/u.test(value);
}

/** One entry on each line. */
export function block(entries: readonly string[], indent: string): string {
  return entries.length === 0 ? '{}' : `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}}`;
}

/** The same without a comma after the last entry, for JSON and YAML. */
export function jsonBlock(map: Readonly<Record<string, string>>, indent: string): string {
  const lines = Object.entries(map).map(([key, value]) => `${indent}  ${literal(key)}: ${literal(value)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}
