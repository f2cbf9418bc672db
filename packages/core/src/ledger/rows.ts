import type { Problem } from '../problem.ts';
import type { Capability, Support } from '../target.ts';
import type { Feature, FeatureUse } from './features.ts';

/** One row of a target's ledger. */
export interface Row {
  readonly support: Support;
  readonly note: string;
  /** The fix or the way round; '' where nothing needs one. */
  readonly hint: string;
  /** The diagnostic that tells of it; null where there is nothing to tell. */
  readonly code: string | null;
}

/** A target's whole ledger: a row for each feature of the model, and for each of its own. */
export type Rows<Own extends string = never> = Readonly<Record<Feature | Own, Row>>;

/** The four sorts of row. Only what is degraded or rejected is told to the user. */
export const row = {
  exact: (note: string): Row => ({ support: 'exact', note, hint: '', code: null }),
  emulated: (note: string): Row => ({ support: 'emulated', note, hint: '', code: null }),
  degraded: (code: string, note: string, hint: string): Row => ({ support: 'degraded', note, hint, code }),
  rejected: (code: string, note: string, hint: string): Row => ({ support: 'rejected', note, hint, code }),
};

/** A row as the ledger shows it. */
export const capabilityOf = <F extends string>(rows: Readonly<Record<F, Row>>, feature: F): Capability => {
  const { support, note, hint } = rows[feature];
  return { id: feature, support, note, hint };
};

/** All rows, in the order of the table. */
export const capabilitiesOf = (rows: Readonly<Record<string, Row>>): readonly Capability[] =>
  Object.entries(rows).map(([id, { support, note, hint }]) => ({ id, support, note, hint }));

/** The rows that a pipeline uses, once each. */
export const usedRows = <F extends string>(rows: Readonly<Record<F, Row>>, uses: readonly FeatureUse<F>[]): readonly Capability[] =>
  [...new Set(uses.map(({ feature }) => feature))].map((feature) => capabilityOf(rows, feature));

/** Tells of every use whose row has something to tell: an error where it is rejected, else a warning. */
export function ledgerProblems<F extends string>(rows: Readonly<Record<F, Row>>, uses: readonly FeatureUse<F>[]): readonly Problem[] {
  return uses.flatMap(({ feature, step, pointer }): readonly Problem[] => {
    const { code, support, note, hint } = rows[feature];
    if (code === null) return [];
    return [{ code, severity: support === 'rejected' ? 'error' : 'warning', message: step === null ? note : `Step '${step}': ${note}`, pointer, at: null, hint }];
  });
}
