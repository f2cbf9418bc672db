/** A generated job, as compilers tell of it. */
export interface PricedHelper {
  readonly name: string;
  readonly kind: string;
  readonly because: string;
  /** Its size. */
  readonly dpu: number;
}
/** One generated job and what it costs while it runs. */
export interface HelperPrice {
  readonly name: string;
  readonly kind: string;
  /** USD for each hour that it runs. */
  readonly perHour: number;
  readonly because: string;
}
export interface HelperCost {
  readonly helpers: readonly HelperPrice[];
  /** USD for an hour in which all of them run. */
  readonly perHour: number;
}

/**
 * What the helper jobs of a compiled pipeline cost: gates and closers from their start until they have decided, bridges as long as what they
 * call, openers for a moment or while their run waits for its turn. Glue bills each job run for a minute at the least.
 *
 * @param facts USD per DPU-hour, such as `prices.glueDpuHour.value` of `@millrace/facts`
 * @example
 * helperCost(glueTarget.compile(pipeline, site, sources).helpers, { dpuHour: 0.44 }).perHour // 0.0275 for one helper
 * @see https://aws.amazon.com/glue/pricing/
 */
export function helperCost(helpers: readonly PricedHelper[], facts: { readonly dpuHour: number }): HelperCost {
  const priced = helpers.map(({ name, kind, dpu, because }) => ({ name, kind, because, perHour: dpu * facts.dpuHour }));
  return { helpers: priced, perHour: priced.reduce((sum, { perHour }) => sum + perHour, 0) };
}
