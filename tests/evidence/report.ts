import { writeFileSync } from 'node:fs';

export interface Result {
  readonly figure: string;
  /** Null: not measured, and the figure says why. */
  readonly holds: boolean | null;
}

/** Hands results to the evidence table, and shows them. */
export function report(results: readonly Result[]): void {
  for (const { figure, holds } of results) process.stdout.write(`${holds === true ? 'holds' : holds === null ? 'not measured' : 'FALLS SHORT'}: ${figure}\n`);
  const out = process.env['EVIDENCE_OUT'];
  if (out !== undefined) writeFileSync(out, JSON.stringify(results));
}
