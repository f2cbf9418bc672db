import { writeFileSync } from 'node:fs';

/** Runs `work` a few times after a warm-up; milliseconds, ascending. */
export async function times(count: number, work: () => unknown): Promise<number[]> {
  await work();
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await work();
    found.push(performance.now() - from);
  }
  return found.sort((a, b) => a - b);
}

export const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

export interface Result {
  readonly figure: string;
  /** Null: not measured, and the figure says why. */
  readonly holds: boolean | null;
}

/** Hands results to whoever asked for them, and shows them. */
export function report(results: readonly Result[]): void {
  for (const { figure } of results) process.stdout.write(`${figure}\n`);
  const out = process.env['EVIDENCE_OUT'];
  if (out !== undefined) writeFileSync(out, JSON.stringify(results));
}
