/** Injections of one kind, and what was not as it should be; each line begins with the injection that it came from and a colon. */
export interface Tally {
  readonly name: string;
  readonly injected: number;
  readonly faults: readonly string[];
}

/** Injections that left a fault: each counts once. */
const struck = (faults: readonly string[]): number => new Set(faults.map((fault) => fault.slice(0, fault.indexOf(':')))).size;

/** A result of an evidence script; the faults go to standard error. */
export function resultOf(what: string, tallies: readonly Tally[]): { readonly figure: string; readonly holds: boolean } {
  const faults = tallies.flatMap((tally) => tally.faults);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const injected = tallies.reduce((sum, tally) => sum + tally.injected, 0);
  const parts = tallies.map((tally) => `${tally.name} ${tally.injected - struck(tally.faults)}/${tally.injected}`);
  return { figure: `${injected - struck(faults)} of ${injected} ${what}: ${parts.join(', ')}`, holds: faults.length === 0 && injected > 0 };
}

/** The same for commands that come in pairs. */
export function resultOfPairs({ pairs, refused, faults }: { readonly pairs: number; readonly refused: number; readonly faults: readonly string[] }): { readonly figure: string; readonly holds: boolean } {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return { figure: `${pairs} pairs of commands at once (deploy and deploy, deploy and destroy), calls interleaved by a seed: ${refused} gave way with a sentence, ${faults.length} faults; the next deploy reached its state and the one after it wrote nothing`, holds: faults.length === 0 };
}

/** What is wanted where services refuse calls. */
export const BORNE = {
  throttled: 'the command waited and came through',
  'changed at once': 'the command tried again and came through',
  'not there': 'the command looked again and came through',
  expired: 'the command said what is done and what is left, and the next one with new credentials converged',
} as const;
