/**
 * Is this JSON that a reader gives back as it is written: each key once in its object, and every number one that a double holds?
 * `12345678901234567890`, `1e400` and `{"a":1,"a":2}` are JSON too, and come back as something else.
 */
export function isExactJson(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  const keys: Set<string>[] = [];
  // The text is JSON: each of these is a whole token, and a text before a colon is a key.
  for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"\s*:?|-?\d[\d.eE+-]*|[{}]/g)) {
    if (token === '{') keys.push(new Set());
    else if (token === '}') keys.pop();
    else if (token.startsWith('"')) {
      if (!token.endsWith(':')) continue;
      const key = String(JSON.parse(token.slice(0, -1)));
      const known = keys.at(-1);
      if (known?.has(key) === true) return false;
      known?.add(key);
    } else if (!survives(token)) return false;
  }
  return true;
}

/** Does a double hold the number, so that it is written again with the same value? */
function survives(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && decimal(text) === decimal(String(value));
}

/** The digits of a number without zeros around them, and the power of ten of the last one. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  return short === '' ? '0' : `${sign}${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
}

/** A value as JSON, or null when it holds something that JSON has no word for and would be left out or replaced. */
export function exactJsonOf(value: unknown): string | null {
  const isJson = (inner: unknown): boolean => {
    if (typeof inner === 'number') return Number.isFinite(inner);
    if (inner === null || typeof inner === 'string' || typeof inner === 'boolean') return true;
    if (Array.isArray(inner)) return inner.every(isJson);
    return typeof inner === 'object' && (Object.getPrototypeOf(inner) === Object.prototype || Object.getPrototypeOf(inner) === null) && Object.values(inner).every(isJson);
  };
  return isJson(value) ? JSON.stringify(value) : null;
}
