/** One thing wrong with a declaration or a value. `code` is in `paramsCatalogue`; `name` is the parameter; `hint` says what to do. */
export interface ParamProblem {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

/** Shows a value inside a message, cut to a length that fits a line. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
