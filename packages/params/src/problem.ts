/** One thing wrong with a declaration or a value. `code` is in `paramsCatalogue`; `name` is the parameter; `hint` says what to do. */
export interface ParamProblem {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

/** A value for a message; what is given to a secret may be the secret itself, and is never shown. */
export function shown(type: string, value: unknown): string {
  return type === 'secret' ? 'the value' : show(value);
}

/** Shows a value inside a message, cut to a length that fits a line. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : written(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Any value as some text, for messages and for what looks at texts. */
export function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Values of a language with types may be no JSON: circles, whole numbers without end.
    return String(value);
  }
}
